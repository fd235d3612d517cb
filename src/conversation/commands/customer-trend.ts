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
  words: { en: ['trend'], zh: ['走势', '趋势'] },
  usage: 'trend ID-OR-NAME [contribution|balance|transactions]',
  summary: {
    en: "A customer's contribution, balance or transactions by month",
    zh: '一位客户按月的贡献、余额或交易走势',
  },
  examples: {
    en: [
      "show 1042's balance over the last year",
      'trend of customer 1042',
      'balance trend for 1042',
      "how has 1042's balance developed",
      'contribution of 1042 over the last 6 months',
      'transactions of customer 1042 by month',
      'chart of the balance of 1042',
      'plot the contribution of client 1042',
      'how did the balance of 1042 change over time',
      "1042's activity over the last two years",
      'history of 1042',
      'monthly contribution of 1042',
      'what is the balance of customer 1042',
      'how many transactions did 1042 make',
      'is the balance of 1042 falling',
      'graph of the transactions of 1042',
      "customer 1042's balance history",
      'how much did 1042 contribute last year',
      'revenue from 1042 month by month',
      'has the contribution of 1042 gone down',
      'the last 12 months of 1042',
      'is 1042 less active than before',
      'how is 1042 developing',
      'has the balance of 1042 gone down recently',
      'was 1042 more active a year ago',
      'is 1042 putting less money in',
    ],
    zh: [
      '1042最近一年的余额走势',
      '客户1042的余额变化',
      '1042的贡献趋势',
      '看看1042过去半年的交易情况',
      '1042的余额曲线',
      '画出1042的贡献走势图',
      '1042每个月的交易笔数',
      '客户1042的余额是多少',
      '1042的存款在下降吗',
      '1042近六个月的贡献',
      '1042的历史走势',
      '1042的资产怎么变化的',
      '1042的交易活跃度变化',
      '按月显示1042的收益',
      '1042去年的交易次数',
      '1042余额涨了还是跌了',
      '1042是不是变少了交易',
      '1042最近余额降了吗',
      '1042的钱越来越少吗',
      '1042一个月交易几次',
    ],
  },
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
