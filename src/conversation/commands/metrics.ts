import { rankingChart } from '../../charts/ranking-chart.ts';
import { retentionChart } from '../../charts/retention-chart.ts';
import { nameIn } from '../../language/names.ts';
import { roles } from '../../store/kinds.ts';
import { leaversByTenure } from '../../store/metrics/group-figures.ts';
import { filterEntities, filters, heldTo } from '../arguments/filters.ts';
import { commandHeldTo } from '../arguments/held-command.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { metricsExport } from '../export/metrics.ts';
import { knownMonths } from '../known-months.ts';
import { type GroupRates, groupMetrics, type Metrics } from '../metrics/group-metrics.ts';
import { type Retained, retentionCurve } from '../metrics/retention-curve.ts';
import type { Chart, Reply, Table } from '../reply.ts';
import { fewest } from '../small-groups.ts';
import { noneInListReply } from '../wording/fallback-replies.ts';
import { valuesInWords } from '../wording/metrics-words.ts';
import { moneyInWords } from '../wording/money-words.ts';
import { segmentName } from '../wording/segment-words.ts';

/** After how many years the title of the curve says who stays. */
const toldYears = 5;

/**
 * The texts' figures of a group of customers over the year up to `asOf`, as `docs/valuation.md` defines them. `data`:
 * `customers`, `contribution12m` in `currency`, and from 0 to 1 `contributionRate`, `churnRate`, `repurchaseRate`,
 * `productRepurchaseRate` and `satisfaction` (of `respondents`, `estimated` of them from what they wrote); `churn` with its period, `atStart` and `leavers`;
 * `survey` with `questions`, `weighted` and `index`; `acquisition` with `cost` and `paybackMonths`; `values` of the
 * average customer; `retention`, the `share` of those who join still there after so many `years` at the rates of the year (empty where
 * these are not known); of the whole `bank` what may be told; the rates by `segments` and `branches`. Null is unknown.
 */
export default defineCommand({
  intent: 'metrics',
  group: 'lists',
  arguments: filters,
  allowed: roles,
  dividedBy: ['segment', 'branch'],
  ofGroups: true,
  async run(context, names) {
    const { filters: held, whose } = heldTo(context, names);
    const { metrics, seen } = await groupMetrics(context, held);
    const { store, scope, run } = context;
    const isOfYear = metrics.churn?.from === metrics.from;
    const retention = isOfYear
      ? retentionCurve(
          await leaversByTenure(store.db, scope, run.id, {
            filters: held,
            period: { from: metrics.from, dormantDays: run.dormantDays },
          }),
          fewest,
        )
      : [];
    const groups = groupsOf(context, metrics);
    return {
      reply:
        metrics.customers === 0
          ? noneInListReply(context.locale, whose)
          : metricsReply(context, metrics, {
              whose,
              months: await knownMonths(context),
              said: filterEntities(names),
              retention,
            }),
      data: { ...metrics, retention, currency: context.bank.currency },
      seen,
      ...(metrics.customers === 0 || groups.length === 0
        ? {}
        : { exported: async () => metricsExport(context, groups) }),
    };
  },
});

function metricsReply(
  context: CommandContext,
  metrics: Metrics,
  {
    whose,
    months,
    said,
    retention,
  }: {
    whose: string;
    /** of how many the contribution is known */
    months: number;
    said: ReturnType<typeof filterEntities>;
    retention: readonly Retained[];
  },
): Reply {
  const { say, format, run } = context;
  const share = (value: number | null) =>
    value === null ? say('metrics.unknown') : format.percent(value);
  return {
    title: titleOf(context, metrics, whose),
    summary: say('metrics.summary', {
      whose,
      customers: metrics.customers,
      satisfaction: share(metrics.satisfaction),
      churn: share(metrics.churnRate),
      repurchase: share(metrics.repurchaseRate),
    }),
    facts: facts(context, metrics, { share, months }),
    details: [
      ...unknownInWords(context, metrics, said),
      ...valuesInWords(context, metrics.values),
      say('metrics.period', { from: format.day(metrics.from), to: format.day(run.asOf) }),
    ],
    ...tableOf(context, metrics),
    charts: [...retentionCharts(context, retention, whose), ...chartsOf(context, metrics, whose)],
    actions: [
      { label: say('metrics.actions.book'), command: commandHeldTo('book', said) },
      { label: say('metrics.actions.segments'), command: commandHeldTo('segments', said) },
      { label: say('metrics.actions.atRisk'), command: commandHeldTo('at-risk', said) },
    ],
    visibility: 'asker',
  };
}

/** The churn rate, beside the bank's where that is told; what the answer is of where it is not known. */
function titleOf({ say, format }: CommandContext, { churnRate, bank }: Metrics, whose: string) {
  if (churnRate === null) return say('metrics.title');
  const churn = format.percent(churnRate);
  const ofBank = bank?.churnRate ?? null;
  const beside = ofBank === null ? '' : format.percent(ofBank);
  const side =
    ofBank === null ? 'alone' : churn === beside ? 'same' : churnRate > ofBank ? 'above' : 'below';
  const finding = say('findings.churnRate', { churn, bank: beside, side });
  return say('findings.in', { finding, whose });
}

