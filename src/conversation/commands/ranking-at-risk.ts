import { z } from 'zod';
import { formatFor } from '../../language/format.ts';
import { atRiskTotals, likeliestToLeave } from '../../store/rankings/at-risk-customers.ts';
import {
  filterArguments,
  filterUsage,
  readCount,
  readFilters,
  resolveFilters,
  whoseInWords,
} from '../arguments/list-filters.ts';
import { defineCommand } from '../command.ts';
import { monthsInWords } from '../wording/customer-words.ts';
import { noneInListReply } from '../wording/fallback-replies.ts';
import { riskReplyParts } from '../wording/risk-list.ts';

const usual = 10;
const most = 50;
/** A number above is a slip. */
const readable = 9999;

/**
 * Who is likeliest to leave. `data`: `customers` with `customer` (the bank's id), `name`, `branch`, `tier`, `clv`,
 * `contribution12m` and `valueAtStake` (below 0 for who costs more than they bring in) in `currency`, `cvs` 0–100, `churnProbability` 0–1
 * within `churnHorizonMonths`; `atRisk`, how many are at `threshold` or above, and their `totalAtStake`; `asOf`.
 */
export default defineCommand({
  intent: 'ranking.atRisk',
  words: { en: ['at-risk', 'at risk', 'atrisk'], zh: ['流失名单', '流失风险名单', '风险名单'] },
  usage: `at-risk [N] ${filterUsage}`,
  summary: { en: 'Who is about to leave, and what is at stake', zh: '谁最可能流失、会损失多少' },
  examples: {
    en: [
      'who is about to leave?',
      'who is at risk',
      'which customers are at risk',
      'which of my customers are likely to churn',
      'at-risk customers in Prague',
      'list customers at risk of leaving',
      'ten customers most likely to leave',
      'the 20 riskiest customers',
      'who might we lose',
      'who are we going to lose soon',
      'customers likely to quit',
      'show me the churn list',
      'at risk list',
      'who should I worry about',
      'who should I save first',
      'high-value customers about to leave',
      'which clients have the highest churn probability',
      'customers with the highest risk of churn',
      'top 10 at-risk customers',
      'who is going to switch banks',
      'who is slipping away',
      'who might leave in the next three months',
      'churn risks in my book',
      'anybody about to leave',
      'churn risks in my portfolio',
      'customers with the highest risk',
      'which clients should I contact before they leave',
      'dormant savers who may leave',
      'who may leave in the dormant savers segment',
      'which of the dormant savers are at risk',
      'who should I call first',
      'who should I keep an eye on',
      'who needs my attention so that they stay',
      'which customers are thinking of leaving',
      'my clients at risk',
      'customers in danger',
      'who is unhappy and may go',
      'five customers we could lose',
      'who is at risk right now',
      'any leavers in my book',
      'who in my portfolio may be gone soon',
      'customers with high churn probability',
      'who will churn next',
    ],
    zh: [
      '谁最可能流失？',
      '我的客户里谁最可能流失？',
      '哪些客户有流失风险',
      '流失风险最高的十位客户',
      '谁快要走了',
      '谁要离开我们',
      '列出高风险客户',
      '流失名单',
      '哪些客户可能会流失',
      '布拉格分行的流失风险客户',
      '高价值客户里谁可能流失',
      '我应该先挽留谁',
      '最容易流失的客户',
      '流失概率最高的客户有哪些',
      '有流失倾向的客户',
      '我们会失去谁',
      '流失预警名单',
      '哪些客户需要关注',
      '沉睡储户里谁要走',
      '风险最高的客户',
      '可能流失的前五位客户',
      '未来半年谁会流失',
      '我的组合里有哪些流失风险',
      '今天先联系谁，免得流失',
      '先给谁打电话挽留',
      '谁需要我盯着',
      '我的客户里有风险的',
      '有哪些客户快要走',
      '我手上可能走的有谁',
      '大客户里有没有想走的',
      '沉睡储户里要流失的',
    ],
  },
  arguments: z.object({ ...filterArguments, limit: z.number().int().min(1).default(usual) }),
  slash(rest) {
    const read = readFilters(rest);
    if ('problem' in read) return read;
    const count = read.before === '' ? undefined : readCount(read.before);
    if (read.before !== '' && (count === undefined || count < 1 || count > readable)) {
      return {
        problem: {
          en: `After “at-risk” come a number from 1 to ${most}, and filters.`,
          zh: `“at-risk”后面可以是 1 到 ${most} 的数字，以及筛选条件。`,
        },
      };
    }
    return {
      entities: { ...read.entities, ...(count === undefined ? {} : { limit: count }) },
    };
  },
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, { limit, ...names }) {
    const { store, scope, run, bank, locale, timezone } = context;
    const format = formatFor(locale, bank.currency, timezone);
    const held = await resolveFilters(context, names, format);
    if ('reply' in held) return { reply: held.reply, data: {}, seen: [] };
    const { filters } = held;
    const shown = Math.min(limit, most);
    const listed = await likeliestToLeave(store.db, scope, run.id, { limit: shown, filters });
    const totals = await atRiskTotals(store.db, scope, run.id, { atRisk: run.atRisk, filters });
    const whose = whoseInWords(context, held.words);
    const zh = locale === 'zh';
    const within = monthsInWords(run.churnHorizonMonths, locale);
    const threshold = format.percent(run.atRisk);
    const atStake = format.money(totals.valueAtStake);
    const count = format.number(totals.customers);
    const summary =
      totals.customers === 0
        ? zh
          ? `${whose}：没有客户在${within}内的流失概率达到 ${threshold}；以下是概率最高的客户。`
          : `No customer reaches a churn probability of ${threshold} within ${within} (${whose}); these come closest.`
        : zh
          ? `${whose}：${count} 位客户在${within}内的流失概率达到 ${threshold}，潜在损失 ${atStake}。`
          : `${count} ${totals.customers === 1 ? 'customer is' : 'customers are'} at ${threshold} or more to leave within ${within}, with ${atStake} at stake (${whose}).`;
    return {
      reply:
        listed.length === 0
          ? noneInListReply(locale, whose)
          : {
              title: zh ? '最可能流失的客户' : 'Customers most likely to leave',
              summary,
              facts: [],
              ...riskReplyParts(listed, context, format),
              visibility: 'asker',
            },
      data: {
        customers: listed.map(({ id: _, externalId, churnReasons: __, ...each }) => ({
          customer: externalId,
          ...each,
        })),
        threshold: run.atRisk,
        atRisk: totals.customers,
        totalAtStake: totals.valueAtStake,
        churnHorizonMonths: run.churnHorizonMonths,
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: listed.map(({ id }) => id),
    };
  },
});
