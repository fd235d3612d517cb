import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ingest, readMapping } from '../../../src/ingest/ingest.ts';
import { churnCardShape } from '../../../src/scoring/churn/churn-card.ts';
import { churnWindows } from '../../../src/scoring/churn/churn-windows.ts';
import { predictHeldOut } from '../../../src/scoring/churn/held-out.ts';
import type { LearningBank } from '../../../src/scoring/history/snapshots.ts';
import { score } from '../../../src/scoring/run/valuation-run.ts';
import { attributeInWords, isOneOf } from '../../../src/settings/attribute-features.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import type { Store } from '../../../src/store/store.ts';
import { onThisThread } from '../../../src/valuation/churn/selection.ts';
import { rocAuc } from '../../../src/valuation/evaluation/metrics.ts';
import { seededRandom } from '../../../src/valuation/numeric/random.ts';
import { oneCustomer } from '../../banks/one-customer.ts';
import { commandLine } from '../../cli/command-line.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';
import { bankCustomers } from '../../valuation/churn/tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'labels-'));
afterAll(() => rmSync(folder, { recursive: true }));

const now = () => new Date('2026-01-05T12:00:00Z');
const config = readConfig('config/bellwether.yaml');
const ann = 'ann@bank.example';
const rows = 600;

/** Who has four products, or lives in the south and is not active, mostly left. */
function snapshot(): string {
  const random = seededRandom(7);
  const lines = Array.from({ length: rows }, (_, n) => {
    const products = 1 + Math.floor(random.next() * 4);
    const region = random.next() < 0.4 ? 'South' : 'North';
    const active = random.next() < 0.5 ? 1 : 0;
    const risk = products === 4 ? 0.8 : region === 'South' && active === 0 ? 0.6 : 0.05;
    const exited = random.next() < risk ? 1 : 0;
    const gender = random.next() < 0.5 ? 'F' : 'M';
    return [n + 1, `Name ${n + 1}`, products, region, active, gender, n % 12, exited].join(',');
  });
  return ['Id,Name,Products,Region,Active,Gender,Tenure,Exited', ...lines].join('\n');
}

const mapping = `
bank: { name: Bank, currency: EUR, timezone: Europe/Berlin }
files:
  churn:
    name: churn.csv
    into: customers
    label: { column: Exited, left: "1", stayed: "0", asOf: 2025-12-31 }
    fields:
      externalId: Id
      name: Name
      joinedOn: { column: Tenure, before: 2025-12-31, in: years }
    attributes:
      numberOfProducts: { column: Products, type: number }
      region: Region
      active: { column: Active, codes: { "1": yes, "0": no } }
      gender: Gender
      nickname: Name
`;

const answer = z.object({
  reply: z.object({
    summary: z.string(),
    facts: z.array(z.object({ label: z.string(), value: z.string() })),
    details: z.array(z.string()).default([]),
    table: z.object({ rows: z.array(z.array(z.string())) }).optional(),
  }),
  data: z.looseObject({}),
});

