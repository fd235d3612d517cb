import { contributionChart } from '../../charts/contribution-chart.ts';
import { type Format, formatFor } from '../../language/format.ts';
import type { Locale } from '../../language/locale.ts';
import { type CustomerCard, customerCard } from '../../store/customers/customer-card.ts';
import { customerMonths } from '../../store/customers/customer-months.ts';
import { customerArgument, readCustomer } from '../arguments/customer-argument.ts';
import { lookUpCustomer } from '../arguments/customer-lookup.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import type { Action, Chart, Reply } from '../reply.ts';
import { churnInWords, reasonSentences, strongest } from '../wording/churn-words.ts';
import {
  customerName,
  customerTitle,
  monthsInWords,
  tierNames,
} from '../wording/customer-words.ts';

const months = 12;
const reasonsShown = 3;

/**
 * Who a customer is, what they are worth and whether they stay. `data`: `customer` (the bank's id), `name`, `tier`,
 * `segment` (its English name), `clv`, `clvLow`, `clvHigh` (the 90 % range), `contribution12m`, `expectedContribution`
 * (a month) and `balance` in `currency`, `horizonMonths`, `cvs` 0–100, `churnProbability` 0–1 within
 * `churnHorizonMonths`, `reasons` with log-odds, `months` of contribution, `asOf`; null where there is no figure.
 */
export default defineCommand({
  intent: 'customer.value',
  usage: 'customer ID-OR-NAME',
  arguments: customerArgument,
  slash: readCustomer,
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, { customer }) {
    const lookup = await lookUpCustomer(context, customer, 'customer');
    if ('reply' in lookup) return { reply: lookup.reply, data: {}, seen: lookup.seen };
    const { store, scope, run, bank } = context;
    const card = await customerCard(store.db, scope, run.id, lookup.found);
    if (card === undefined) throw new Error('A customer left the scope while being read.');
    const history = await customerMonths(store.db, scope, run.id, card.id, months);
    const figures = history.map(({ month, contribution }) => ({ month, contribution }));
    return {
      reply: customerReply(context, card, figures),
      data: {
        customer: card.externalId,
        name: card.name,
        branch: card.branch,
        manager: card.manager,
        joinedOn: card.joinedOn,
        closedOn: card.closedOn,
        tier: card.value?.tier ?? null,
        segment: card.value?.segmentEn ?? null,
        clv: card.value?.clv ?? null,
        clvLow: card.value?.clvLow ?? null,
        clvHigh: card.value?.clvHigh ?? null,
        horizonMonths: card.value?.horizonMonths ?? null,
        cvs: card.value?.cvs ?? null,
        contribution12m: card.value?.contribution12m ?? null,
        expectedContribution: card.value?.expectedContribution ?? null,
        balance: card.value?.balance ?? null,
        churnProbability: card.value?.churnProbability ?? null,
        churnHorizonMonths: run.churnHorizonMonths,
        reasons: strongest(card.value?.churnReasons ?? [], reasonsShown),
        months: figures,
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: [card.id],
    };
  },
});

function customerReply(
  { locale, bank, run, timezone }: CommandContext,
  card: CustomerCard,
  figures: { month: string; contribution: number }[],
): Reply {
  const format = formatFor(locale, bank.currency, timezone);
  const { value } = card;
  const reasons = strongest(value?.churnReasons ?? [], reasonsShown);
  return {
    title: customerTitle(card, locale),
    summary: summarise(card, run, format, locale),
    facts: facts(card, run, format, locale),
    details: [
      ...(value?.churnProbability == null || reasons.length === 0
        ? []
        : [
            locale === 'zh'
              ? '影响流失概率的主要原因：'
              : 'What weighs most on the churn probability:',
            ...reasonSentences(reasons, locale, bank.currency),
          ]),
      ...(locale === 'zh'
        ? [`数据截至${format.day(run.asOf)}。`]
        : [`Figures as of ${format.day(run.asOf)}.`]),
    ],
    charts: charts(card, figures, bank.currency, format, locale),
    actions: nextSteps(card, locale),
    visibility: 'asker',
  };
}

