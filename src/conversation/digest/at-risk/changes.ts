import { todayIn } from '../../../language/today.ts';
import { type Claim, claimsAtRisk, putOffUntil } from '../../../store/actions/claims.ts';
import type { Move } from '../../../store/actions/follows.ts';
import { type BookTotals, bookTotals } from '../../../store/book/book-totals.ts';
import { mostInDigest } from '../../../store/digests/digest-settings.ts';
import { atRiskIds, atRiskTotals, mostAtStake } from '../../../store/rankings/at-risk-customers.ts';
import type { ListFilters } from '../../../store/rankings/list-filters.ts';
import { movedCustomers } from '../../../store/rankings/moved-customers.ts';
import { risenRisks, type Standing, standings } from '../../../store/rankings/risk-changes.ts';
import { type ValueGainedAndLost, valueMovers } from '../../../store/rankings/value-movers.ts';
import type { CommandContext, RunFacts } from '../../command-context.ts';
import { comparedRun } from '../compared-run.ts';
import type { ToldBefore } from '../digest.ts';
import { type Named, namedCustomers } from './named-customers.ts';

/** What is different from the last digest. Customers are by their ids of the store, money is in the bank's currency. */
export type RiskChanges = {
  /** everybody at risk now */
  atRisk: number[];
  totals: BookTotals;
  /** how many were at risk and the value at stake with them, as told then; null where that is not known */
  before: { atRisk: number; valueAtStake: number } | null;
  /** the earlier run that is compared with */
  earlier: RunFacts | undefined;
  newly: Set<number>;
  /** whose risk rose by a step while they were at risk, with the churn probability before */
  risen: ReadonlyMap<number, number>;
  /** the customers to name, of those newly at risk or at a higher risk */
  named: Named;
  /** what is at stake with everybody newly at risk */
  newlyAtStake: number;
  /** whom the reader put off till later: only a higher risk names them */
  putOff: ReadonlyMap<number, string>;
  recovered: Standing[];
  left: Standing[];
  moves: { moves: Move[]; customers: number };
  value: ValueGainedAndLost | null;
  claims: Claim[];
};

const movesListed = 5;

/**
 * Compares what the last digest told with the newest run, within the scope and the filters.
 * @param atMost how many customers are named at most
 */
export async function riskChanges(
  context: CommandContext,
  since: ToldBefore | null,
  filters: ListFilters,
  atMost: number = mostInDigest,
): Promise<RiskChanges> {
  const { store, scope, run, config } = context;
  const { db } = store;
  const earlier = await comparedRun(context, since);
  const atRisk = await atRiskIds(db, scope, run.id, run.atRisk, filters);
  const wereAtRisk =
    (await idsBefore(context, { since, earlier, filters })) ??
    // Of the same run it is known what the last digest told.
    (since?.runId === run.id ? atRisk : null);
  const known = new Set(wereAtRisk);
  const step = config.digests.riskStep;
  const risen =
    earlier === undefined
      ? new Map<number, number>()
      : await risenRisks(db, scope, { now: run, earlier, step, filters });
  const newly = new Set(atRisk.filter((id) => !known.has(id)));
  const worse = new Map([...risen].filter(([id]) => known.has(id)));
  const putOff = await putOffByReader(context, [...newly]);
  const toName = atRisk.filter((id) => (newly.has(id) && !putOff.has(id)) || worse.has(id));
  // One more than are named: the threshold is set between them.
  const most = await mostAtStake(db, scope, run.id, toName, atMost + 1);
  const stillAtRisk = new Set(atRisk);
  const fallen = await standings(
    db,
    scope,
    { now: run, earlier: earlier?.id ?? null, filters },
    (wereAtRisk ?? []).filter((id) => !stillAtRisk.has(id)),
  );
  const compared =
    earlier === undefined ? undefined : { now: run.id, earlier: earlier.id, filters };
  return {
    atRisk,
    totals: await bookTotals(db, scope, run.id, { atRisk: run.atRisk, filters }),
    before: await totalsBefore(context, { since, earlier, filters }),
    earlier,
    newly,
    risen: worse,
    named: namedCustomers(most.customers, toName.length, config.digests.leastAtStake, atMost),
    newlyAtStake: (await mostAtStake(db, scope, run.id, [...newly], 1)).valueAtStake,
    putOff,
    recovered: fallen.filter(({ state }) => state === 'recovered'),
    left: fallen.filter(({ state }) => state === 'left'),
    moves:
      compared === undefined
        ? { moves: [], customers: 0 }
        : await movedCustomers(db, scope, compared, movesListed),
    value: compared === undefined ? null : await valueMovers(db, scope, compared, 0),
    claims: await claimsAtRisk(db, scope, { now: run, filters }),
  };
}

type Before = {
  since: ToldBefore | null;
  earlier: RunFacts | undefined;
  filters: ListFilters;
};

/** Who was at risk as it was told then or, where that was not kept, as the run then has it; null before the first digest. */
async function idsBefore(
  { store, scope }: CommandContext,
  { since, earlier, filters }: Before,
): Promise<number[] | null> {
  if (since?.state.atRisk !== undefined) return since.state.atRisk;
  return earlier === undefined
    ? null
    : atRiskIds(store.db, scope, earlier.id, earlier.atRisk, filters);
}

async function totalsBefore(
  { store, scope }: CommandContext,
  { since, earlier, filters }: Before,
): Promise<RiskChanges['before']> {
  const told = since?.state.totals;
  const { atRisk, valueAtStake } =
    told ??
    (earlier === undefined || earlier.id !== since?.runId
      ? { atRisk: null, valueAtStake: null }
      : await atRiskTotals(store.db, scope, earlier.id, { atRisk: earlier.atRisk, filters }));
  return atRisk === null || valueAtStake === null ? null : { atRisk, valueAtStake };
}

/** Whom the reader put off till later; where others read along, that is nobody's business. */
function putOffByReader(
  { store, scope, shared, principal, timezone, now }: CommandContext,
  ids: readonly number[],
): Promise<Map<number, string>> {
  if (shared) return Promise.resolve(new Map());
  const today = todayIn(timezone, now);
  return putOffUntil(store.db, scope, { ownerId: principal.managerId, today }, ids);
}
