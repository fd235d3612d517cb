import { todayIn } from '../../../language/today.ts';
import { type DueItem, dueItems } from '../../../store/actions/due-items.ts';
import { movesSince } from '../../../store/actions/follows.ts';
import type { DigestFilters } from '../../../store/digests/digest-filters.ts';
import { firstSteps } from '../../../store/playbooks/steps.ts';
import { atRiskIds, mostAtStake } from '../../../store/rankings/at-risk-customers.ts';
import type { ListFilters } from '../../../store/rankings/list-filters.ts';
import { heldTo, isHeld } from '../../arguments/filters.ts';
import { commandHeldTo } from '../../arguments/held-command.ts';
import type { CommandContext } from '../../command.ts';
import type { Reply } from '../../reply.ts';
import { riskReplyParts } from '../../wording/at-risk-list.ts';
import { customerName, customerTitle, monthsInWords } from '../../wording/customer-words.ts';
import { moveInWords } from '../../wording/followed-words.ts';
import { heldOutSentences } from '../../wording/held-out.ts';
import { dueItemDay, dueItemName } from '../../wording/history-words.ts';
import { noChurnModel } from '../../wording/no-churn-model.ts';
import type { Digest, DigestRequest } from '../digest.ts';
import { opened } from '../opening.ts';

const listed = 10;
const dueListed = 5;
const movesListed = 5;

/**
 * The customers who became at risk since the last digest, those with the most at stake first, with reason, buttons and
 * chart.
 */
export async function atRiskDigest(
  context: CommandContext,
  request: DigestRequest,
): Promise<Digest> {
  const { since, said = {}, found = {} } = request;
  const previous = since?.state.atRisk ?? null;
  const { store, scope, run, locale, say, format } = context;
  const { filters: held, whose } = heldTo(context, found);
  const only = isHeld(said) ? [say('at-risk-digest.only', { whose })] : [];
  const atRisk = await atRiskIds(store.db, scope, run.id, run.atRisk, held);
  const known = new Set(previous);
  const newlyAtRisk = atRisk.filter((id) => !known.has(id));
  const shown = await mostAtStake(store.db, scope, run.id, newlyAtRisk, listed);
  const due = await ownersAlone(context, since?.runId ?? context.run.id - 1, held);
  const state = { atRisk };
  const [first] = shown.customers;
  if (first === undefined) {
    const unknown = atRisk.length === 0 ? await noChurnModel(context) : undefined;
    const reply = quiet(context, atRisk.length, { only, said, unknown, due: due.lines });
    return {
      reply: opened(reply, request, context),
      seen: due.seen,
      nothingNew: since !== null && due.seen.length === 0,
      state,
    };
  }
  const ids = shown.customers.map(({ id }) => id);
  const steps = await firstSteps(store.db, scope, run.id, ids);
  const parts = riskReplyParts(shown.customers, context, {}, { steps });
  const more = newlyAtRisk.length - shown.customers.length;
  const figures = {
    customers: newlyAtRisk.length,
    atStake: format.money(shown.valueAtStake),
    first: customerName(first, locale),
  };
  const reply: Reply = {
    title: say('at-risk-digest.title'),
    summary:
      previous === null
        ? say('at-risk-digest.firstTime', {
            ...figures,
            threshold: format.percent(run.atRisk),
            within: monthsInWords(run.churnHorizonMonths, locale),
          })
        : say('at-risk-digest.sinceLast', figures),
    facts: [],
    ...parts,
    details: [
      ...only,
      ...(more > 0 ? [say('at-risk-digest.more', { more })] : []),
      ...(await heldOutSentences(context, shown.customers)),
      ...due.lines,
      ...(parts.details ?? []),
    ],
    actions: [
      ...parts.actions.slice(0, 3),
      { label: say('at-risk-digest.actions.wholeList'), command: commandHeldTo('at-risk', said) },
    ],
    visibility: 'channel',
  };
  return {
    reply: opened(reply, request, context),
    seen: [...ids, ...due.seen],
    nothingNew: false,
    state,
  };
}

function quiet(
  { run, say, format }: CommandContext,
  customers: number,
  {
    only,
    said,
    unknown,
    due,
  }: { only: string[]; said: DigestFilters; unknown: string | undefined; due: string[] },
): Reply {
  return {
    title: say('at-risk-digest.title'),
    summary: unknown ?? say('at-risk-digest.quiet', { customers }),
    facts: [],
    details: [...only, ...due, say('customer-words.asOf', { day: format.day(run.asOf) })],
    charts: [],
    actions: [
      { label: say('at-risk-digest.actions.atRisk'), command: commandHeldTo('at-risk', said) },
      { label: say('at-risk-digest.actions.book'), command: commandHeldTo('book', said) },
    ],
    visibility: 'channel',
  };
}

/** What a digest tells beside the customers newly at risk, in lines, and whom these show. */
type Told = { lines: string[]; seen: number[] };

const together = (first: Told, second: Told): Told => ({
  lines: [...first.lines, ...second.lines],
  seen: [...first.seen, ...second.seen],
});

/** What is told to the owner alone: where others read along, that there is something, and how to see it. */
async function ownersAlone(
  context: CommandContext,
  after: number,
  held: ListFilters,
): Promise<Told> {
  const told = together(await movedSince(context, after, held), await dueToday(context, held));
  return context.shared && told.lines.length > 0
    ? { lines: [context.say('at-risk-digest.toOwner')], seen: [] }
    : told;
}

/** What moved with the customers whom the owner follows. */
async function movedSince(
  context: CommandContext,
  after: number,
  filters: ListFilters,
): Promise<Told> {
  const { store, scope, run, principal, say } = context;
  const of = { managerId: principal.managerId, after, runId: run.id, filters };
  const moves = await movesSince(store.db, scope, of, movesListed);
  if (moves.length === 0) return { lines: [], seen: [] };
  return {
    lines: [say('followed.inDigest'), ...moves.map((move) => moveInWords(move, context))],
    seen: moves.map(({ customerId }) => customerId),
  };
}

/** What of the owner's is due by today, in lines, without what somebody noted of it. */
async function dueToday(context: CommandContext, filters: ListFilters): Promise<Told> {
  const { store, scope, run, principal, timezone, now, say } = context;
  const today = todayIn(timezone, now);
  const { items, count } = await dueItems(
    store.db,
    scope,
    { ownerId: principal.managerId, upTo: today, today, filters, runId: run.id },
    dueListed,
  );
  if (items.length === 0) return { lines: [], seen: [] };
  return {
    lines: [say('at-risk-digest.due', { count }), ...items.map((item) => dueLine(item, context))],
    seen: items.map(({ customerId }) => customerId),
  };
}

const dueLine = (item: DueItem, context: CommandContext): string =>
  context.say('at-risk-digest.dueItem', {
    customer: customerTitle(item, context.locale),
    what: dueItemName(item, context.say),
    due: dueItemDay(item, context),
  });
