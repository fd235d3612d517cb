import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingest, readMapping, writeTemplates } from '../../src/ingest/ingest.ts';
import { customers } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'optional-columns-'));
afterAll(() => rmSync(folder, { recursive: true }));
const mapping = readMapping('config/mappings/standard.yaml');

describe.each(storeKinds)('columns that a file may lack, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  const take = async (header: string, row: string) => {
    const path = join(folder, 'customers.csv');
    writeFileSync(path, `${header}\n${row}\n`);
    return ingest(store, {
      mapping,
      mappingName: 'standard',
      paths: [path],
      now: () => new Date('2026-07-01T12:00:00Z'),
    });
  };
  const stored = () =>
    store.db
      .select({
        name: customers.name,
        phone: customers.phone,
        email: customers.email,
        tags: customers.tags,
      })
      .from(customers);
  const before = 'id,name,sex,birth_date,branch,manager,joined_on,closed_on';

  it('takes telephone numbers, addresses and tags of the default layout', async () => {
    await take(
      `${before},phone,email,tags`,
      '1,Ann,,,,,2020-01-01,,+420 601 123 456,A@B.example,VIP;new',
    );
    expect(await stored()).toEqual([
      { name: 'Ann', phone: '+420601123456', email: 'a@b.example', tags: ['VIP', 'new'] },
    ]);
  });

  it('leaves what is known where the file has none of them, as files from before', async () => {
    const report = await take(before, '1,Anna,,,,,2020-01-01,');
    expect(report.files[0]).toMatchObject({ stored: 1, rejected: 0 });
    expect(await stored()).toEqual([
      { name: 'Anna', phone: '+420601123456', email: 'a@b.example', tags: ['VIP', 'new'] },
    ]);
  });

  it('takes some of them, and refuses another order and columns that are not optional', async () => {
    await take(`${before},email`, '1,Anna,,,,,2020-01-01,,ann@b.example');
    expect(await stored()).toMatchObject([{ phone: '+420601123456', email: 'ann@b.example' }]);
    await expect(take(`email,${before}`, '')).rejects.toThrow(
      'tags, of which it may lack phone, email, tags',
    );
    await expect(take('id,name', '')).rejects.toThrow('the mapping expects id, name, sex');
  });
});

it('writes them into the templates', () => {
  const dir = join(folder, 'templates');
  writeTemplates(dir, mapping);
  expect(readFileSync(join(dir, 'customers.csv'), 'utf8')).toContain(
    'closed_on,phone,email,tags\n',
  );
});
