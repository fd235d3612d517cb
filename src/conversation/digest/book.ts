import { todayIn } from '../../language/today.ts';
import { bookTotals } from '../../store/book/book-totals.ts';
import { type ToldTotals, toldTotals } from '../../store/digests/digest-state.ts';
import { heldTo } from '../arguments/filters.ts';
import type { CommandContext } from '../command-context.ts';
import { bookSummary } from '../commands/book-summary.ts';
import type { Reply } from '../reply.ts';
import { answerFirst } from '../wording/answer-words.ts';
import { worthOf } from '../wording/money-words.ts';
import { comparedRun } from './compared-run.ts';
import type { Digest, DigestRequest } from './digest.ts';
import { inOneLine, opened } from './opening.ts';

/**
 * What the book adds up to, as `book` says it, after what changed since the last digest. The owner's own work is not told
 * where others read along.
 */
export async function bookDigest(context: CommandContext, request: DigestRequest): Promise<Digest> {
  const { store, scope, run, timezone, now } = context;
  const { since, found = {} } = request;
  const { filters } = heldTo(context, found);
  const { reply, seen } = await bookSummary(context, found, { tasks: !context.shared });
  const totals = await bookTotals(store.db, scope, run.id, { atRisk: run.atRisk, filters });
  const before = await totalsBefore(context, request);
  const changes = before === undefined ? [] : changesOf(context, totals, before);
  const summary =
    before === undefined
      ? reply.summary
      : answerFirst(changesInWords(context, changes), reply.summary, context);
  const nothingNew = since !== null && changes.length === 0;
  const whole: Reply = { ...reply, summary, visibility: 'channel' };
  return {
    reply: opened(nothingNew ? inOneLine(whole) : whole, request, context),
    seen,
    nothingNew,
    state: { totals: toldTotals.parse(totals), toldOn: todayIn(timezone, now) },
  };
}

/** What it added up to as the last digest told it or, where that was not kept, by the run that is compared with. */
async function totalsBefore(
  context: CommandContext,
  { since, found = {} }: DigestRequest,
): Promise<ToldTotals | undefined> {
  if (since?.state.totals !== undefined) return since.state.totals;
  const earlier = await comparedRun(context, since);
  if (earlier === undefined) return undefined;
  const { store, scope } = context;
  const { filters } = heldTo(context, found);
  return bookTotals(store.db, scope, earlier.id, { atRisk: earlier.atRisk, filters });
}

function changesInWords({ say, format }: CommandContext, changes: readonly string[]): string {
  return changes.length === 0
    ? say('book-digest.same')
    : say('book-digest.changed', { changes: format.list(changes) });
}

const directionOf = (change: number) => (change > 0 ? ('up' as const) : ('down' as const));

/** What is different, each in a clause; what money is rounded to hides smaller changes. */
function changesOf(
  { say, format }: CommandContext,
  totals: ToldTotals,
  before: ToldTotals,
): string[] {
  const counted = (what: 'customers' | 'atRisk') => {
    const change = (totals[what] ?? 0) - (before[what] ?? 0);
    const known = totals[what] !== null && before[what] !== null;
    return !known || change === 0
      ? []
      : [
          say(`book-digest.changes.${what}`, {
            direction: directionOf(change),
            count: Math.abs(change),
          }),
        ];
  };
  const amount = (what: 'value' | 'valueAtStake', now: number | null, then: number | null) => {
    if (now === null || then === null || Math.round(now - then) === 0) return [];
    return [
      say(`book-digest.changes.${what}`, {
        direction: directionOf(now - then),
        amount: format.money(Math.abs(now - then)),
      }),
    ];
  };
  const [worth, was] = [worthOf(totals), worthOf(before)];
  return [
    ...counted('customers'),
    ...amount('value', worth.amount, worth.basis === was.basis ? was.amount : null),
    ...counted('atRisk'),
    ...amount('valueAtStake', totals.valueAtStake, before.valueAtStake),
  ];
}
