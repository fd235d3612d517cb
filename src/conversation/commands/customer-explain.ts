import { reasonsChart } from '../../charts/reasons-chart.ts';
import { formatFor } from '../../language/format.ts';
import { adviceSentence } from '../../scoring/churn/advice-words.ts';
import { featureLabel } from '../../scoring/churn/feature-labels.ts';
import { type CustomerCard, customerCard } from '../../store/customers/customer-card.ts';
import { customerArgument, readCustomer } from '../arguments/customer-argument.ts';
import { lookUpCustomer } from '../arguments/customer-lookup.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import type { Reply } from '../reply.ts';
import { churnInWords, reasonSentences, strongest } from '../wording/churn-words.ts';
import { customerName, customerTitle, monthsInWords } from '../wording/customer-words.ts';
import { stakeInWords } from '../wording/stake-words.ts';

const most = 8;

/**
 * Why a customer may leave. `data`: `customer` (the bank's id), `churnProbability` 0–1 within `churnHorizonMonths` or
 * null, `valueAtStake` in `currency` (churn probability × CLV given that they stay that long, below 0 for who costs more
 * than they bring in), `advice` (what would lower the risk most: `feature`, `from`, `to` and the `probability` then) or
 * null, `reasons` with `feature`, `value` and `contribution` in log-odds (positive: towards leaving), `asOf`.
 */
export default defineCommand({
  intent: 'customer.explain',
  usage: 'why ID-OR-NAME',
  arguments: customerArgument,
  slash: readCustomer,
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, { customer }) {
    const lookup = await lookUpCustomer(context, customer, 'why');
    if ('reply' in lookup) return { reply: lookup.reply, data: {}, seen: lookup.seen };
    const { store, scope, run, bank } = context;
    const card = await customerCard(store.db, scope, run.id, lookup.found);
    if (card === undefined) throw new Error('A customer left the scope while being read.');
    return {
      reply: explanation(context, card),
      data: {
        customer: card.externalId,
        churnProbability: card.value?.churnProbability ?? null,
        churnHorizonMonths: run.churnHorizonMonths,
        valueAtStake: card.value?.valueAtStake ?? null,
        currency: bank.currency,
        reasons: strongest(card.value?.churnReasons ?? [], most),
        advice: card.value?.churnAdvice ?? null,
        asOf: run.asOf,
      },
      seen: [card.id],
    };
  },
});

function explanation({ locale, bank, run, timezone }: CommandContext, card: CustomerCard): Reply {
  const zh = locale === 'zh';
  const format = formatFor(locale, bank.currency, timezone);
  const name = customerName(card, locale);
  const within = monthsInWords(run.churnHorizonMonths, locale);
  const probability = card.value?.churnProbability ?? null;
  const reasons = probability === null ? [] : strongest(card.value?.churnReasons ?? [], most);
  const sentences = reasonSentences(reasons, locale, bank.currency);
  const advice =
    probability === null || card.value === null || card.value.churnAdvice === null
      ? undefined
      : adviceSentence(card.value.churnAdvice, probability, format.percent, locale);
  return {
    title: customerTitle(card, locale),
    summary: summarise(
      card,
      probability,
      { within, name, reasons: reasons.length },
      format,
      locale,
    ),
    facts: [
      {
        label: zh ? `${within}内流失概率` : `Churn within ${within}`,
        value: churnInWords(
          { closedOn: card.closedOn, churnProbability: probability },
          format,
          locale,
        ),
      },
      ...(card.value === null || probability === null
        ? []
        : [
            {
              label: zh ? '潜在损失' : 'At stake',
              value: stakeInWords(card.value.valueAtStake, format, locale),
            },
          ]),
    ],
    details: [
      ...sentences,
      ...(advice === undefined ? [] : [advice]),
      zh ? `数据截至${format.day(run.asOf)}。` : `Figures as of ${format.day(run.asOf)}.`,
    ],
    charts:
      reasons.length === 0
        ? []
        : [
            {
              alt: zh
                ? `影响${name}流失概率的 ${reasons.length} 个因素。${sentences.join('')}`
                : `Bars: what raises and what lowers the risk of losing ${name}. ${sentences.join(' ')}`,
              spec: reasonsChart({
                reasons: reasons.map(({ feature, contribution }) => ({
                  label: featureLabel(feature, locale),
                  contribution,
                })),
                locale,
              }),
            },
          ],
    actions: [
      { label: zh ? '客户价值' : 'Value', command: `customer ${card.externalId}` },
      { label: zh ? '余额走势' : 'Balance trend', command: `trend ${card.externalId} balance` },
      { label: zh ? '流失风险名单' : 'At-risk list', command: 'at-risk' },
    ],
    visibility: 'asker',
  };
}

function summarise(
  card: CustomerCard,
  probability: number | null,
  { within, name, reasons }: { within: string; name: string; reasons: number },
  format: ReturnType<typeof formatFor>,
  locale: 'en' | 'zh',
): string {
  const zh = locale === 'zh';
  if (probability === null) {
    if (card.closedOn !== null) {
      const day = format.day(card.closedOn);
      return zh ? `${name}已于${day}离开。` : `${name} left on ${day}.`;
    }
    return zh
      ? `${name}的历史数据不足，无法估计流失概率。`
      : `There is not enough history for a churn estimate of ${name}.`;
  }
  const risk = format.percent(probability);
  if (reasons === 0) {
    return zh
      ? `${name}在${within}内的流失概率为 ${risk}，没有突出的原因。`
      : `The probability of losing ${name} within ${within} is ${risk}; no single reason stands out.`;
  }
  return zh
    ? `${name}在${within}内的流失概率为 ${risk}，主要原因如下。`
    : `The probability of losing ${name} within ${within} is ${risk}; these are the strongest reasons.`;
}
