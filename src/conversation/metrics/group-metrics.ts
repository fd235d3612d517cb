import { monthsBefore } from '../../scoring/history/calendar.ts';
import type { Config } from '../../settings/settings.ts';
import {
  type GroupFigures,
  groupFigures,
  groupMonths,
  leaversSinceRun,
  type MetricsPeriod,
} from '../../store/metrics/group-figures.ts';
import { customersInFewGroups } from '../../store/metrics/small-group-customers.ts';
import { surveyAnswers, surveyTotals } from '../../store/metrics/survey-answers.ts';
import type { ListFilters } from '../../store/rankings/list-filters.ts';
import type { Scope } from '../../store/scope.ts';
import type { Store } from '../../store/store.ts';
import { churnRate, contributionRate } from '../../valuation/index.ts';
import type { CommandContext } from '../command-context.ts';
import { fewest, groupsApart, mayBeTold } from '../small-groups.ts';
import { type AcquisitionMetrics, acquisitionOf } from './acquisition.ts';
import { type CashFlowValues, cashFlowValues } from './cash-flow-values.ts';
import { type SatisfactionMetrics, satisfactionOf } from './satisfaction-metrics.ts';

/** Who left in a period, of those who were there at its start. `from` is the last day before it. */
export type ChurnPeriod = { from: string; to: string; atStart: number; leavers: number };

/** The rates of a group of customers; null is unknown. */
export type GroupRates = {
  customers: number;
  contribution12m: number | null;
  contributionRate: number | null;
  repurchaseRate: number | null;
  productRepurchaseRate: number | null;
  satisfaction: number | null;
  /** of whom satisfaction is known */
  respondents: number;
  /** of these, those of whom it is estimated from what they wrote */
  estimated: number;
};

/** The metrics of the customers of a scope, held to filters, over the year up to a run's as-of date. */
export type Metrics = GroupRates & {
  from: string;
  asOf: string;
  churnRate: number | null;
  churn: ChurnPeriod | null;
  survey: SatisfactionMetrics;
  acquisition: AcquisitionMetrics | null;
  values: CashFlowValues | null;
  /** the same of the whole bank; null where it is the same, or where too few others are in it to be told of */
  bank: { customers: number; churnRate: number | null; satisfaction: number | null } | null;
  segments: (GroupRates & { id: number | null; names: Readonly<Record<string, string>> | null })[];
  branches: (GroupRates & {
    branch: string | null;
    names: Readonly<Record<string, string>> | null;
    churnRate: number | null;
  })[];
};

const year = 12;

/**
 * Works out the metrics that `docs/valuation.md` defines. Every figure is of the customers of the scope; of the whole bank,
 * only what its customers beyond the scope are many enough for, whatever the filters.
 *
 * @returns the metrics, and for the access log the customers who are so few in a group that its figures tell of each
 */
export async function groupMetrics(
  context: Pick<CommandContext, 'run' | 'scope'> & { store: Store; config: Config },
  filters: ListFilters,
): Promise<{ metrics: Metrics; seen: number[] }> {
  const { store, scope, run, config } = context;
  const { db } = store;
  const from = monthsBefore(run.asOf, year);
  const period = { from, dormantDays: run.dormantDays };
  const found = await groupFigures(db, scope, run.id, { filters, period });
  // Whoever sees groups alone is told of none of few.
  const groups = scope.kind === 'groups' ? withoutFew(found) : found;
  const everybody: Scope = { kind: 'all' };
  const [bank] = await groupFigures(store.bankWide, everybody, run.id, { filters: {}, period });
  const own = groups.find(({ by }) => by === 'all');
  if (own === undefined || bank === undefined) throw new Error('A sum gave no row.');
  const told = await toldOfBank(context, { groups, filters, period }, bank);
  const bankTotal = told.contribution12m ? bank.contribution12m : null;
  const churn = await churnOf(db, scope, run, { filters, from, own });
  const rate = churn === null ? null : known(churnRate(churn.leavers, churn.atStart));
  const months = await groupMonths(db, scope, run.id, { months: 2 * year, filters });
  const metrics: Metrics = {
    from,
    asOf: run.asOf,
    ...ratesOf(own, bankTotal),
    churnRate: rate,
    churn,
    survey: satisfactionOf(
      await surveyAnswers(db, scope, run.id, { filters, from }),
      await surveyTotals(db, scope, run.id, { filters, from }),
      config.metrics.questionWeights,
    ),
    acquisition: acquisitionOf(
      config.metrics.acquisitionSpend,
      told.joined ? bank.joined : null,
      own,
    ),
    values: cashFlowValues(months, {
      ...config.valuation.clv,
      own,
      costPerTransaction: config.valuation.contribution.cost.perTransaction,
      churnRate: churn?.from === from ? rate : null,
    }),
    bank:
      bank.customers === own.customers || !told.customers
        ? null
        : {
            customers: bank.customers,
            churnRate: told.atStart ? known(churnRate(bank.leavers, bank.atStart)) : null,
            satisfaction: told.respondents ? bank.satisfaction : null,
          },
    segments: groups
      .filter(({ by, customers }) => by === 'segment' && customers > 0)
      .map((each) => ({ id: each.id, names: each.names, ...ratesOf(each, bankTotal) })),
    branches: groups
      .filter(({ by, customers }) => by === 'branch' && customers > 0)
      .map((each) => ({
        branch: each.name,
        names: each.names,
        ...ratesOf(each, bankTotal),
        churnRate: isOfNow(filters) ? null : known(churnRate(each.leavers, each.atStart)),
      })),
  };
  const few = groups.filter(({ customers }) => customers > 0 && customers < fewest);
  return { metrics, seen: await customersInFewGroups(db, scope, run.id, { filters, groups: few }) };
}

