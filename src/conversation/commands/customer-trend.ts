import { z } from 'zod';
import { trendChart } from '../../charts/trend-chart.ts';
import { customerCard } from '../../store/customers/customer-card.ts';
import { type CustomerMonth, customerMonths } from '../../store/customers/customer-months.ts';
import { customerArgument, readCustomer } from '../arguments/customer-argument.ts';
import { lookUpCustomer } from '../arguments/customer-lookup.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import type { Reply } from '../reply.ts';
import { simplified } from '../understanding/traditional-characters.ts';
import { correct } from '../understanding/typos.ts';
import { customerName, customerTitle, monthsInWords } from '../wording/customer-words.ts';

const metrics = ['contribution', 'balance', 'transactions'] as const;
type Metric = (typeof metrics)[number];

const usualMonths = 12;
const mostMonths = 36;

const metricWords: Readonly<Record<string, Metric>> = {
  contribution: 'contribution',
  贡献: 'contribution',
  balance: 'balance',
  余额: 'balance',
  transactions: 'transactions',
  交易: 'transactions',
};

/** The figure a word of a slash form names, slips of the keyboard mended. */
function metricOf(word: string): Metric | undefined {
  const said = simplified(word.toLowerCase());
  return metricWords[said] ?? metricWords[correct(said, Object.keys(metricWords)) ?? ''];
}

/**
 * A customer's months. `data`: `customer` (the bank's id), `metric`, `points` with `month` (its first day) and `value`:
 * contribution, or mean balance, of the month in `currency`, or how many transactions were booked; `asOf`.
 */
export default defineCommand({
  intent: 'customer.trend',
  usage: 'trend ID-OR-NAME [contribution|balance|transactions]',
  arguments: customerArgument.extend({
    metric: z.enum(metrics).default('contribution'),
    horizonMonths: z.number().int().min(1).default(usualMonths),
  }),
  slash(rest) {
    const words = rest.trim().split(/[\s,、]+/);
    const at = words.findIndex((word) => metricOf(word) !== undefined);
    const metric = words.length > 1 ? metricOf(words[at] ?? '') : undefined;
    const others = metric === undefined ? words : words.toSpliced(at, 1);
    const [id = '', stray] = others;
    if (/^#?\d+$/.test(id) && stray !== undefined && !/^#?\d+$/.test(stray)) {
      return {
        problem: {
          en: `“${stray}” is no figure I can draw; there are contribution, balance and transactions.`,
          zh: `没有“${stray}”这个指标；可选 contribution（贡献）、balance（余额）、transactions（交易）。`,
        },
      };
    }
    const read = readCustomer(others.join(' '));
    if ('problem' in read || metric === undefined) return read;
    return { entities: { ...read.entities, metric } };
  },
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, { customer, metric, horizonMonths }) {
    const lookup = await lookUpCustomer(context, customer, 'trend');
    if ('reply' in lookup) return { reply: lookup.reply, data: {}, seen: lookup.seen };
    const { store, scope, run, bank } = context;
    const card = await customerCard(store.db, scope, run.id, lookup.found);
    if (card === undefined) throw new Error('A customer left the scope while being read.');
    const months = await customerMonths(
      store.db,
      scope,
      run.id,
      card.id,
      Math.min(horizonMonths, mostMonths),
    );
    const points = months.map((month) => ({ month: month.month, value: month[metric] }));
    return {
      reply: trendReply(context, card, metric, points),
      data: {
        customer: card.externalId,
        metric,
        points,
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: [card.id],
    };
  },
});

function trendReply(
  { locale, bank, run, say, format }: CommandContext,
  card: { externalId: string; name: string | null },
  metric: Metric,
  points: { month: CustomerMonth['month']; value: number }[],
): Reply {
  const write = metric === 'transactions' ? format.number : format.money;
  const name = customerName(card, locale);
  const first = points[0];
  const last = points.at(-1);
  const actions = [
    ...metrics
      .filter((each) => each !== metric)
      .map((each) => ({
        label: say('customer-trend.metric', { metric: each }),
        command: `trend ${card.externalId} ${each}`,
      })),
    { label: say('customer-trend.actions.value'), command: `customer ${card.externalId}` },
  ];
  const title = say('customer-trend.title', { customer: customerTitle(card, locale), metric });
  if (first === undefined || last === undefined) {
    return {
      title,
      summary: say('customer-trend.none', { name, asOf: format.day(run.asOf) }),
      facts: [],
      charts: [],
      actions,
      visibility: 'asker',
    };
  }
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
  return {
    title,
    summary: say('customer-trend.summary', {
      ...course,
      span: monthsInWords(points.length, locale),
    }),
    facts: [
      { label: say('customer-trend.facts.latest'), value: write(last.value) },
      { label: say('customer-trend.facts.mean'), value: write(total / points.length) },
      { label: say('customer-trend.facts.highest'), value: write(Math.max(...values)) },
      { label: say('customer-trend.facts.lowest'), value: write(Math.min(...values)) },
      ...(metric === 'balance'
        ? []
        : [{ label: say('customer-trend.facts.total'), value: write(total) }]),
    ],
    charts: [
      {
        alt: say('customer-trend.chart', course),
        spec: trendChart({
          points,
          title: say('customer-trend.metric', { metric }),
          format: metric === 'transactions' ? 'count' : 'money',
          currency: bank.currency,
          locale,
        }),
      },
    ],
    actions,
    visibility: 'asker',
  };
}
