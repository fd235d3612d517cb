import { contributionChart } from '../../charts/contribution-chart.ts';
import { valueRiskChart } from '../../charts/value-risk-chart.ts';
import { todayIn } from '../../language/today.ts';
import { dueItems } from '../../store/actions/due-items.ts';
import { type BookTotals, bookMonths, bookTotals } from '../../store/book/book-totals.ts';
import type { RiskPoint } from '../../store/book/risk-point.ts';
import { riskPoints } from '../../store/book/risk-points.ts';
import type { DigestFilters } from '../../store/digests/digest-filters.ts';
import { roles } from '../../store/kinds.ts';
import { customersIfFew } from '../../store/metrics/small-group-customers.ts';
import { type RunUnderWay, runUnderWay } from '../../store/scoring/run-progress.ts';
import { type FoundFilters, filterEntities, filters, heldTo } from '../arguments/filters.ts';
import { commandHeldTo } from '../arguments/held-command.ts';
import { type CommandContext, type CommandResult, defineCommand } from '../command.ts';
import type { Chart, Reply } from '../reply.ts';
import { fewest } from '../small-groups.ts';
import { riskCountAnswer } from '../wording/answer-words.ts';
import { churnInWords } from '../wording/churn-words.ts';
import { monthsInWords } from '../wording/customer-words.ts';
import { noneInListReply } from '../wording/fallback-replies.ts';
import { quarterFinding } from '../wording/findings.ts';
import { leftOutSentences } from '../wording/left-out.ts';
import { clvInWords, moneyInWords, monthsOfContribution, worthOf } from '../wording/money-words.ts';

const months = 12;
/** How many customers the chart of value and risk draws of those at risk, and how many of all. */
const mostDrawn = 150;

/**
 * What a book adds up to. `data`: `customers`, of them `high`, `medium` and `low` by tier and `atRisk` (null without a churn
 * model); sums `clv`, `valueIfStays`, `contribution12m`, `balance` (of those `balancesKnown`) and `valueAtStake` with those at
 * risk in `currency`, null where the figure is known of nobody; mean `churnProbability` 0–1 within `churnHorizonMonths` or
 * null; `months` of contribution; `tasksDue`, what of the asker's own is due by today; `leftOut`, how many are not
 * counted as at risk because somebody knows them not to be; `callFirst`, with how many of those at risk half of `valueAtStake` is
 * (null where nothing is known of it); `asOf`.
 */
export default defineCommand({
  intent: 'book.summary',
  group: 'lists',
  everyday: true,
  arguments: filters,
  allowed: roles,
  dividedBy: ['tier'],
  run: (context, names) => bookSummary(context, names),
});

/**
 * What a book adds up to, as `book` answers it.
 * @param also.tasks whether the asker's own work is told of, and the customers drawn as dots: not where others read along
 */
export async function bookSummary(
  context: CommandContext,
  names: FoundFilters,
  { tasks = true }: { tasks?: boolean } = {},
): Promise<CommandResult> {
  const { store, scope, run, bank, locale, principal, timezone, now } = context;
  const { filters: held, whose } = heldTo(context, names);
  const today = todayIn(timezone, now);
  const { atRisk } = run;
  const mine = { ownerId: principal.managerId, upTo: today, today, filters: held, runId: run.id };
  const [totals, history, due, leftOut, beingMade, points, seen] = await Promise.all([
    bookTotals(store.db, scope, run.id, { atRisk, filters: held }),
    bookMonths(store.db, scope, run.id, { months, filters: held }),
    dueItems(store.db, scope, mine, 1),
    leftOutSentences(context, held),
    runUnderWay(store.db),
    tasks ? riskPoints(store.db, scope, run.id, { atRisk, most: mostDrawn, filters: held }) : [],
    customersIfFew(store.db, scope, run.id, { filters: held, fewest }),
  ]);
  const tasksDue = tasks ? due.count : 0;
  return {
    reply:
      totals.customers === 0
        ? noneInListReply(locale, whose, context.asked)
        : summary(context, totals, history, {
            whose,
            said: filterEntities(names),
            tasksDue,
            leftOut: leftOut.sentences,
            points,
            beingMade,
          }),
    data: {
      ...totals,
      churnHorizonMonths: run.churnHorizonMonths,
      months: history,
      tasksDue,
      leftOut: leftOut.customers,
      callFirst: points[0]?.allForemost ?? null,
      currency: bank.currency,
      asOf: run.asOf,
    },
    seen,
  };
}