describe.each(storeKinds)('a file that says who had left, on %s', (kind) => {
  let store: Store;
  let run: ReturnType<typeof commandLine>;
  const ask = async (text: string, ...more: string[]) => {
    const { code, out, err } = await run('ask', text, '--as', ann, '--json', ...more);
    expect(code, err).toBe(0);
    return answer.parse(JSON.parse(out));
  };
  const card = async () => {
    const { data } = await ask('model churn');
    return z.object({ model: z.object({ card: churnCardShape }) }).parse(data).model.card;
  };
  const left = new Set<string>();

  beforeAll(async () => {
    store = await openTestStore(kind);
    run = commandLine(store, { now });
    const file = snapshot();
    for (const line of file.split('\n').slice(1)) {
      const cells = line.split(',');
      if (cells.at(-1) === '1') left.add(cells[0] ?? '');
    }
    writeFileSync(join(folder, 'churn.csv'), file);
    writeFileSync(join(folder, 'mapping.yaml'), mapping);
    const taken = await run(
      ...['ingest', '--mapping', join(folder, 'mapping.yaml'), join(folder, 'churn.csv')],
    );
    expect(taken.code, taken.err).toBe(0);
    const scored = await run('score');
    expect(scored.code, scored.err).toBe(0);
    expect(scored.out).toContain('labels of who had left by 31 December 2025');
    await run('user', 'link', ann, '--role', 'analyst');
  });
  afterAll(() => store.close());

  it('lists who may leave, and nobody who had left', async () => {
    const { data, reply } = await ask('who is about to leave');
    const listed = z
      .object({
        customers: z.array(z.object({ customer: z.string(), churnProbability: z.number() })),
      })
      .parse(data).customers;
    expect(listed.length).toBeGreaterThan(5);
    expect(listed.filter(({ customer }) => left.has(customer))).toEqual([]);
    for (const { churnProbability } of listed) expect(churnProbability).toBeLessThan(0.97);
    expect(reply.table?.rows.flat().join(' ')).toContain('Number of products: 4.');
  });

  it('gives the reasons in words, numbers and texts, in both languages', async () => {
    const { data } = await ask('who is about to leave');
    const [first] = z
      .object({ customers: z.array(z.object({ customer: z.string() })) })
      .parse(data).customers;
    const { reply } = await ask(`why ${first?.customer}`);
    expect(reply.details).toContain('Number of products: 4.');
    const chinese = await ask(`why ${first?.customer}`, '--locale', 'zh');
    expect(chinese.reply.details).toContain('Number of products：4。');
  });

  it('says on the card what the model learnt from, and how it was judged', async () => {
    const { reply } = await ask('model churn');
    expect(reply.facts).toContainEqual({
      label: 'Learned from',
      value: 'labels of who had left, as of 31 December 2025',
    });
    expect(reply.details.join(' ')).toContain('nickname (too many different texts)');
    expect(reply.details.join(' ')).toContain('validated by cross-validation');
    const { features, labelledOn, metrics, windows, drift } = await card();
    // What no model may know is not known by another name either.
    expect(features).toEqual([
      'tenure_months',
      'attributes.active',
      'attributes.numberOfProducts',
      'attributes.region',
    ]);
    expect(labelledOn).toBe('2025-12-31');
    expect(windows).toEqual([
      { from: '2025-12-31', to: '2025-12-31', customers: rows, leavers: left.size },
    ]);
    expect(metrics?.auc).toBeGreaterThan(0.75);
    expect(metrics?.auc).toBeLessThan(0.95);
    expect(metrics?.calibrationError).toBeLessThan(0.1);
    expect(drift).toBeNull();
  });

  it('answers what the model says of a made-up customer, and shows it as a tree', async () => {
    const made = await ask('value predict tenure_months=24');
    expect(
      z.object({ churnProbability: z.number() }).parse(made.data).churnProbability,
    ).toBeLessThan(0.5);
    expect(made.reply.details.join(' ')).toContain('region: North');
    expect((await ask('model tree')).reply.details.join(' ')).toContain('number of products');
  });

  it('carries on the next night with the same kind, judged anew', async () => {
    const before = await card();
    await score(store, { config, now });
    const after = await card();
    expect(after.selection).toEqual(before.selection);
    expect(after.metrics).toEqual(before.metrics);
  });

  it('learns from attributes alone in a run of a later day', async () => {
    const report = await score(store, { config, now, asOf: '2026-01-03' });
    expect(churnCardShape.parse(report.models.churn?.card)).toMatchObject({
      labelledOn: '2025-12-31',
      features: [
        'tenure_months',
        'attributes.active',
        'attributes.numberOfProducts',
        'attributes.region',
      ],
    });
  });

  it('does not know the labels before their day', async () => {
    await expect(score(store, { config, now, asOf: '2025-12-30' })).rejects.toThrow('begins');
  });
});

