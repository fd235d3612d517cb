import { z } from 'zod';
import { contributionChart } from '../../charts/contribution-chart.ts';
import { type Format, formatFor } from '../../language/format.ts';
import { type BookTotals, bookMonths, bookTotals } from '../../store/book/book-totals.ts';
import {
  filterArguments,
  filterUsage,
  readFilters,
  resolveFilters,
  whoseInWords,
} from '../arguments/list-filters.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import type { Reply } from '../reply.ts';
import { monthsInWords } from '../wording/customer-words.ts';
import { noneInListReply } from '../wording/fallback-replies.ts';

const months = 12;

/**
 * What a book adds up to. `data`: `customers`, of them `high`, `medium` and `low` by tier and `atRisk`; sums `clv`,
 * `contribution12m`, `balance` and `valueAtStake` in `currency`; mean `churnProbability` 0–1 within
 * `churnHorizonMonths` or null; `months` of contribution; `asOf`.
 */
export default defineCommand({
  intent: 'book.summary',
  usage: `book ${filterUsage}`,
  arguments: z.object(filterArguments),
  slash(rest) {
    const read = readFilters(rest);
    if ('problem' in read) return read;
    if (read.before === '') return { entities: read.entities };
    return {
      problem: {
        en: 'After “book” come filters only, such as tier=high.',
        zh: '“book”后面只能是筛选条件，例如 tier=high。',
      },
    };
  },
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, names) {
    const { store, scope, run, bank, locale, timezone } = context;
    const format = formatFor(locale, bank.currency, timezone);
    const held = await resolveFilters(context, names, format);
    if ('reply' in held) return { reply: held.reply, data: {}, seen: [] };
    const { filters } = held;
    const totals = await bookTotals(store.db, scope, run.id, { atRisk: run.atRisk, filters });
    const history = await bookMonths(store.db, scope, run.id, { months, filters });
    const whose = whoseInWords(context, held.words);
    return {
      reply:
        totals.customers === 0
          ? noneInListReply(locale, whose)
          : summary(context, totals, history, whose, format),
      data: {
        ...totals,
        churnHorizonMonths: run.churnHorizonMonths,
        months: history,
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: [],
    };
  },
});

function summary(
  { locale, bank, run, config }: CommandContext,
  totals: BookTotals,
  history: { month: string; contribution: number }[],
  whose: string,
  format: Format,
): Reply {
  const zh = locale === 'zh';
  const fact = (en: string, chinese: string, value: string) => ({
    label: zh ? chinese : en,
    value,
  });
  const customers = format.number(totals.customers);
  const horizon = monthsInWords(config.valuation.clv.horizonMonths, locale);
  const within = monthsInWords(run.churnHorizonMonths, locale);
  const first = history[0];
  const last = history.at(-1);
  return {
    title: zh ? '客户组合' : 'The book',
    summary: zh
      ? `${whose}：${customers} 位客户，未来${horizon}的价值为 ${format.money(totals.clv)}；${format.number(totals.atRisk)} 位有流失风险，潜在损失 ${format.money(totals.valueAtStake)}。`
      : `${customers} ${totals.customers === 1 ? 'customer' : 'customers'} worth ${format.money(totals.clv)} over ${horizon} (${whose}); ${format.number(totals.atRisk)} at risk, with ${format.money(totals.valueAtStake)} at stake.`,
    facts: [
      fact('Customers', '客户数', customers),
      fact(
        'Tiers',
        '层级',
        zh
          ? `高 ${format.number(totals.high)}，中 ${format.number(totals.medium)}，低 ${format.number(totals.low)}`
          : `${format.number(totals.high)} high, ${format.number(totals.medium)} medium, ${format.number(totals.low)} low`,
      ),
      fact(`CLV over ${horizon}`, `未来${horizon}的 CLV`, format.money(totals.clv)),
      fact('Contribution, last 12 months', '近十二个月贡献', format.money(totals.contribution12m)),
      fact('Balance', '余额', format.money(totals.balance)),
      fact(
        `Mean churn within ${within}`,
        `${within}内平均流失概率`,
        totals.churnProbability === null
          ? zh
            ? '历史数据不足，无法估计'
            : 'not enough history for an estimate'
          : format.percent(totals.churnProbability),
      ),
      fact('At risk', '有流失风险', format.number(totals.atRisk)),
      fact('Value at stake', '潜在损失', format.money(totals.valueAtStake)),
    ],
    details: [zh ? `数据截至${format.day(run.asOf)}。` : `Figures as of ${format.day(run.asOf)}.`],
    charts:
      first === undefined || last === undefined
        ? []
        : [
            {
              alt: zh
                ? `${whose}：每月的贡献，${format.month(first.month)}至${format.month(last.month)}。`
                : `Contribution by month (${whose}), ${format.month(first.month)} to ${format.month(last.month)}.`,
              spec: contributionChart({ months: history, currency: bank.currency, locale }),
            },
          ],
    actions: [
      { label: zh ? '流失风险名单' : 'At-risk list', command: 'at-risk' },
      { label: zh ? '最有价值的客户' : 'Most valuable', command: 'top' },
      { label: zh ? '客户分群' : 'Segments', command: 'segments' },
    ],
    visibility: 'asker',
  };
}
