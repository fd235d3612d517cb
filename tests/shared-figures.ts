import { randomBytes } from 'node:crypto';
import Fastify from 'fastify';
import { expect } from 'vitest';
import { z } from 'zod';
import { createPeople } from '../src/access/people.ts';
import type { Linked } from '../src/access/principal.ts';
import { hashToken, tokenFrom } from '../src/access/token.ts';
import { api } from '../src/api/plugin.ts';
import { answerErrors } from '../src/api/request-errors.ts';
import { customerInSlashForm } from '../src/conversation/arguments/customer.ts';
import { createConversation } from '../src/conversation/create-conversation.ts';
import type { Reply } from '../src/conversation/reply.ts';
import { formatFor } from '../src/language/format.ts';
import type { Config } from '../src/settings/settings.ts';
import { tokenScopes } from '../src/store/kinds.ts';
import type { Store } from '../src/store/store.ts';
import { addToken } from '../src/store/tokens/api-tokens.ts';
import { unlimited } from './unlimited.ts';

/*
 * What any two answers both say of a customer, a book or a segment is the same figure. The listing of the REST API is what
 * everything else is held against, and is added up here by itself.
 */

const amount = z.number().nullable();
const figures = z.object({
  clv: z.number().nullable(),
  clvLow: z.number().nullable(),
  clvHigh: z.number().nullable(),
  valueIfStays: amount,
  cvs: z.number().nullable(),
  tier: z.enum(['high', 'medium', 'low']).nullable(),
  contribution12m: amount,
  expectedContribution: amount,
  balance: amount,
  churnProbability: amount,
  valueAtStake: amount,
});
const ranked = figures
  .pick({
    clv: true,
    valueIfStays: true,
    cvs: true,
    tier: true,
    contribution12m: true,
    churnProbability: true,
    valueAtStake: true,
  })
  .extend({ customer: z.string() });
type Ranked = z.infer<typeof ranked>;

const listed = figures
  .omit({ churnProbability: true, valueAtStake: true })
  .extend({ id: z.string(), stage: z.string(), segment: z.string().nullable() });
const predicted = z.object({ id: z.string(), churnProbability: amount, valueAtStake: amount });
const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
type Known = z.infer<typeof listed> & z.infer<typeof predicted>;

const totals = z.object({
  customers: z.number(),
  clv: z.number(),
  valueIfStays: amount,
  contribution12m: amount,
  balance: amount,
  balancesKnown: z.number(),
  churnProbability: amount,
  atRisk: amount,
  valueAtStake: amount,
});
type Totals = z.infer<typeof totals>;
const book = totals.extend({
  high: z.number(),
  medium: z.number(),
  low: z.number(),
  months: z.array(z.object({ contribution: z.number() })),
});
const atRiskList = z.object({
  customers: z.array(ranked),
  threshold: z.number(),
  atRisk: amount,
  totalAtStake: amount,
});
const breakdown = z.object({
  segments: z.array(totals.extend({ names: z.record(z.string(), z.string()).nullable() })),
});
const detail = totals
  .omit({ churnProbability: true })
  .extend({ meanChurnProbability: amount, meanClv: z.number() });

/**
 * Holds the figures that answers share against each other.
 * @param asked who asks, about how many customers one by one, and of how many they read the brief
 */