function summarise(
  card: CustomerCard,
  run: CommandContext['run'],
  format: Format,
  locale: Locale,
): string {
  const { value, closedOn } = card;
  const name = customerName(card, locale);
  const left = closedOn !== null && closedOn <= run.asOf;
  if (value === null) {
    return locale === 'zh'
      ? `${name}在最近一次估值（${format.day(run.asOf)}）时还没有数据，下次估值后即可查看。`
      : `${name} was not yet known to the newest valuation, as of ${format.day(run.asOf)}; the next one brings the figures.`;
  }
  const horizon = monthsInWords(value.horizonMonths, locale);
  if (left) {
    return locale === 'zh'
      ? `${name}已于${format.day(closedOn)}离开，最近十二个月的贡献为 ${format.money(value.contribution12m)}。`
      : `${name} left on ${format.day(closedOn)}, after bringing ${format.money(value.contribution12m)} in the last twelve months.`;
  }
  const worth =
    locale === 'zh'
      ? `${name}未来${horizon}的价值约为 ${format.money(value.clv)}（${tierNames[value.tier].zh}层级）`
      : `${name} is worth about ${format.money(value.clv)} over ${horizon} (${tierNames[value.tier].en.toLowerCase()} tier)`;
  if (value.churnProbability === null) {
    return locale === 'zh'
      ? `${worth}；历史数据不足，无法估计流失概率。`
      : `${worth}; there is not enough history for a churn estimate.`;
  }
  const within = monthsInWords(run.churnHorizonMonths, locale);
  const risk = format.percent(value.churnProbability);
  return locale === 'zh'
    ? `${worth}；${within}内的流失概率为 ${risk}。`
    : `${worth}; the probability of losing them within ${within} is ${risk}.`;
}

function facts(
  card: CustomerCard,
  run: CommandContext['run'],
  format: Format,
  locale: Locale,
): Reply['facts'] {
  const zh = locale === 'zh';
  const { value } = card;
  const fact = (en: string, chinese: string, text: string) => ({
    label: zh ? chinese : en,
    value: text,
  });
  const unknown = zh ? '未登记' : 'not recorded';
  const who = [
    fact('Customer', '客户编号', card.externalId),
    fact('Branch', '分行', card.branch ?? unknown),
    fact('Manager', '客户经理', card.manager ?? (zh ? '未分配' : 'none assigned')),
    fact(
      'Customer since',
      '开户时间',
      card.joinedOn === null ? unknown : format.day(card.joinedOn),
    ),
    ...(card.closedOn === null ? [] : [fact('Left on', '离开时间', format.day(card.closedOn))]),
  ];
  if (value === null) return who;
  const horizon = monthsInWords(value.horizonMonths, locale);
  const range = `${format.money(value.clvLow)} – ${format.money(value.clvHigh)}`;
  const within = monthsInWords(run.churnHorizonMonths, locale);
  const segment = zh ? value.segmentZh : value.segmentEn;
  return [
    ...who,
    fact('Tier', '层级', tierNames[value.tier][locale]),
    fact('Segment', '客群', segment ?? (zh ? '未分群' : 'in none')),
    fact(
      `CLV over ${horizon}`,
      `未来${horizon}的 CLV`,
      zh
        ? `${format.money(value.clv)}（90% 区间：${range}）`
        : `${format.money(value.clv)} (90% range: ${range})`,
    ),
    fact(
      'Value score (CVS)',
      '价值评分（CVS）',
      zh ? `${format.number(value.cvs)} / 100` : `${format.number(value.cvs)} of 100`,
    ),
    fact(
      `Churn within ${within}`,
      `${within}内流失概率`,
      churnInWords({ ...card, ...value }, format, locale),
    ),
    fact('Contribution, last 12 months', '近十二个月贡献', format.money(value.contribution12m)),
    fact('Balance', '余额', format.money(value.balance)),
  ];
}

function charts(
  card: CustomerCard,
  figures: { month: string; contribution: number }[],
  currency: string,
  format: Format,
  locale: Locale,
): Chart[] {
  const first = figures[0];
  const last = figures.at(-1);
  if (first === undefined || last === undefined) return [];
  const name = customerName(card, locale);
  const total = format.money(figures.reduce((sum, { contribution }) => sum + contribution, 0));
  const alt =
    locale === 'zh'
      ? `${name}每月的贡献，${format.month(first.month)}至${format.month(last.month)}，合计 ${total}。`
      : `Contribution of ${name} by month, ${format.month(first.month)} to ${format.month(last.month)}, ${total} in all.`;
  return [{ alt, spec: contributionChart({ months: figures, currency, locale }) }];
}

function nextSteps({ externalId, value }: CustomerCard, locale: Locale): Action[] {
  const zh = locale === 'zh';
  return [
    ...(value?.churnProbability == null
      ? []
      : [{ label: zh ? '为什么？' : 'Why?', command: `why ${externalId}` }]),
    ...(value === null ? [] : [{ label: zh ? '走势' : 'Trend', command: `trend ${externalId}` }]),
    { label: zh ? '流失风险名单' : 'At-risk list', command: 'at-risk' },
  ];
}
