import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Locale } from '../../../src/language/locale.ts';
import { type Config, readConfig } from '../../../src/settings/settings.ts';
import { accessLog, customers } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers, now } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const section = `
risk:
  purpose: Monitoring of loans that are already granted.
  default: { variable: default, state: 'yes' }
  priorCases: 10
  variables:
    rating:
      name: { en: rating, zh: 评级 }
      states: [A, B, C]
      table: [[0.6, 0.3, 0.1]]
      from: { attribute: rating }
    cushion:
      states: [thin, ample]
      table: [[0.5, 0.5]]
      from: { figure: balance, upTo: [1000] }
    default:
      states: ['yes', 'no']
      dependsOn: [rating]
      table:
        - [0.02, 0.98]
        - [0.05, 0.95]
        - [0.1, 0.9]
`;
const folder = mkdtempSync(join(tmpdir(), 'risk-'));
afterAll(() => rmSync(folder, { recursive: true }));

function configWith(text: string): Config {
  const file = join(folder, 'bellwether.yaml');
  writeFileSync(file, readFileSync('config/bellwether.yaml', 'utf8') + text);
  return readConfig(file);
}

describe.each(storeKinds)('the risk of default, on %s', (kind) => {
  let store: Store;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    await rate('1042', { rating: 'B' });
  });
  afterAll(() => store.close());

  const rate = (externalId: string, attributes: Record<string, string>) =>
    store.db.update(customers).set({ attributes }).where(eq(customers.externalId, externalId));
  const ask = (
    text: string,
    by: Config,
    {
      locale = 'en',
      principal = people.prague,
    }: { locale?: Locale; principal?: typeof people.prague } = {},
  ) =>
    createConversation({ store, config: by, now, log: { error: () => {} } }).answer({
      text,
      principal,
      channel: 'web',
      address: 'here',
      shared: false,
      locale,
    });
  const looks = async () =>
    (await store.db.select().from(accessLog)).filter(
      ({ intent, customerIds }) => intent === 'customer.risk' && customerIds.length > 0,
    ).length;

  it('is off unless a purpose is stated, and says why and how to turn it on', async () => {
    const { intent, reply, data } = await ask('how likely is 1042 to default?', config);
    expect(intent).toBe('customer.risk');
    expect(reply.summary).toMatch(/regulated use.*operator turns it on/);
    expect(data).toEqual({ customer: '1042', probabilityOfDefault: null, evidence: {} });
    expect(await looks()).toBe(1);
  });

  it('rests on what is known, says what would change it, and is noted in the access log', async () => {
    const on = configWith(section);
    const { data, reply } = await ask('how likely is 1042 to default?', on);
    expect(data.probabilityOfDefault).toBeCloseTo(0.05, 12);
    expect(data.ofTheBank).toBeCloseTo(0.037, 12);
    expect(data.evidence).toEqual({ rating: 'B', cushion: expect.any(String) });
    expect(data.changes).toEqual(
      expect.arrayContaining([
        { variable: 'rating', state: 'C', probability: expect.closeTo(0.1, 12) },
        { variable: 'rating', state: 'A', probability: expect.closeTo(0.02, 12) },
      ]),
    );
    expect(reply.details?.[0]).toBe('It would be 10% with rating: C.');
    expect(reply.details?.join(' ')).toMatch(/Stated purpose: Monitoring of loans/);
    expect(reply.charts).toHaveLength(1);
    expect(await looks()).toBe(2);
    const zh = await ask('1042的违约概率是多少？', on, { locale: 'zh' });
    expect(zh.reply.summary).toMatch(/违约概率为5%|违约概率为5\.0%/);
  });

  it('is that of any customer where nothing is known', async () => {
    const { data, reply } = await ask('risk 1065', configWith(section));
    expect(data).toMatchObject({ evidence: {}, missing: ['rating', 'cushion'] });
    expect(data.probabilityOfDefault).toBeCloseTo(0.037, 12);
    expect(reply.details?.[0]).toBe('Not known: rating and cushion.');
  });

  it('learns from the bank’s own cases, but not from the customer’s own label', async () => {
    const learning = configWith(`${section}      from: { attribute: defaulted }\n`);
    for (const id of ['1060', '1063', '1064', '1066', '1067'])
      await rate(id, { rating: 'B', defaulted: 'yes' });
    await rate('1042', { rating: 'B', defaulted: 'no' });
    const { data } = await ask('risk 1042', learning, { principal: people.analyst });
    // Six cases of rating B, five of which defaulted, beside ten that the table is worth.
    expect(data.cases).toBe(6);
    expect(data.probabilityOfDefault).toBeCloseTo((5 + 10 * 0.05) / 16, 12);
    expect(data.evidence).not.toHaveProperty('default');
    expect(data.asConfigured).toBe(0);
    // To Brno's manager, whose customer has no rating, six cases are few enough to be told apart.
    await rate('1055', { rating: 'B', defaulted: 'no' });
    const few = await ask('risk 1055', learning, { principal: people.brno });
    expect(few.data).toMatchObject({ probabilityOfDefault: expect.closeTo(0.05, 12) });
    expect(few.data.asConfigured).toBe(2);
    expect(few.reply.details?.join(' ')).toContain('fewer than ten cases');
    const zh = await ask('risk 1055', learning, { principal: people.brno, locale: 'zh' });
    expect(zh.reply.details?.join(' ')).toContain('不足十个案例');
  });

  it('holds to the asker’s book', async () => {
    const { data } = await ask('risk 1055', configWith(section));
    expect(data.probabilityOfDefault).toBeUndefined();
  });
});

describe('the section of the config', () => {
  const lineOf = (text: string) =>
    readFileSync('config/bellwether.yaml', 'utf8').split('\n').length -
    1 +
    section.split('\n').findIndex((line) => line.includes(text)) +
    1;

  it.each([
    ['[0.05, 0.95]', '[0.05, 0.9]', /Row 2 of the table of default adds up to 0\.95/],
    ['dependsOn: [rating]', 'dependsOn: [income]', /default depends on income, which is not there/],
    ['dependsOn: [rating]', 'dependsOn: [default]', /default depends on default/],
    [
      "default: { variable: default, state: 'yes' }",
      'default: { variable: default, state: maybe }',
      /no state maybe; it has yes, no/,
    ],
    ['upTo: [1000]', 'upTo: [1000, 2000]', /cushion has 2 states: give 1 ascending/],
    [
      'purpose: Monitoring of loans that are already granted.',
      'purpose: Loans',
      /state in a sentence/,
    ],
  ])('refuses %s as %s, by its line', (right, wrong, why) => {
    const read = () => configWith(section.replace(right, wrong));
    expect(read).toThrow(why);
    expect(read).toThrow(new RegExp(`line ${lineOf(right)}, risk\\.`));
  });
});