export async function expectSharedFigures(
  store: Store,
  config: Config,
  now: () => Date,
  asked: readonly { email: string; customers: number; briefs?: number }[],
): Promise<void> {
  const people = createPeople(store, now);
  const server = Fastify();
  answerErrors(server);
  await server.register(api, { store, config, people, limits: unlimited, now });
  const conversation = createConversation({ store, config, now });
  for (const { email, customers, briefs = 0 } of asked) {
    const principal = await people.byEmail(email);
    if (principal.kind !== 'linked') throw new Error(`The bank of this test has no ${email}.`);
    const token = tokenFrom(randomBytes(32));
    const { managerId } = principal;
    await addToken(store.db, {
      name: email,
      hash: hashToken(token),
      managerId,
      scopes: tokenScopes,
      createdAt: now(),
      expiresAt: null,
    });
    const listing = async <Item extends z.ZodType>(path: string, item: Item) => {
      const items: z.output<Item>[] = [];
      for (let next: string | null = ''; next !== null; ) {
        const response = await server.inject({
          url: `/api/${path}?limit=500${next === '' ? '' : `&cursor=${next}`}`,
          headers: { authorization: `Bearer ${token}` },
        });
        expect(response.statusCode).toBe(200);
        const page: z.output<ReturnType<typeof pageOf<Item>>> = pageOf(item).parse(response.json());
        items.push(...page.items);
        next = page.next;
      }
      return items;
    };
    const predictions = new Map(
      (await listing('predictions', predicted)).map((each) => [each.id, each]),
    );
    const all: Known[] = (await listing('values', listed)).map((each) => {
      const prediction = predictions.get(each.id);
      if (prediction === undefined) throw new Error(`No prediction is listed of ${each.id}.`);
      return { ...each, ...prediction };
    });
    expect(predictions.size).toBe(all.length);
    const ask = asking(conversation, principal);
    await compareAnswers(ask, all, customers);
    for (const each of spread(all, briefs)) await expectBrief(ask, each);
  }
  await server.close();
}

type Asked = { reply: Reply; data: Record<string, unknown> };
type Ask = (text: string) => Promise<Asked>;

function asking(conversation: ReturnType<typeof createConversation>, principal: Linked): Ask {
  return (text) =>
    conversation.answer({
      text: `/value ${text}`,
      principal,
      channel: 'web',
      address: String(principal.managerId),
      shared: false,
      locale: 'en',
    });
}

async function compareAnswers(ask: Ask, all: readonly Known[], most: number): Promise<void> {
  const byId = new Map(all.map((each) => [each.id, each]));
  const present = all.filter(({ stage }) => stage !== 'left');
  for (const each of all) expectCoherent(each);

  const risky = atRiskList.parse((await ask('at-risk 50')).data);
  const { threshold } = risky;
  expectBook(await bookOf(ask, 'book'), present, threshold);
  expectRanked(risky.customers, byId);
  expectAtRisk(risky, present);
  await expectTops(ask, present, byId);
  await expectSegments(ask, present, threshold);
  for (const tier of ['high', 'medium', 'low'] as const) {
    const some = present.filter((each) => each.tier === tier);
    if (some.length === 0) continue;
    expectBook(await bookOf(ask, `book tier=${tier}`), some, threshold);
    const list = atRiskList.parse((await ask(`at-risk 50 tier=${tier}`)).data);
    expectRanked(list.customers, byId);
    expectAtRisk(list, some);
  }
  const sample = spread(all, most);
  for (const each of sample) await expectCustomer(ask, each);
  for (let from = 0; from + 5 <= sample.length; from += 25) {
    const some = sample.slice(from, from + 5);
    const { data } = await ask(
      `compare ${some.map(({ id }) => customerInSlashForm(id)).join(' ')}`,
    );
    const compared = z.object({ customers: z.array(ranked) }).parse(data).customers;
    expectRanked(compared, byId);
  }
}

/** What holds of the figures of one customer. */
function expectCoherent(each: Known): void {
  const { clv, valueIfStays, churnProbability, valueAtStake, clvLow, clvHigh } = each;
  if (each.stage === 'left') {
    expect({ clv, valueIfStays, churnProbability, valueAtStake }).toEqual({
      clv: 0,
      valueIfStays: null,
      churnProbability: null,
      valueAtStake: null,
    });
    return;
  }
  if (clv === null || valueIfStays === null || clvLow === null || clvHigh === null) {
    throw new Error(`Customer ${each.id} is there and has no value.`);
  }
  expect(clvLow).toBeLessThanOrEqual(clv);
  expect(clvHigh).toBeGreaterThanOrEqual(clv);
  expect(valueAtStake === null).toBe(churnProbability === null);
  if (valueAtStake === null || churnProbability === null) return;
  expect(valueAtStake).toBeCloseTo(churnProbability * valueIfStays, 6);
  if (valueIfStays >= 0) expect(valueAtStake).toBeLessThanOrEqual(valueIfStays);
}

/** So many of a list, evenly from all of it. */
function spread<Item>(all: readonly Item[], most: number): Item[] {
  if (most === 0) return [];
  const stride = Math.max(1, Math.floor(all.length / most));
  return all.filter((_, i) => i % stride === 0).slice(0, most);
}