/** Groups without those of few; the whole is among them whatever it is of. */
function withoutFew(groups: GroupFigures[]): GroupFigures[] {
  const told = (['segment', 'branch'] as const).flatMap(
    (each) =>
      groupsApart(
        groups.filter(({ by }) => by === each),
        ({ customers }) => customers,
      ).told,
  );
  return [...groups.filter(({ by }) => by === 'all'), ...told];
}

/** Which figures of the whole bank may be told: those whose customers beyond the scope are none or many. */
async function toldOfBank(
  { run, scope, store }: Pick<CommandContext, 'run' | 'scope'> & { store: Store },
  {
    groups,
    filters,
    period,
  }: { groups: GroupFigures[]; filters: ListFilters; period: MetricsPeriod },
  bank: GroupFigures,
) {
  const unfiltered =
    Object.keys(filters).length === 0
      ? groups
      : await groupFigures(store.db, scope, run.id, { filters: {}, period });
  const reached = unfiltered.find(({ by }) => by === 'all');
  if (reached === undefined) throw new Error('A sum gave no row.');
  const may = (count: 'customers' | 'contributionsKnown' | 'joined' | 'atStart' | 'respondents') =>
    mayBeTold(scope, bank[count] - reached[count]);
  const customers = may('customers');
  return {
    customers,
    contribution12m: customers && may('contributionsKnown'),
    joined: customers && may('joined'),
    atStart: customers && may('atStart'),
    respondents: customers && may('respondents'),
  };
}

/** Whether filters hold by what a run says of customers who are there: those who have left are in none of it. */
const isOfNow = ({ segment, tier }: ListFilters) => segment !== undefined || tier !== undefined;

async function churnOf(
  db: Store['db'],
  scope: Scope,
  run: CommandContext['run'],
  { filters, from, own }: { filters: ListFilters; from: string; own: GroupFigures },
): Promise<ChurnPeriod | null> {
  if (!isOfNow(filters)) {
    return own.atStart === 0
      ? null
      : { from, to: run.asOf, atStart: own.atStart, leavers: own.leavers };
  }
  const found = await leaversSinceRun(db, scope, run.id, filters);
  if (found === undefined || found.atStart === 0) return null;
  return { from: found.since, to: run.asOf, atStart: found.atStart, leavers: found.leavers };
}

function ratesOf(group: GroupFigures, bankTotal: number | null): GroupRates {
  const { contribution12m, customers, satisfaction, respondents, estimated } = group;
  const [share] =
    contribution12m === null || bankTotal === null
      ? []
      : contributionRate(Float64Array.of(contribution12m, bankTotal - contribution12m));
  return {
    customers,
    contribution12m,
    contributionRate: share === undefined ? null : known(share),
    repurchaseRate: known(rateOfCounts(group.buyers, group.repeatBuyers)),
    productRepurchaseRate: known(rateOfCounts(group.productBuyers, group.repeatProductBuyers)),
    satisfaction,
    respondents,
    estimated,
  };
}

const rateOfCounts = (once: number, again: number): number =>
  once === 0 ? Number.NaN : again / once;

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
