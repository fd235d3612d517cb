import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingest, readMapping } from '../../src/ingest/ingest.ts';
import { branches, customers, holdings } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { emptyStore } from '../banks/dump-store.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'facts-of-several-'));
afterAll(() => rmSync(folder, { recursive: true }));
const mapping = join(folder, 'bank.yaml');
writeFileSync(
  mapping,
  `bank: { name: Bank, currency: AUD, timezone: Australia/Sydney }
files:
  people:
    name: people*.csv
    into: customers
    fields: { externalId: id, name: name }
    attributes: { industry: job, cars: { column: cars, type: number }, state: { column: state, missing: [x] } }
  addresses:
    name: addresses*.csv
    tables:
      - into: customers
        fields: { externalId: id }
        attributes: { state: code, property: { column: property, type: number } }
      - into: holdings
        fields: { customer: id, externalId: { column: id, prefix: H }, product: { value: savings } }
        attributes: { flag: code }
  rates:
    name: rates.csv
    into: holdings
    fields: { customer: id, externalId: { column: id, prefix: H }, product: { value: savings } }
    attributes: { rate: { column: rate, type: number } }
  survey: { name: survey*.csv, into: customers, fields: { externalId: id }, attributes: { state: state } }
  offices: { name: offices.csv, into: branches, fields: { externalId: id, name: name }, names: { zh: zh }, attributes: { size: size } }
  offices2: { name: offices2.csv, into: branches, fields: { externalId: id, name: name }, names: { de: de } }
`,
);

describe.each(storeKinds)('facts that several files tell, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  beforeEach(() => emptyStore(store));
  afterAll(() => store.close());

  const take = async (files: Record<string, string>) => {
    const paths = Object.entries(files).map(([name, text]) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    });
    return ingest(store, {
      mapping: readMapping(mapping),
      mappingName: 'bank',
      paths,
      now: () => new Date('2026-07-01T12:00:00Z'),
    });
  };
  const attributes = async () => {
    const found = await store.db.select().from(customers).orderBy(customers.externalId);
    return found.map((customer) => customer.attributes);
  };
  const people = 'id,name,job,cars,state\n1,Ann,IT,2,x\n2,Bo,Health,1,x\n';
  const addresses = 'id,code,property\n1,NSW,8\n3,VIC,5\n';
  const rates = 'id,rate\n1,0.5\n';

  it('stand beside each other, and change nothing when they come again', async () => {
    const files = { 'people.csv': people, 'addresses.csv': addresses, 'rates.csv': rates };
    const { warnings } = await take(files);
    expect(warnings).toEqual([]);
    const all = [
      { industry: 'IT', cars: 2, state: 'NSW', property: 8 },
      { industry: 'Health', cars: 1 },
      { state: 'VIC', property: 5 },
    ];
    // A blank of the file before does not take away what the later has, nor the other way round where the later lacks the row.
    expect(await attributes()).toEqual(all);
    const held = await store.db.select().from(holdings).orderBy(holdings.externalId);
    expect(held.map((one) => one.attributes)).toEqual([
      { flag: 'NSW', rate: 0.5 },
      { flag: 'VIC' },
    ]);

    const again = await take(files);
    expect(again.files.map(({ stored, unchanged }) => [stored, unchanged])).toEqual([
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 1],
    ]);
    expect(await attributes()).toEqual(all);
    // One by one, too; and what a file names and leaves blank is gone.
    await take({ 'addresses.csv': 'id,code,property\n1,NSW,\n' });
    expect((await attributes())[0]).toEqual({ industry: 'IT', cars: 2, state: 'NSW' });
  });

  it('are those of the later file where they differ, with a warning', async () => {
    const files = {
      'addresses.csv': addresses,
      'people.csv': people.replace('2,x\n', '2,QLD\n').replace('1,x\n', '1,WA\n'),
    };
    const { warnings } = await take(files);
    expect(warnings).toEqual([
      {
        file: 'people.csv',
        column: 'state',
        reason: 'told-differently',
        outcome: 'emptied',
        rows: 1,
        firstLine: 2,
      },
    ]);
    const all = [
      { industry: 'IT', cars: 2, state: 'NSW', property: 8 },
      { industry: 'Health', cars: 1, state: 'WA' },
      { state: 'VIC', property: 5 },
    ];
    expect(await attributes()).toEqual(all);
    const again = await take(files);
    expect(again.files.map(({ stored }) => stored)).toEqual([0, 0, 0]);
    expect(await attributes()).toEqual(all);
  });

  it('are those of the newer of two files of one kind, without a warning', async () => {
    const files = {
      'people-1.csv': people,
      'people-2.csv': people.replace('Health', 'Retail'),
    };
    expect((await take(files)).warnings).toEqual([]);
    expect((await attributes())[1]).toEqual({ industry: 'Retail', cars: 1 });
    expect((await take(files)).files.map(({ stored }) => stored)).toEqual([0, 0]);
  });

  it('are compared as each file says them, each with the last that has a value', async () => {
    const files = {
      'people-1.csv': 'id,name,job,cars,state\n1,Ann,IT,2,QLD\n2,Bo,IT,1,WA\n3,Cy,IT,1,TAS\n',
      'people-2.csv': 'id,name,job,cars,state\n1,Ann,IT,2,NT\n4,Di,IT,2,ACT\n',
      'addresses-1.csv': 'id,code,property\n1,NSW,8\n2,VIC,5\n3,TAS,1\n',
      'addresses-2.csv': 'id,code,property\n1,SA,9\n2,,5\n',
      'survey.csv': 'id,state\n1,QLD\n3,\n',
    };
    const { warnings } = await take(files);
    const differs = { reason: 'told-differently', outcome: 'emptied' };
    expect(warnings).toEqual([
      // Ann's state is the survey's, what Bo's addresses said before they were blank is another.
      { ...differs, file: 'people-1.csv', column: 'state', rows: 1, firstLine: 3 },
      { ...differs, file: 'people-2.csv', column: 'state', rows: 1, firstLine: 2 },
      { ...differs, file: 'addresses-1.csv', column: 'code', rows: 1, firstLine: 2 },
      { ...differs, file: 'addresses-2.csv', column: 'code', rows: 1, firstLine: 2 },
    ]);
    const all = [
      { industry: 'IT', cars: 2, state: 'QLD', property: 9 },
      { industry: 'IT', cars: 1, property: 5 },
      { industry: 'IT', cars: 1, property: 1 },
      { industry: 'IT', cars: 2, state: 'ACT' },
    ];
    expect(await attributes()).toEqual(all);
    expect((await take(files)).files.map(({ stored }) => stored)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(await attributes()).toEqual(all);
  });

  it('are names and attributes of a branch, too', async () => {
    const files = {
      'offices.csv': 'id,name,zh,size\nN,North,北,3\n',
      'offices2.csv': 'id,name,de\nN,North,Nord\n',
    };
    await take(files);
    const [branch] = await store.db.select().from(branches);
    expect(branch).toMatchObject({ names: { zh: '北', de: 'Nord' }, attributes: { size: '3' } });
    expect((await take(files)).files.map(({ stored }) => stored)).toEqual([0, 0]);
  });
});
