import { todayIn } from '../../language/today.ts';
import { claimsAtRisk } from '../../store/actions/claims.ts';
import {
  type Crossed,
  crossedSince,
  customersAbove,
  noteCrossings,
} from '../../store/digests/crossings.ts';
import { mostInDigest, type Passing } from '../../store/digests/digest-settings.ts';
import { heldTo, isHeld } from '../arguments/filters.ts';
import { commandHeldTo } from '../arguments/held-command.ts';
import type { CommandContext } from '../command-context.ts';
import type { Reply } from '../reply.ts';
import { churnInWords } from '../wording/churn-words.ts';
import { customerName, monthsInWords } from '../wording/customer-words.ts';
import { heldOutSentences } from '../wording/held-out.ts';
import { noChurnModel } from '../wording/no-churn-model.ts';
import { customerRows } from './at-risk/customer-rows.ts';
import type { Digest, DigestRequest } from './digest.ts';
import { dayOfFigures, inOneLine, opened } from './opening.ts';

/**
 * Who passed a churn probability since the last digest, once each time that they do, those with the most at stake first. Where
 * somebody only looks at one, who is above it now.
 * @throws Error for a digest without a threshold
 */
export async function thresholdDigest(
  context: CommandContext,
  request: DigestRequest,
): Promise<Digest> {
  const { store, scope, run, say, format, timezone, now } = context;
  const { since, said = {}, found = {}, settings = {}, digestId } = request;
  const { passing, atMost = mostInDigest } = settings;
  if (passing === undefined) throw new Error('A threshold digest has no threshold.');
  const { filters, whose } = heldTo(context, found);
  if (digestId !== undefined)
    // Before it goes out: who passed it by this very run is told of once it is noted.
    await store.db.transaction((tx) =>
      noteCrossings(tx, scope, { digestId, runId: run.id, passing, said, filters }),
    );
  const above = await customersAbove(
    store.db,
    scope,
    { runId: run.id, passing, filters },
    digestId === undefined ? atMost : 1,
  );
  const told =
    digestId === undefined
      ? { ...above, customers: above.customers.map((each): Crossed => ({ ...each, above: true })) }
      : await crossedSince(
          store.db,
          scope,
          { digestId, now: run.id, told: since?.runId ?? null },
          atMost,
        );
  const { customers, count } = told;
  const claims = await claimsAtRisk(store.db, scope, { now: run, filters });
  const { team, ...rows } =
    customers.length === 0
      ? { charts: [] }
      : await customerRows(context, { customers, risks: fallen(customers, context), claims });
  const whole: Reply = {
    title: say('threshold-digest.title', { risk: format.percent(passing.risk) }),
    summary: await summary(context, passing, { ...told, crossed: digestId !== undefined }),
    facts: [],
    ...rows,
    details: [
      ...(isHeld(said) ? [say('at-risk-digest.only', { whose })] : []),
      ...(count > customers.length
        ? [say('threshold-digest.more', { count: count - customers.length })]
        : []),
      ...(digestId === undefined || above.count === 0
        ? []
        : [say('threshold-digest.above', { count: above.count })]),
      ...(await heldOutSentences(context, customers)),
      ...dayOfFigures(request, context),
    ],
    actions: [
      { label: say('at-risk-digest.actions.book'), command: commandHeldTo('book', said) },
      { label: say('at-risk-digest.actions.wholeList'), command: commandHeldTo('at-risk', said) },
    ],
    visibility: 'channel',
  };
  const nothingNew = customers.length === 0;
  return {
    reply: opened(nothingNew ? inOneLine(whole) : whole, request, context),
    seen: customers.map(({ id }) => id),
    nothingNew,
    state: { toldOn: todayIn(timezone, now) },
    ...(team === undefined ? {} : { team }),
  };
}

/** Of those who are below the threshold again, that they are. */
const fallen = (
  customers: readonly Crossed[],
  { say, format, locale }: CommandContext,
): Map<number, string> =>
  new Map(
    customers.flatMap(({ above, ...customer }) => {
      if (above) return [];
      const risk = churnInWords(customer, format, locale, 'short');
      return [[customer.id, say('threshold-digest.fallen', { risk })]];
    }),
  );

async function summary(
  context: CommandContext,
  passing: Passing,
  { customers: [first], count, crossed }: { customers: Crossed[]; count: number; crossed: boolean },
): Promise<string> {
  const { say, format, locale, run } = context;
  const unknown = count === 0 ? await noChurnModel(context) : undefined;
  if (unknown !== undefined) return unknown;
  return say(crossed ? 'threshold-digest.passed' : 'threshold-digest.now', {
    customers: count,
    risk: format.percent(passing.risk),
    worth: passing.worth === undefined ? 'any' : format.money(passing.worth),
    first: first === undefined ? '' : customerName(first, locale),
    within: monthsInWords(run.churnHorizonMonths, locale),
  });
}
