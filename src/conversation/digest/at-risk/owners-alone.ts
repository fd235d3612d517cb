import { todayIn } from '../../../language/today.ts';
import { type DueItem, dueItems } from '../../../store/actions/due-items.ts';
import { type Move, movesSince } from '../../../store/actions/follows.ts';
import type { ListFilters } from '../../../store/rankings/list-filters.ts';
import type { CommandContext } from '../../command-context.ts';
import { customerTitle } from '../../wording/customer-words.ts';
import { moveInWords } from '../../wording/followed-words.ts';
import { dueItemDay, dueItemName } from '../../wording/history-words.ts';
import type { ToldBefore } from '../digest.ts';
import type { Section } from '../sections.ts';

const dueListed = 5;
const movesListed = 5;

/**
 * What is told to the owner alone: what moved with customers whom they follow, and their own work that is due. `isNew` says
 * whether any of it was not told before; `due`, how much is due; `hidden`, that there is something which is not shown where
 * others read along.
 */
export type OwnersAlone = { sections: Section[]; isNew: boolean; due: number; hidden: boolean };

/**
 * @param of.told the customers (ids of the store) of whom the digest says already whether they are at risk
 */
export async function ownersAlone(
  context: CommandContext,
  of: { since: ToldBefore | null; filters: ListFilters; told: ReadonlySet<number> },
): Promise<OwnersAlone> {
  const followed = await followedSection(context, of);
  const due = await dueSection(context, of);
  const sections = [followed, due.section];
  const some = sections.some(({ lines }) => lines.length > 0);
  if (context.shared) return { sections: [], isNew: false, due: 0, hidden: some };
  const isNew = followed.lines.length > 0 || due.isNew;
  return { sections, isNew, due: due.count, hidden: false };
}

async function followedSection(
  context: CommandContext,
  {
    since,
    filters,
    told,
  }: { since: ToldBefore | null; filters: ListFilters; told: ReadonlySet<number> },
): Promise<Section> {
  const { store, scope, run, principal, say } = context;
  const of = {
    managerId: principal.managerId,
    after: since?.runId ?? run.id - 1,
    runId: run.id,
    filters,
  };
  const moves = (await movesSince(store.db, scope, of, movesListed))
    .map((move) => (told.has(move.customerId) ? withoutRisk(move) : move))
    .filter(moved);
  return {
    heading: say('followed.inDigest'),
    lines: moves.map((move) => moveInWords(move, context)),
    seen: moves.map(({ customerId }) => customerId),
  };
}

const withoutRisk = (move: Move): Move => ({
  ...move,
  after: { ...move.after, atRisk: move.before.atRisk },
});

const moved = ({ before, after }: Move): boolean =>
  before.tier !== after.tier ||
  before.segment?.id !== after.segment?.id ||
  (after.atRisk !== null && before.atRisk !== after.atRisk);

/** What of the owner's is due by today, without what somebody noted of it. */
async function dueSection(
  context: CommandContext,
  { since, filters }: { since: ToldBefore | null; filters: ListFilters },
): Promise<{ section: Section; count: number; isNew: boolean }> {
  const { store, scope, run, principal, timezone, now, say } = context;
  const today = todayIn(timezone, now);
  const of = { ownerId: principal.managerId, upTo: today, today, filters, runId: run.id };
  const { items, count } = await dueItems(store.db, scope, of, dueListed);
  const toldOn = since?.state.toldOn;
  const before =
    toldOn === undefined
      ? 0
      : (await dueItems(store.db, scope, { ...of, upTo: toldOn, today: toldOn }, 1)).count;
  return {
    section: {
      heading: say('at-risk-digest.due', { count }),
      lines: items.map((item) => dueLine(item, context)),
      seen: items.map(({ customerId }) => customerId),
    },
    count,
    isNew: count > before,
  };
}

const dueLine = (item: DueItem, context: CommandContext): string =>
  context.say('at-risk-digest.dueItem', {
    customer: customerTitle(item, context.locale),
    what: dueItemName(item, context.say),
    due: dueItemDay(item, context),
  });
