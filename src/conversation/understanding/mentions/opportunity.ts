import { earliest, type Found } from '../../../language/earliest.ts';
import type { SaidAmount } from '../../../language/reading.ts';
import { readings } from '../../../language/readings.ts';
import {
  type OpportunityStage,
  openStages,
  opportunityStages,
  type ProductKind,
} from '../../../store/kinds.ts';
import { isQuestion, tells } from './statement.ts';
import { type Mentions, mentioned, type Step } from './step.ts';

const all = readings.flatMap(({ opportunities }) => opportunities ?? []);
const amounts = all.flatMap((reading) => reading.amounts);
const days = [
  ...readings.flatMap(({ dayAhead }) => dayAhead ?? []),
  ...all.flatMap(({ closing }) => closing),
];

/** The first product that a text names. */
export function productIn(text: string): Found<ProductKind> | undefined {
  return earliest(
    all.flatMap(({ products }) =>
      products.map(([product, pattern]) => ({ pattern, read: () => product })),
    ),
    text,
  );
}

/** How far a text says that something is: an end counts before all else. */
function stageIn(text: string): Found<OpportunityStage> | undefined {
  for (const stage of opportunityStages.toReversed().toSorted(endsFirst))
    for (const { stages } of all) {
      const finders = stages
        .filter(([name]) => name === stage)
        .map(([, pattern]) => ({ pattern, read: () => stage }));
      const found = earliest(finders, text);
      if (found !== undefined) return found;
    }
  return undefined;
}

const endsFirst = (a: OpportunityStage, b: OpportunityStage) =>
  Number(b === 'lost') - Number(a === 'lost');

/** An amount of money in a text, where it can be nothing else. */
export const amountIn = (text: string): Found<SaidAmount> | undefined => earliest(amounts, text);

/** A day by which something is to close, or the end of the month that is named. */
export const closingIn = (text: string): Found<string> | undefined => earliest(days, text);

/** The same behind words that say that it is one, as “closes in March”. */
export function closingBehindWords(text: string): Found<string> | undefined {
  for (const { closes } of all) {
    const said = closes.exec(text);
    if (said === null) continue;
    const from = said.index + said[0].length;
    const found = closingIn(text.slice(from));
    if (found === undefined || text.slice(from, from + found.start).trim() !== '') continue;
    return { ...found, start: said.index, end: from + found.end };
  }
  return undefined;
}

/**
 * What a note about a customer says of a product: that they want it, or that they declined it; undefined where it says
 * neither, or that they want to be rid of it.
 */
export function productInNote(
  note: string,
): { product: ProductKind; said: 'wanted' | 'declined' } | undefined {
  const found = productIn(note);
  if (found === undefined || all.some(({ ends }) => ends.test(note))) return undefined;
  const stage = stageIn(note)?.value;
  if (stage === 'lost') return { product: found.value, said: 'declined' };
  return stage !== 'won' && all.some(({ wants }) => wants.test(note))
    ? { product: found.value, said: 'wanted' }
    : undefined;
}

/** Marks what was found as the kind of argument that it is for, and adds its entity. */
const found = <T>(
  mentions: Mentions,
  at: Found<T> | undefined,
  kind: string,
  entity: (value: T) => Record<string, unknown>,
): Mentions => (at === undefined ? mentions : mentioned(mentions, entity(at.value), at, kind));

/**
 * What somebody tells of an opportunity, in words of their own: the product, how far it is, how much it is about, by when it is
 * to close and what comes next. Of a question and of a list, the product and the stage alone.
 */
export const opportunityTold: Step = (mentions) => {
  const { text } = mentions.marked;
  if (tells(text)) return mentions;
  const named = all.some((reading) => reading.named.test(text));
  const asks = isQuestion(text);
  const next = asks ? undefined : nextStepIn(text);
  const head = text.slice(0, next?.start);
  const product = productIn(head);
  const stage = stageIn(head);
  const told = asks ? openStages.find((open) => open === stage?.value) : stage;
  if (!named && (product === undefined || told === undefined)) return mentions;
  const step =
    next === undefined || (!named && stage === undefined)
      ? mentions
      : mentioned(mentions, { note: next.note }, { start: next.start, end: text.length }, 'note');
  if (asks)
    return withStage(
      found(step, product, 'product', (value) => ({ product: value })),
      openStages,
    );
  const closed = found(step, closingIn(step.marked.text), 'closing', (value) => ({
    closes: value,
  }));
  const amount = found(closed, amountIn(closed.marked.text), 'amount', entityOfAmount);
  const bare = 'amount' in amount.entities ? amount : withBareAmount(amount);
  const withProduct = found(bare, productIn(bare.marked.text), 'product', (value) => ({
    product: value,
  }));
  return ofOneTime(withStage(withProduct, opportunityStages));
};

/** What is over closes no more; what closes on a day to come is not over yet. */
function ofOneTime(mentions: Mentions): Mentions {
  const { closes, stage, ...others } = mentions.entities;
  if (closes === undefined || (stage !== 'won' && stage !== 'lost')) return mentions;
  return { ...mentions, entities: closes === '+0d' ? { ...others, stage } : { ...others, closes } };
}

/** An amount as it stands in an entity: a number, or a text with its currency. */
const entityOfAmount = ({ amount, unit }: SaidAmount) => ({
  amount: unit === undefined ? amount : `${amount} ${unit}`,
});

function withStage(mentions: Mentions, stages: readonly OpportunityStage[]): Mentions {
  const stage = stageIn(mentions.marked.text);
  return stage === undefined || !stages.includes(stage.value)
    ? mentions
    : found(mentions, stage, 'stage', (value) => ({ stage: value }));
}

/** A number beside the product is an amount where another may be the customer’s id, or where it is round. */
function withBareAmount(mentions: Mentions): Mentions {
  const { text } = mentions.marked;
  const product = productIn(text);
  if (product === undefined) return mentions;
  const shown = `${text.slice(0, product.start)}${'\uE000'.repeat(product.said.length)}${text.slice(product.end)}`;
  const at = earliest(
    all.flatMap(({ bareAmounts }) => bareAmounts),
    shown,
  );
  if (at === undefined) return mentions;
  const start = at.start + at.said.search(/\d[\d,.]*$/);
  const others = `${text.slice(0, start)} ${text.slice(at.end)}`;
  if (!/\d{2}/.test(others) && at.value.amount % 1000 !== 0) return mentions;
  return mentioned(mentions, entityOfAmount(at.value), { start, end: at.end }, 'amount');
}

/** What is to be done next, where a text says so at its end. */
function nextStepIn(text: string): { start: number; note: string } | undefined {
  for (const { nextStep, nextStepOf } of all) {
    const apart = nextStepOf.exec(text);
    const match = nextStep.exec(text);
    const found = match ?? apart;
    if (found === null) continue;
    const end = found.index + found[0].length;
    const note = text.slice(end).trim();
    if (note !== '') return { start: found === match ? found.index : end, note };
  }
  return undefined;
}
