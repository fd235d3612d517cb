import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingest, readMapping, writeTemplates } from '../../src/ingest/ingest.ts';
import { branches, customers } from '../../src/store/schema.ts';
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

describe.each(storeKinds)('attributes and names of columns that a file may lack, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  const path = join(folder, `facts-${kind}.yaml`);
  writeFileSync(
    path,
    `bank: { name: Bank, currency: EUR, timezone: Europe/Berlin }
files:
  customers:
    name: customers.csv
    optionalColumns: [income, country, rate, gone]
    into: customers
    label: { column: gone, left: ["1"], stayed: ["0"], asOf: 2025-12-31 }
    fields: { externalId: id }
    attributes:
      income: { column: income, type: number }
      "it's": country
      both: { columns: [country, rate] }
      size: size
  branches:
    name: branches.csv
    optionalColumns: [de, zh]
    into: branches
    fields: { externalId: id, name: name }
    names: { de: de, zh: zh }
`,
  );
  const take = async (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    const { files } = await ingest(store, {
      mapping: readMapping(path),
      mappingName: 'facts',
      paths: [file],
      now: () => new Date('2026-07-01T12:00:00Z'),
    });
    return files[0];
  };
  const stored = async () => {
    const { externalId, attributes, left, labelledOn } = customers;
    const columns = { externalId, attributes, left, labelledOn };
    const found = await store.db.select(columns).from(customers).orderBy(externalId);
    return Object.fromEntries(found.map(({ externalId: of, ...rest }) => [of, rest]));
  };

  it('keeps what is known of an attribute whose columns the file lacks, and no other', async () => {
    await take('customers.csv', 'id,income,country,rate,size,gone\n1,5,CZ,a,big,1\n2,6,,,big,0\n');
    const known = { income: 5, "it's": 'CZ', both: 'CZ a', size: 'big' };
    expect((await stored())['1']).toEqual({
      attributes: known,
      left: true,
      labelledOn: '2025-12-31',
    });

    const newer = readFileSync(path, 'utf8').replace('2025-12-31', '2026-06-30');
    writeFileSync(path, newer);
    const without = 'id,size,rate\n1,,b\n2,big,\n3,small,c\n';
    expect(await take('customers.csv', without)).toMatchObject({ stored: 2, unchanged: 1 });
    expect(await stored()).toEqual({
      1: {
        attributes: { income: 5, "it's": 'CZ', both: 'b' },
        left: true,
        labelledOn: '2025-12-31',
      },
      2: { attributes: { income: 6, size: 'big' }, left: false, labelledOn: '2025-12-31' },
      3: { attributes: { both: 'c', size: 'small' }, left: null, labelledOn: null },
    });
    expect(await take('customers.csv', without)).toMatchObject({ stored: 0, unchanged: 3 });

    await take('customers.csv', 'id,size,rate,income\n1,,b,\n');
    expect((await stored())['1']?.attributes).toEqual({ "it's": 'CZ', both: 'b' });
  });

  it('keeps what a branch is called in a language whose column the file lacks', async () => {
    await take('branches.csv', 'id,name,de,zh\nN,North,Nord,北\n');
    await take('branches.csv', 'id,name,de\nN,North,Norden\n');
    const names = () => store.db.select({ names: branches.names }).from(branches);
    expect(await names()).toEqual([{ names: { de: 'Norden', zh: '北' } }]);
    await take('branches.csv', 'id,name\nN,Northern\n');
    expect(await names()).toEqual([{ names: { de: 'Norden', zh: '北' } }]);
  });
});

it('writes them into the templates', () => {
  const dir = join(folder, 'templates');
  writeTemplates(dir, mapping);
  expect(readFileSync(join(dir, 'customers.csv'), 'utf8')).toContain(
    'closed_on,phone,email,tags\n',
  );
});