/** A brief says the figures of the listing, and every figure and step that it shares with the card as the card does. */
async function expectBrief(ask: Ask, known: Known): Promise<void> {
  const id = customerInSlashForm(known.id);
  const brief = await ask(`brief ${id}`);
  const card = await ask(`customer ${id}`);
  expect(figures.parse(brief.data)).toEqual(figures.parse(known));
  expect(brief.data).toMatchObject(card.data);
  expect(brief.reply.summary).toBe(card.reply.summary);
  const shown = new Map(card.reply.facts.map(({ label, value }) => [label, value]));
  const shared = brief.reply.facts.filter(
    ({ label }) => shown.has(label) && label !== 'Customer since',
  );
  expect(shared.length).toBeGreaterThanOrEqual(known.stage === 'left' ? 0 : 5);
  for (const { label, value } of shared) expect(value).toBe(shown.get(label));
  const raised = z.object({ raise: z.array(z.unknown()) }).parse(brief.data).raise;
  expect(raised).toHaveLength(known.stage === 'left' ? 1 : 3);
}

async function expectCustomer(ask: Ask, known: Known): Promise<void> {
  const id = customerInSlashForm(known.id);
  const { reply, data } = await ask(`customer ${id}`);
  const card = figures.parse(data);
  expect(card).toEqual(figures.parse(known));
  const why = z.object({ churnProbability: amount, valueIfStays: amount, valueAtStake: amount });
  expect(why.parse((await ask(`why ${id}`)).data)).toEqual(why.parse(known));
  const { currency, months } = z
    .object({ currency: z.string(), months: z.array(z.object({ contribution: z.number() })) })
    .parse(data);
  expectSum(
    card.contribution12m,
    months.map(({ contribution }) => contribution),
  );
  const format = formatFor('en', currency, 'UTC');
  const shown = new Map(reply.facts.map(({ label, value }) => [label, value]));
  expect(shown.get('Balance')).toBe(
    card.balance === null ? 'not recorded' : format.money(card.balance),
  );
  const { contributionMonths } = z.object({ contributionMonths: z.number() }).parse(data);
  const label = [...shown.keys()].find((each) => each.startsWith('Contribution, ')) ?? '';
  if (contributionMonths > 0) expect(label).toContain(String(contributionMonths));
  expect(shown.get(label)).toBe(
    card.contribution12m === null ? 'not recorded' : format.money(card.contribution12m),
  );
  if (known.stage === 'left') return;
  if (card.valueIfStays !== null && card.clv !== null) {
    const supposed = z
      .object({ today: z.number(), assumed: z.number() })
      .parse((await ask(`what-if ${id} margin=+0%`)).data);
    expect(supposed.today).toBeCloseTo(card.clv, 4);
    expect(supposed.assumed).toBeCloseTo(card.clv, 4);
    const staying = z
      .object({ assumed: z.number() })
      .parse((await ask(`what-if ${id} retention=100%`)).data);
    expect(Math.abs(staying.assumed - card.valueIfStays)).toBeLessThanOrEqual(
      1e-6 * Math.max(1, Math.abs(card.valueIfStays)),
    );
  }
}

function expectRanked(list: readonly Ranked[], known: ReadonlyMap<string, Known>): void {
  for (const each of list) {
    expect(each).toEqual({
      ...ranked.omit({ customer: true }).parse(known.get(each.customer)),
      customer: each.customer,
    });
  }
}

function expectAtRisk(list: z.infer<typeof atRiskList>, group: readonly Known[]): void {
  const sums = addUp(group, list.threshold);
  expect(list.atRisk).toBe(sums.atRisk);
  expectClose(list.totalAtStake, sums.valueAtStake);
  const stakes = list.customers.map(({ valueAtStake }) => Math.max(0, valueAtStake ?? 0));
  expect(stakes).toEqual([...stakes].sort((a, b) => b - a));
  if (sums.atRisk === null || sums.atRisk === 0) return;
  expect(list.customers).toHaveLength(Math.min(50, sums.atRisk));
  if (sums.atRisk <= 50) expectSum(list.totalAtStake, stakes);
}