function facts(
  context: CommandContext,
  metrics: Metrics,
  { share, months }: { share: (value: number | null) => string; months: number },
): Reply['facts'] {
  const { say, format } = context;
  const { bank, churn, survey, acquisition } = metrics;
  const beside = (value: number | null, ofBank: number | null | undefined) =>
    value === null || ofBank == null
      ? share(value)
      : say('metrics.facts.besideBank', { figure: share(value), bank: share(ofBank) });
  return [
    {
      label: say('metrics.facts.satisfaction'),
      value: say('metrics.facts.ofSome', {
        figure: beside(metrics.satisfaction, bank?.satisfaction),
        some: metrics.respondents,
        estimated: metrics.estimated,
        all: metrics.customers,
      }),
    },
    ...survey.questions.map((each) => ({
      label: say('metrics.facts.question', {
        question: each.question ?? say('metrics.noQuestion'),
      }),
      value: say('metrics.facts.rating', {
        rating: format.fixed(each.meanRating, 2),
        best: each.best,
        answers: each.answers,
      }),
    })),
    ...(survey.weighted === null
      ? []
      : [{ label: say('metrics.facts.weighted'), value: share(survey.weighted) }]),
    ...(survey.index === null
      ? []
      : [
          {
            label: say('metrics.facts.index'),
            value: say('metrics.facts.indexOf', {
              total: format.fixed(survey.index.total, 1),
              questions: survey.index.questions,
              perQuestion: format.fixed(survey.index.perQuestion, 2),
              customers: survey.index.customers,
            }),
          },
        ]),
    {
      label: say('metrics.facts.churn'),
      value:
        churn === null
          ? share(null)
          : say('metrics.facts.churnOf', {
              figure: beside(metrics.churnRate, bank?.churnRate),
              leavers: churn.leavers,
              atStart: churn.atStart,
              from: format.day(churn.from),
            }),
    },
    { label: say('metrics.facts.repurchase'), value: share(metrics.repurchaseRate) },
    { label: say('metrics.facts.productRepurchase'), value: share(metrics.productRepurchaseRate) },
    {
      label: say('metrics.facts.contribution', { months }),
      value: moneyInWords(metrics.contribution12m, context),
    },
    { label: say('metrics.facts.contributionRate'), value: share(metrics.contributionRate) },
    ...(acquisition === null || acquisition.cost === null
      ? []
      : [
          {
            label: say('metrics.facts.acquisition'),
            value:
              acquisition.paybackMonths === null
                ? say('metrics.facts.neverPaidBack', { cost: format.money(acquisition.cost) })
                : say('metrics.facts.paidBack', {
                    cost: format.money(acquisition.cost),
                    months: format.number(acquisition.paybackMonths),
                  }),
          },
        ]),
  ];
}

/** What is not known, and what would make it known. */
function unknownInWords(
  { say, config }: CommandContext,
  { churn, survey, values }: Metrics,
  said: ReturnType<typeof filterEntities>,
): string[] {
  const ofNow = said.segment !== undefined || said.tier !== undefined || said.tag !== undefined;
  return [
    ...(churn === null && ofNow ? [say('metrics.missing.earlierRun')] : []),
    ...(survey.answers === 0 ? [say('metrics.missing.survey')] : []),
    ...(values === null ? [say('metrics.missing.months')] : []),
    ...(config.metrics.acquisitionSpend === undefined ? [say('metrics.missing.spend')] : []),
  ];
}

type Row = { name: string } & GroupRates;

/** The rows of a table and a chart: segments, or branches where the question names a segment. */
function groupsOf({ say, locale }: CommandContext, { segments, branches }: Metrics): Row[] {
  return segments.length > 1
    ? segments.map((each) => ({ ...each, name: segmentName(each, locale) }))
    : branches.length > 1
      ? branches.map((each) => ({
          ...each,
          name:
            each.branch === null
              ? say('metrics.noBranch')
              : nameIn(each.names ?? {}, locale, each.branch),
        }))
      : [];
}

function tableOf(context: CommandContext, metrics: Metrics): { table?: Table } {
  const { say, format } = context;
  const groups = groupsOf(context, metrics);
  if (groups.length === 0) return {};
  const share = (value: number | null) => (value === null ? '–' : format.percent(value));
  const column = (label: string, align: 'start' | 'end' = 'end') => ({ label, align });
  return {
    table: {
      columns: [
        column(say('metrics.columns.group'), 'start'),
        column(say('metrics.columns.customers')),
        column(say('metrics.columns.satisfaction')),
        column(say('metrics.columns.repurchase')),
        column(say('metrics.columns.contribution')),
      ],
      rows: groups.map((each) => [
        each.name,
        format.number(each.customers),
        share(each.satisfaction),
        share(each.repurchaseRate),
        share(each.contributionRate),
      ]),
    },
  };
}

/** How long customers stay, at the rates of the year; nothing where they are not known of enough customers. */
function retentionCharts(
  { say, format, locale }: CommandContext,
  retention: readonly Retained[],
  whose: string,
): Chart[] {
  const told = retention.find(({ years }) => years === toldYears) ?? retention.at(-1);
  if (told === undefined || told.years === 0) return [];
  const finding = say('findings.retention', {
    share: format.percent(told.share),
    years: told.years,
  });
  return [
    {
      alt: say('findings.alt', { finding, chart: say('metrics.retention', { whose }) }),
      spec: retentionChart({ curve: retention, title: finding, locale }),
    },
  ];
}

function chartsOf(context: CommandContext, metrics: Metrics, whose: string): Chart[] {
  const { say, format, bank, locale } = context;
  const bars = groupsOf(context, metrics).flatMap(({ name, satisfaction }) =>
    satisfaction === null ? [] : [{ label: name, value: satisfaction }],
  );
  if (bars.length < 2) return [];
  return [
    {
      alt: say('metrics.chart.alt', {
        whose,
        groups: format.list(
          bars.map(({ label, value }) =>
            say('metrics.chart.one', { name: label, share: format.percent(value) }),
          ),
        ),
      }),
      spec: rankingChart({
        bars,
        title: say('metrics.chart.title'),
        format: 'percent',
        currency: bank.currency,
        locale,
      }),
    },
  ];
}