it('makes attributes features of every day of a bank with a history', () => {
  const [today] = oneCustomer.snapshots;
  const region = { name: 'attributes.region', kind: 'category' as const, levels: ['North'] };
  const bank: LearningBank = {
    ...oneCustomer,
    snapshots: [today, { ...today, day: '2024-03-31', dayNumber: today.dayNumber - 91 }],
    attributes: { columns: [{ ...region, values: Float64Array.of(0) }], tooManyValues: [] },
  };
  const [window] = churnWindows(bank, { definition: 'closed' }, []);
  expect(window?.dataset.columns).toContainEqual({ ...region, values: Float64Array.of(0) });
});

it('calls attributes by their names in plain words, and knows one by another word', () => {
  expect(
    ['numberOfProducts', 'NumOfProducts', 'credit_score', 'IBANs', '信用分'].map(attributeInWords),
  ).toEqual(['number of products', 'num of products', 'credit score', 'IBANs', '信用分']);
  expect(isOneOf('Gender', ['sex'])).toBe(true);
  expect(isOneOf('Customer_Age', ['age'])).toBe(true);
  expect(isOneOf('package', ['age'])).toBe(false);
});

it('tells customers by models that did not see their label', async () => {
  const random = seededRandom(3);
  const noise = (length: number) => Float64Array.from({ length }, () => random.next());
  const dataset = {
    rows: 800,
    columns: ['a', 'b', 'c'].map((name) => ({ name, kind: 'number' as const, values: noise(800) })),
  };
  const labels = Uint8Array.from(noise(800), (value) => (value < 0.2 ? 1 : 0));
  const { probability, contributions } = await predictHeldOut(
    'forest',
    { dataset, labels },
    { seed: 1 },
    onThisThread,
  );
  // Labels that are chance: a model that had seen them would rank almost all of them rightly.
  expect(Math.abs(rocAuc(labels, probability) - 0.5)).toBeLessThan(0.08);
  expect(contributions.length).toBe(800 * 3);
});

describe('the public table of 10,000 bank customers', () => {
  it('is learnt from as well as is published', {
    ...bankCustomers.needed,
    timeout: 120_000,
  }, async () => {
    const store = await openTestStore('pglite');
    writeFileSync(
      join(folder, 'public.yaml'),
      `
bank: { name: Bank, currency: EUR, timezone: Europe/Paris }
files:
  churn:
    name: Churn_Modelling.csv
    tables:
      - into: customers
        label: { column: Exited, left: "1", asOf: 2025-12-31 }
        fields:
          externalId: CustomerId
          sex: { column: Gender, codes: { Female: female, Male: male } }
          birthDate: { column: Age, before: 2025-12-31, in: years }
          joinedOn: { column: Tenure, before: 2025-12-31, in: years }
        attributes:
          creditScore: { column: CreditScore, type: number }
          country: Geography
          products: { column: NumOfProducts, type: number }
          card: HasCrCard
          active: IsActiveMember
          salary: { column: EstimatedSalary, type: number }
      - { into: holdings, fields: { customer: CustomerId, externalId: CustomerId, product: { value: current-account } } }
      - { into: balances, fields: { customer: CustomerId, holding: CustomerId, asOf: { value: 2025-12-31 }, amount: Balance } }
`,
    );
    await ingest(store, {
      mapping: readMapping(join(folder, 'public.yaml')),
      mappingName: 'public',
      paths: [bankCustomers.path],
      now,
    });
    const report = await score(store, {
      config: { ...config, churn: { ...config.churn, forbidden: [], model: 'boosting' } },
      now,
    });
    await store.close();
    const { metrics } = churnCardShape.parse(report.models.churn?.card);
    expect(metrics?.auc).toBeGreaterThan(0.86);
    expect(metrics?.calibrationError).toBeLessThan(0.02);
  });
});
