import { trendChart } from '../../charts/trend-chart.ts';
import { customerCard } from '../../store/customers/customer-card.ts';
import { type CustomerMonth, customerMonths } from '../../store/customers/customer-months.ts';
import { roles } from '../../store/kinds.ts';
import { customerEvents } from '../../store/money-events/customer-events.ts';
import type { ToldEvent } from '../../store/money-events/told-event.ts';
import { optional } from '../arguments/argument.ts';
import { choice } from '../arguments/choice.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { months } from '../arguments/months.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { contributionParts } from '../customer-figures.ts';
import { trendExport } from '../export/months.ts';
import type { Chart, Reply } from '../reply.ts';
import { answerFirst, courseAnswer } from '../wording/answer-words.ts';
import { contributionPartsChart } from '../wording/contribution-parts.ts';
import { customerName, customerTitle, monthsInWords } from '../wording/customer-words.ts';
import { eventSentence } from '../wording/event-words.ts';
import { courseFinding } from '../wording/findings.ts';
import { letteredEvents, marksOf } from '../wording/lettered-events.ts';

const metrics = ['contribution', 'balance', 'transactions'] as const;
type Metric = (typeof metrics)[number];

const usualMonths = 12;
const mostMonths = 36;
const mostEvents = 6;

/**
 * A customer's months. `data`: `customer` (the bank's id), `metric`, `points` with `month` (its first day) and `value`:
 * contribution, or mean balance, of the month in `currency`, or how many transactions were booked; `events` as `customer` has them;
 * `asOf`.
 */
export default defineCommand({
  intent: 'customer.trend',
  group: 'one-customer',
  arguments: {
    customer: customer(),
    metric: optional(choice('metric', metrics), 'contribution'),
    horizonMonths: optional(months(), usualMonths),
  },
  allowed: roles,
  async run(context, { customer: id, metric, horizonMonths }) {
    const { store, scope, run, bank } = context;
    const card = await customerCard(store.db, scope, run.id, id);
    if (card === undefined) throw new Error('A customer left the scope while being read.');
    const history = await customerMonths(
      store.db,
      scope,
      run.id,
      card.id,
      Math.min(horizonMonths, mostMonths),
    );
    const points = history.map((month) => ({ month: month.month, value: month[metric] }));
    const events = await customerEvents(store.db, scope, run.id, {
      customerId: card.id,
      limit: mostEvents,
    });
    return {
      reply: trendReply(context, card, {
        metric,
        months: points,
        events,
        parts:
          metric === 'contribution'
            ? contributionPartsChart(context, card, {
                months: history,
                parts: contributionParts(history),
              })
            : [],
      }),
      data: {
        customer: card.externalId,
        metric,
        points,
        events: events.map(({ kind, day, figures }) => ({ kind, day, ...figures })),
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: [card.id],
      ...(points.some(({ value }) => value !== null)
        ? { exported: async () => trendExport(context, { metric, points }, card) }
        : {}),
    };
  },
});

function trendReply(
  context: CommandContext,
  card: { externalId: string; name: string | null },
  {
    metric,
    months,
    events,
    parts,
  }: {
    metric: Metric;
    months: { month: CustomerMonth['month']; value: number | null }[];
    events: readonly ToldEvent[];
    parts: readonly Chart[];
  },
): Reply {
  const { locale, bank, run, say, format } = context;
  const points = months.flatMap(({ month, value }) => (value === null ? [] : [{ month, value }]));
  const write = metric === 'transactions' ? format.number : format.money;
  const name = customerName(card, locale);
  const first = points[0];
  const last = points.at(-1);
  const actions = [
    ...metrics
      .filter((each) => each !== metric)
      .map((each) => ({
        label: say('customer-trend.metric', { metric: each }),
        command: `trend ${customerInSlashForm(card.externalId)} ${each}`,
      })),
    {
      label: say('customer-trend.actions.value'),
      command: `customer ${customerInSlashForm(card.externalId)}`,
    },
  ];
  const customer = customerTitle(card, locale);
  const finding = courseFinding(context, metric, points);
  const title =
    finding === undefined
      ? say('customer-trend.title', { customer, metric })
      : say('findings.of', { customer, finding });
  if (first === undefined || last === undefined) {
    return {
      title,
      summary:
        months.length === 0
          ? say('customer-trend.none', { name, asOf: format.day(run.asOf) })
          : say('customer-trend.notRecorded', { name }),
      facts: [],
      charts: [],
      actions,
      visibility: 'asker',
    };
  }
  const lettered = letteredEvents(events, points);
  const toldEvents = lettered.map(({ letters, event }) =>
    say('customer-trend.event', { letter: letters, sentence: eventSentence(event, context) }),
  );
  const values = points.map(({ value }) => value);
  const total = values.reduce((sum, value) => sum + value, 0);
  const course = {
    metric,
    name,
    first: write(first.value),
    from: format.month(first.month),
    last: write(last.value),
    to: format.month(last.month),
  };
  const line = say('customer-trend.chart', course);
  const chart =
    toldEvents.length === 0
      ? line
      : say('customer-trend.marked', { chart: line, events: toldEvents.join(' ') });
  return {
    title,
    summary: answerFirst(
      courseAnswer(context, points),
      say('customer-trend.summary', { ...course, span: monthsInWords(points.length, locale) }),
      context,
    ),
    facts: [
      { label: say('customer-trend.facts.mean'), value: write(total / points.length) },
      { label: say('customer-trend.facts.highest'), value: write(Math.max(...values)) },
      { label: say('customer-trend.facts.lowest'), value: write(Math.min(...values)) },
      ...(metric === 'balance'
        ? []
        : [{ label: say('customer-trend.facts.total'), value: write(total) }]),
    ],
    details: toldEvents,
    charts: [
      {
        alt: finding === undefined ? chart : say('findings.alt', { finding, chart }),
        spec: trendChart({
          points,
          marks: marksOf(lettered),
          title: finding ?? say('customer-trend.metric', { metric }),
          format: metric === 'transactions' ? 'count' : 'money',
          currency: bank.currency,
          locale,
        }),
      },
      ...parts,
    ],
    actions,
    visibility: 'asker',
  };
}
