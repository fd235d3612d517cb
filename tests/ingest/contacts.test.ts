import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ingest, readMapping } from '../../src/ingest/ingest.ts';
import { customerCard } from '../../src/store/customers/customer-card.ts';
import { customers } from '../../src/store/schema.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'contacts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const mapping = (whenWrong: string) => `
bank: { name: Bank, currency: EUR, timezone: Europe/Berlin }
files:
  customers:
    name: customers.csv
    into: customers
    whenWrong: ${whenWrong}
    fields:
      externalId: id
      name: name
      phone: mobile
      email: { column: mail }
      tags: labels
`;

describe.each(storeKinds)('telephone numbers, addresses and tags of files, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  async function take(whenWrong: string, rows: readonly string[]) {
    writeFileSync(join(folder, 'mapping.yaml'), mapping(whenWrong));
    writeFileSync(
      join(folder, 'customers.csv'),
      ['id,name,mobile,mail,labels', ...rows].join('\n'),
    );
    const report = await ingest(store, {
      mapping: readMapping(join(folder, 'mapping.yaml')),
      mappingName: 'contacts',
      paths: [join(folder, 'customers.csv')],
      now: () => new Date('2026-07-01T12:00:00Z'),
    });
    return report.files[0];
  }
  const stored = () =>
    store.db
      .select({
        id: customers.externalId,
        phone: customers.phone,
        email: customers.email,
        tags: customers.tags,
      })
      .from(customers)
      .orderBy(customers.externalId);
  const rows = [
    '1,Ann,+420 601 123 456,Ann@Example.com,"VIP; ""quoted"" {x}, vip"',
    '2,Bob,none,bob(at)example.com,',
    '3,Cid,,,newsletter',
  ];
  const ann = {
    id: '1',
    phone: '+420601123456',
    email: 'ann@example.com',
    tags: ['VIP', '"quoted" {x}'],
  };
  const cid = { id: '3', phone: null, email: null, tags: ['newsletter'] };

  it('are kept as they can be used, and what is wrong rejects its row or is left out alone', async () => {
    expect(await take('reject', rows)).toMatchObject({ read: 3, stored: 2, rejected: 1 });
    expect(await stored()).toEqual([ann, cid]);
    expect(
      await queryRows(store.db, z.unknown(), sql`select "column", reason from ingest_rejects`),
    ).toEqual([{ column: 'mobile', reason: 'not-a-phone' }]);
    expect(await take('leave-out', rows)).toMatchObject({ stored: 1, unchanged: 2, rejected: 0 });
    expect(await stored()).toEqual([ann, { id: '2', phone: null, email: null, tags: [] }, cid]);
  });

  it('change and go with the file, and stay with a mapping that says nothing of them', async () => {
    await take('leave-out', ['1,Ann,+420 601 123 457,,"new"']);
    const [changed] = await stored();
    expect(changed).toEqual({ id: '1', phone: '+420601123457', email: null, tags: ['new'] });
    const found = await store.db
      .select({ id: customers.id })
      .from(customers)
      .where(eq(customers.externalId, '1'));
    const card = await customerCard(store.db, { kind: 'all' }, 0, found[0]?.id ?? 0);
    expect(card).toMatchObject({ phone: '+420601123457', email: null, tags: ['new'] });
    writeFileSync(
      join(folder, 'mapping.yaml'),
      `bank: { name: Bank, currency: EUR, timezone: Europe/Berlin }
files:
  customers: { name: customers.csv, into: customers, fields: { externalId: id, name: name } }
`,
    );
    await ingest(store, {
      mapping: readMapping(join(folder, 'mapping.yaml')),
      mappingName: 'names',
      paths: [join(folder, 'customers.csv')],
      now: () => new Date('2026-07-01T12:00:00Z'),
    });
    expect((await stored())[0]).toEqual(changed);
  });
});