function summary(
  context: CommandContext,
  totals: BookTotals,
  history: { month: string; contribution: number }[],
  {
    whose,
    said,
    tasksDue,
    leftOut,
    points,
    beingMade,
  }: {
    whose: string;
    said: DigestFilters;
    tasksDue: number;
    leftOut: string[];
    points: readonly RiskPoint[];
    beingMade: RunUnderWay | undefined;
  },
): Reply {
  const { locale, bank, run, say, format } = context;
  const { customers, high, medium, low, atRisk, churnProbability, valueIfStays } = totals;
  const horizon = monthsInWords(run.clvHorizonMonths, locale);
  const within = monthsInWords(run.churnHorizonMonths, locale);
  const clv = clvInWords(totals.clv, context);
  const atStake = moneyInWords(totals.valueAtStake, context);
  const first = history[0];
  const last = history.at(-1);
  const finding = quarterFinding(context, history);
  const course =
    first === undefined || last === undefined
      ? ''
      : say('book-summary.chart', {
          whose,
          from: format.month(first.month),
          to: format.month(last.month),
        });
  return {
    title:
      finding === undefined
        ? say('book-summary.title')
        : say('findings.of', { customer: say('book-summary.title'), finding }),
    summary: worthInWords(context, totals, { horizon, whose, atStake }),
    facts: [
      { label: say('book-summary.facts.customers'), value: format.number(customers) },
      {
        label: say('book-summary.facts.tiers'),
        value: say('book-summary.facts.inTiers', { high, medium, low }),
      },
      ...(valueIfStays === null
        ? []
        : [
            {
              label: say('book-summary.facts.valueIfStays', { horizon }),
              value: format.money(valueIfStays),
            },
          ]),
      { label: say('book-summary.facts.clv', { horizon }), value: clv },
      {
        label: say('book-summary.facts.contribution', {
          months: monthsOfContribution(history.length),
        }),
        value: moneyInWords(totals.contribution12m, context),
      },
      { label: say('book-summary.facts.balance'), value: balanceInWords(context, totals) },
      {
        label: say('book-summary.facts.churn', { within }),
        value: churnInWords({ churnProbability }, format, locale),
      },
      ...(atRisk === null
        ? []
        : [
            { label: say('book-summary.facts.atRisk'), value: format.number(atRisk) },
            { label: say('book-summary.facts.valueAtStake'), value: atStake },
          ]),
    ],
    details: [
      ...(tasksDue === 0 ? [] : [say('book-summary.tasksDue', { count: tasksDue })]),
      ...leftOut,
      say('customer-words.asOf', { day: format.day(run.asOf) }),
      ...(beingMade?.alive && beingMade.asOf > run.asOf
        ? [
            say('book-summary.beingMade', {
              day: format.day(beingMade.asOf),
              done: beingMade.done,
            }),
          ]
        : []),
    ],
    charts: [
      ...callFirstChart(context, totals, points, whose),
      ...(first === undefined || last === undefined
        ? []
        : [
            {
              alt: finding === undefined ? course : say('findings.alt', { finding, chart: course }),
              spec: contributionChart({
                months: history,
                title: finding,
                currency: bank.currency,
                locale,
              }),
            },
          ]),
    ],
    actions: [
      { label: say('book-summary.actions.atRisk'), command: commandHeldTo('at-risk', said) },
      { label: say('book-summary.actions.top'), command: commandHeldTo('top', said) },
      { label: say('book-summary.actions.segments'), command: commandHeldTo('segments', said) },
      ...(tasksDue === 0 ? [] : [{ label: say('task-list.button'), command: 'tasks' }]),
    ],
    visibility: 'asker',
  };
}

/** Customers by value and risk, with those to call first: a chart that names nobody. */
function callFirstChart(
  { say, format, bank, run, locale }: CommandContext,
  { atRisk, valueAtStake }: BookTotals,
  points: readonly RiskPoint[],
  whose: string,
): Chart[] {
  const [first] = points;
  if (first === undefined || atRisk === null || valueAtStake === null) return [];
  const finding =
    atRisk === 0
      ? say('findings.nobodyToCall')
      : first.allForemost === 0
        ? say('findings.nothingAtStake')
        : say('findings.callFirst', {
            foremost: first.allForemost,
            atStake: format.money(valueAtStake),
          });
  return [
    {
      alt: say('findings.alt', {
        finding,
        chart: say('book-summary.riskChart', {
          whose,
          customers: first.all,
          shown: points.length < first.all ? 'some' : 'all',
        }),
      }),
      spec: valueRiskChart({
        points,
        threshold: run.atRisk,
        title: finding,
        currency: bank.currency,
        locale,
      }),
    },
  ];
}

function worthInWords(
  context: CommandContext,
  totals: BookTotals,
  { horizon, whose, atStake }: { horizon: string; whose: string; atStake: string },
): string {
  const { customers, atRisk } = totals;
  const { say, format, asked, run, locale } = context;
  const { amount, basis } = worthOf(totals);
  const value = format.money(amount);
  if (asked?.form === 'howMany') {
    const counted = asked.claims.includes('leave')
      ? riskCountAnswer(context, totals, {
          within: monthsInWords(run.churnHorizonMonths, locale),
          threshold: format.percent(run.atRisk),
          whose,
        })
      : say('answers.howManyCustomers', { customers, value, basis, horizon, whose });
    if (counted !== undefined) return counted;
  }
  if (atRisk === null) {
    return say('book-summary.summaryWithoutRisk', { customers, value, basis, horizon, whose });
  }
  const said = { customers, horizon, whose, atRisk, atStake };
  return basis === 'expected'
    ? say('book-summary.summaryAsExpected', { ...said, clv: value })
    : say('book-summary.summary', { ...said, value });
}

/** The sum of the balances, and of how many customers where it is not of all. */
function balanceInWords(
  { say, format }: CommandContext,
  { customers, balance, balancesKnown }: BookTotals,
): string {
  if (balance === null) return say('customer-words.notRecorded');
  const sum = format.money(balance);
  return balancesKnown === customers
    ? sum
    : say('book-summary.facts.balanceOf', { balance: sum, known: balancesKnown, customers });
}
