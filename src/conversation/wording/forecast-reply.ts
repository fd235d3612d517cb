import { forecastChart } from '../../charts/forecast-chart.ts';
import type { CommandContext } from '../command-context.ts';
import type { ForecastMetric, MonthlyForecast } from '../forecast-figures.ts';
import type { Reply } from '../reply.ts';
import { monthsInWords } from './customer-words.ts';
import { forecastFinding } from './findings.ts';

type Shown = Pick<Reply, 'summary' | 'facts' | 'details' | 'table' | 'charts'> & {
  /** where the figure is expected to go, for a title */
  finding: string;
};

const year = 12;

/**
 * A forecast as people read it.
 *
 * @param name of the customer, or of the customers, that it is of
 * @param marks what falls due in some of the months, by letters that the answer explains
 */
export function forecastReply(
  context: CommandContext,
  {
    name,
    metric,
    forecast,
    marks = [],
  }: {
    name: string;
    metric: ForecastMetric;
    forecast: MonthlyForecast;
    marks?: readonly { month: string; letters: string }[];
  },
): Shown {
  const { say, format, locale, bank } = context;
  const { months, history, level, method } = forecast;
  const write = metric === 'transactions' ? format.number : format.money;
  const last = months.at(-1);
  const known = history.flatMap(({ month, value }) => (value === null ? [] : [{ month, value }]));
  const now = known.at(-1);
  if (last === undefined || now === undefined) throw new Error('A forecast has no months.');
  const past = known.slice(-year);
  const total = months.reduce((sum, { value }) => sum + value, 0);
  const mean = total / months.length;
  const before = past.reduce((sum, { value }) => sum + value, 0) / past.length;
  const finding = forecastFinding(context, metric, {
    from: metric === 'balance' ? now.value : before,
    to: metric === 'balance' ? last.value : mean,
    span: monthsInWords(months.length, locale),
  });
  const figures = {
    name,
    metric,
    span: monthsInWords(months.length, locale),
    total: write(total),
    mean: write(mean),
    past: past.length,
    before: write(before),
    now: write(now.value),
    from: format.month(now.month),
    last: write(last.value),
    to: format.month(last.month),
    low: write(last.low),
    high: write(last.high),
  };
  const told = say('forecast-words.summary', figures);
  const crossing =
    forecast.crossing === null
      ? []
      : [
          say('forecast-words.crossing', {
            metric,
            to: forecast.crossing.to,
            month: format.month(forecast.crossing.month),
          }),
        ];
  return {
    finding,
    summary: whenItFalls(context, { ...figures, forecast, told }),
    facts:
      metric === 'balance'
        ? [
            { label: say('forecast-words.facts.now', figures), value: figures.now },
            { label: say('forecast-words.facts.end', figures), value: figures.last },
          ]
        : [
            { label: say('forecast-words.facts.total', figures), value: figures.total },
            { label: say('forecast-words.facts.mean'), value: figures.mean },
            { label: say('forecast-words.facts.before', figures), value: figures.before },
          ],
    details: [
      ...crossing,
      say('forecast-words.method', {
        method: method === 'seasonal-naive' ? 'seasonal' : method,
        level: format.percent(level),
      }),
    ],
    table: {
      columns: [
        { label: say('forecast-words.columns.month'), align: 'start' },
        { label: say('forecast-words.columns.expected'), align: 'end' },
        { label: say('forecast-words.columns.low'), align: 'end' },
        { label: say('forecast-words.columns.high'), align: 'end' },
      ],
      rows: months.map(({ month, value, low, high }) => [
        format.month(month),
        write(value),
        write(low),
        write(high),
      ]),
    },
    charts: [
      {
        alt: say('findings.alt', { finding, chart: say('forecast-words.chart', figures) }),
        spec: forecastChart({
          history,
          months,
          level,
          marks,
          title: finding,
          format: metric === 'transactions' ? 'count' : 'money',
          currency: bank.currency,
          locale,
        }),
      },
    ],
  };
}

/** The month first, where the question asks when the figures have fallen to half or nothing. */
function whenItFalls(
  { asked, say, format }: CommandContext,
  {
    name,
    metric,
    span,
    forecast: { crossing },
    told,
  }: {
    name: string;
    metric: ForecastMetric;
    span: string;
    forecast: MonthlyForecast;
    told: string;
  },
): string {
  if (asked?.form !== 'when' || !asked.claims.includes('fall')) return told;
  return crossing === null
    ? say('answers.notCrossed', { span, summary: told })
    : say('answers.crosses', {
        name,
        metric,
        to: crossing.to,
        month: format.month(crossing.month),
      });
}
