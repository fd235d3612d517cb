import { normalise } from '../../../../language/fold.ts';
import type { Remembered, RememberedCustomer } from '../remembered.ts';
import { asksBack } from './choices.ts';
import type { Label, LabelledTurn } from './conversations.ts';
import { taughtBank } from './taught-bank.ts';

/*
 * What is remembered of each turn of the conversations which teach: their bank has 40 customers, the even ones of Prague and
 * Petra's, the odd ones of Brno and Bruno's.
 */

/** A name of a segment as labels have it, the first of its names; anything else as it is. */
export const asLabelled = (said: unknown): unknown => {
  const names = taughtBank.segments.find((each) =>
    Object.values(each).some((name) => name === said),
  );
  return names === undefined ? said : Object.values(names)[0];
};

const called = new Map(Object.entries(taughtBank.customers));
const first = 1024;
const count = 40;

type Taught = RememberedCustomer & { manager: string; segment: string };

const customers: readonly Taught[] = Array.from({ length: count }, (_, at) => {
  const externalId = String(first + at);
  const isEven = at % 2 === 0;
  return {
    externalId,
    name: called.get(externalId) ?? null,
    branch: isEven ? 'Prague' : 'Brno',
    manager: isEven ? 'Petra Silná' : 'Bruno Malý',
    tier: at % 3 === 0 ? 'high' : 'low',
    segment: at % 4 === 0 ? 'Dormant savers' : 'Loyal savers',
    clv: 1234 - 10 * at,
    churnProbability: 0.92 - at / 100,
  };
});
const byId = new Map(customers.map((each) => [each.externalId, each]));

/** The id of whom a text of the conversations names. */
export const taughtId = (said: string): string =>
  [...called].find(([, name]) => normalise(name) === normalise(said))?.[0] ?? said;

/** The rows of the list last shown, and the place of its first. */
type Shown = { rows: readonly string[]; from: number };

const inLists = new Set(['ranking.top', 'ranking.atRisk', 'tasks', 'pipeline']);
const numeric = new Set(['limit', 'from', 'horizonMonths', 'digest']);
/** What is no part of a question as it is remembered. */
const unkept = new Set(['export', 'schedule', 'customer']);
const usualPage = 10;

/** A turn to learn from: the line, what was remembered before it, and what it is to be understood as. */
export type TaughtTurn = {
  text: string;
  label: Label;
  remembered: readonly Remembered[];
  /** ids of the customers it is about */
  customers: readonly string[];
};

/** The turns of a conversation after its first, each with what was remembered then. */
export function taughtTurns(turns: readonly LabelledTurn[]): TaughtTurn[] {
  let remembered: Remembered[] = [];
  let list: Shown = { rows: [], from: 1 };
  return turns.flatMap(({ text, label }, at) => {
    const ids = idsOf(label, list);
    const turn = { text: quoted(text), label, remembered, customers: ids };
    const answer = answerTo(label, ids);
    if (answer !== undefined) remembered = [answer, ...remembered].slice(0, 10);
    if (answer?.page) {
      const rows = answer.customers.flatMap((each) => each?.externalId ?? []);
      list = { rows, from: answer.page.from };
    }
    return at === 0 ? [] : [turn];
  });
}

/** A line with the names in it in quotation marks, as it is read once they were looked up. */
function quoted(text: string): string {
  if (/["“”„«»「」『』]/.test(text)) return text;
  return [...called.values()].reduce((line, name) => {
    const at = line.toLowerCase().indexOf(name.toLowerCase());
    const end = at + name.length;
    return at < 0 ? line : `${line.slice(0, at)}"${line.slice(at, end)}"${line.slice(end)}`;
  }, text);
}

/** Whom a label is about; a place of a list is counted from the first row of all, or of the page. */
const idsOf = ({ entities: { customer } }: Label, { rows, from }: Shown): string[] =>
  (customer?.split('+') ?? []).map((each) => {
    if (!each.startsWith('#')) return taughtId(each);
    const place = Number(each.slice(1));
    return rows[place - from] ?? rows[place - 1] ?? each;
  });

function answerTo({ intent, entities }: Label, ids: readonly string[]): Remembered | undefined {
  if (intent === asksBack || intent === 'unknown' || intent === 'help') return undefined;
  const held = Object.fromEntries(
    Object.entries(entities)
      .filter(([key]) => !unkept.has(key))
      .map(([key, value]) => [key, numeric.has(key) ? Number(value) : value]),
  );
  if (!inLists.has(intent)) {
    const about = ids.map((id) => byId.get(id) ?? { externalId: id, name: null });
    const customer =
      ids.length > 1 ? { customer: ids } : ids.length === 1 ? { customer: ids[0] } : {};
    return { intent, entities: { ...held, ...customer }, customers: about, page: null };
  }
  const { branch, segment, tier, manager, from = '1', limit = String(usualPage) } = entities;
  const has = (tier: string | undefined) => customers.some((each) => each.tier === tier);
  const rows = customers.filter(
    (each) =>
      (branch === undefined || each.branch === branch) &&
      (segment === undefined || each.segment === segment) &&
      (!has(tier) || each.tier === tier) &&
      (manager === undefined || manager === 'me' || each.manager === manager),
  );
  const start = Number(from) - 1;
  const shown = rows.slice(start, start + Number(limit));
  return {
    intent,
    entities: held,
    customers: shown,
    page: {
      from: Number(from),
      limit: Number(limit),
      isMore: rows.length > start + Number(limit),
    },
  };
}