async function expectTops(
  ask: Ask,
  present: readonly Known[],
  byId: ReadonlyMap<string, Known>,
): Promise<void> {
  const keys = {
    value: 'valueIfStays',
    clv: 'clv',
    cvs: 'cvs',
    contribution: 'contribution12m',
  } as const;
  for (const [by, key] of Object.entries(keys)) {
    const { data } = await ask(`top 50 by ${by}`);
    const { customers } = z.object({ customers: z.array(ranked) }).parse(data);
    expectRanked(customers, byId);
    const order = (each: Known) => each[key] ?? Number.NEGATIVE_INFINITY;
    const best = [...present].sort((a, b) => order(b) - order(a)).slice(0, 50);
    expect(customers.map((each) => each[key])).toEqual(best.map((each) => each[key]));
  }
}

async function expectSegments(
  ask: Ask,
  present: readonly Known[],
  threshold: number,
): Promise<void> {
  const { segments } = breakdown.parse((await ask('segments')).data);
  for (const segment of segments) {
    const name = segment.names?.en ?? null;
    const some = present.filter((each) => each.segment === name);
    expectTotals(segment, some, threshold);
    if (name === null) continue;
    expectBook(await bookOf(ask, `book segment="${name}"`), some, threshold);
    const alone = detail.parse((await ask(`segment "${name}"`)).data);
    expectTotals({ ...alone, churnProbability: alone.meanChurnProbability }, some, threshold);
    expect(alone.meanClv).toBeCloseTo(alone.clv / some.length, 6);
    expectAtRisk(atRiskList.parse((await ask(`at-risk 50 segment="${name}"`)).data), some);
  }
  expect(segments.reduce((sum, { customers }) => sum + customers, 0)).toBe(present.length);
}

async function bookOf(ask: Ask, text: string): Promise<z.infer<typeof book>> {
  return book.parse((await ask(text)).data);
}

function expectBook(found: z.infer<typeof book>, group: readonly Known[], threshold: number): void {
  expectTotals(found, group, threshold);
  for (const tier of ['high', 'medium', 'low'] as const) {
    expect(found[tier]).toBe(group.filter((each) => each.tier === tier).length);
  }
  expectSum(
    found.contribution12m,
    found.months.map(({ contribution }) => contribution),
  );
}

function expectTotals(found: Totals, group: readonly Known[], threshold: number): void {
  const sums = addUp(group, threshold);
  expect([found.customers, found.balancesKnown, found.atRisk]).toEqual([
    sums.customers,
    sums.balancesKnown,
    sums.atRisk,
  ]);
  for (const key of [
    'clv',
    'valueIfStays',
    'contribution12m',
    'balance',
    'churnProbability',
    'valueAtStake',
  ] as const) {
    expectClose(found[key], sums[key]);
  }
}

/** What a group adds up to, by hand: a sum over those of whom the figure is known, null where it is of nobody. */
function addUp(group: readonly Known[], threshold: number): Totals {
  const known = (
    key: 'clv' | 'valueIfStays' | 'contribution12m' | 'balance' | 'churnProbability',
  ) => group.flatMap((each) => (each[key] === null ? [] : [each[key]]));
  const sum = (values: readonly number[]) =>
    values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
  const chances = known('churnProbability');
  const predictable = chances.length > 0 || group.length === 0;
  const risky = group.filter(({ churnProbability: p }) => p !== null && p >= threshold);
  return {
    customers: group.length,
    clv: sum(known('clv')) ?? 0,
    valueIfStays: sum(known('valueIfStays')),
    contribution12m: sum(known('contribution12m')),
    balance: sum(known('balance')),
    balancesKnown: known('balance').length,
    churnProbability: chances.length === 0 ? null : (sum(chances) ?? 0) / chances.length,
    atRisk: predictable ? risky.length : null,
    valueAtStake: predictable
      ? risky.reduce((total, { valueAtStake }) => total + Math.max(0, valueAtStake ?? 0), 0)
      : null,
  };
}

function expectSum(total: number | null, parts: readonly number[]): void {
  expectClose(total, parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0));
}

/** A database may add up in another order. */
function expectClose(found: number | null, wanted: number | null): void {
  if (found === null || wanted === null) expect(found).toBe(wanted);
  else
    expect(Math.abs(found - wanted)).toBeLessThanOrEqual(
      1e-9 * Math.max(1, Math.abs(wanted)) + 1e-6,
    );
}
