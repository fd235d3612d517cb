import { z } from 'zod';
import { trendChart } from '../../charts/trend-chart.ts';
import { formatFor } from '../../language/format.ts';
import type { Localised } from '../../language/localised.ts';
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
const metricNames: Record<Metric, Localised> = {
  contribution: { en: 'Contribution', zh: '贡献' },
  balance: { en: 'Balance', zh: '余额' },
  transactions: { en: 'Transactions', zh: '交易笔数' },
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
  { locale, bank, run, timezone }: CommandContext,
  card: { externalId: string; name: string | null },
  metric: Metric,
  points: { month: CustomerMonth['month']; value: number }[],
): Reply {
  const zh = locale === 'zh';
  const format = formatFor(locale, bank.currency, timezone);
  const write = metric === 'transactions' ? format.number : format.money;
  const name = customerName(card, locale);
  const what = metricNames[metric][locale];
  const first = points[0];
  const last = points.at(-1);
  const actions = [
    ...metrics
      .filter((each) => each !== metric)
      .map((each) => ({
        label: metricNames[each][locale],
        command: `trend ${card.externalId} ${each}`,
      })),
    { label: zh ? '客户价值' : 'Value', command: `customer ${card.externalId}` },
  ];
  const title = `${customerTitle(card, locale)}: ${zh ? what : what.toLowerCase()}`;
  if (first === undefined || last === undefined) {
    return {
      title,
      summary: zh
        ? `截至${format.day(run.asOf)}，${name}还没有按月的数据。`
        : `There are no months to show for ${name} as of ${format.day(run.asOf)}.`,
      facts: [],
      charts: [],
      actions,
      visibility: 'asker',
    };
  }
  const total = points.reduce((sum, { value }) => sum + value, 0);
  const mean = total / points.length;
  const span = monthsInWords(points.length, locale);
  return {
    title,
    summary: zh
      ? `${name}的${what}从${format.month(first.month)}的 ${write(first.value)} 变为${format.month(last.month)}的 ${write(last.value)}（${span}）。`
      : `${what} of ${name} went from ${write(first.value)} in ${format.month(first.month)} to ${write(last.value)} in ${format.month(last.month)} (${span}).`,
    facts: [
      { label: zh ? '最近一个月' : 'Latest month', value: write(last.value) },
      { label: zh ? '月均' : 'Mean of a month', value: write(mean) },
      {
        label: zh ? '最高' : 'Highest',
        value: write(Math.max(...points.map(({ value }) => value))),
      },
      {
        label: zh ? '最低' : 'Lowest',
        value: write(Math.min(...points.map(({ value }) => value))),
      },
      ...(metric === 'balance' ? [] : [{ label: zh ? '合计' : 'Total', value: write(total) }]),
    ],
    charts: [
      {
        alt: zh
          ? `${name}的${what}，${format.month(first.month)}至${format.month(last.month)}，从 ${write(first.value)} 到 ${write(last.value)}。`
          : `Line: ${what.toLowerCase()} of ${name} by month, ${format.month(first.month)} to ${format.month(last.month)}, from ${write(first.value)} to ${write(last.value)}.`,
        spec: trendChart({
          points,
          title: what,
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
