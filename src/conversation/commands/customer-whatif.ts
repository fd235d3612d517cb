import { z } from 'zod';
import { rankingChart } from '../../charts/ranking-chart.ts';
import { type Format, formatFor } from '../../language/format.ts';
import type { Localised } from '../../language/localised.ts';
import { type CustomerCard, customerCard } from '../../store/customers/customer-card.ts';
import { championCard } from '../../store/models/champion.ts';
import {
  assumptionsBehind,
  type Driver,
  hazardsOf,
  monthlyChurn,
  type WhatIf,
  whatIf,
} from '../../valuation/index.ts';
import { customerArgument, readCustomer } from '../arguments/customer-argument.ts';
import { lookUpCustomer } from '../arguments/customer-lookup.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import type { Reply } from '../reply.ts';
import {
  type AssumptionName,
  type Assumptions,
  findAssumptions,
} from '../understanding/assumptions.ts';
import { customerName, customerTitle, monthsInWords } from '../wording/customer-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';

const mostMonths = 120;

const howTo: Localised = {
  en: 'Say what to suppose after the customer: retention=90%, margin=+5%, horizon=24 or discount=8%, one or several.',
  zh: '请在客户之后写明假设：retention=90%（留存率）、margin=+5%（利润）、horizon=24（月）或 discount=8%（折现率），可写多个。',
};

/** What the run assumed, from the card of the value model; a card of an older version tells less. */
const cardShape = z.looseObject({
  annualDiscountRate: z.number().optional(),
  survival: z
    .looseObject({
      leavingWithinHorizon: z.number().optional(),
      reversion: z
        .looseObject({
          horizonMonths: z.number(),
          longRun: z.number(),
          persistence: z.number(),
        })
        .optional(),
    })
    .optional(),
});

/**
 * A customer's value under other assumptions, beside today's. `data`: `customer` (the bank's id), `assumptions` as they
 * were read (`retention` and `discount` a year as shares, `margin` as a change, `horizon` in months), `today` and
 * `assumed` CLV in `currency`, `drivers` with `assumption` and `effect`, which add up to the difference, today's
 * `retention` a year, `horizonMonths` and `annualDiscountRate`, `asOf`.
 */
export default defineCommand({
  intent: 'customer.whatif',
  usage: 'what-if ID-OR-NAME retention=0.9 margin=+5% horizon=24 discount=8%',
  arguments: customerArgument.extend({
    assumptions: z
      .object({
        retention: z.number(),
        margin: z.number(),
        horizon: z.number(),
        discount: z.number(),
      })
      .partial(),
  }),
  slash(rest) {
    const { assumptions, marked } = findAssumptions({ text: rest, marks: [] });
    const left = marked.text
      .replace(/[\uE000-\uF8FF,，;；]|\b(?:and|with)\b/g, ' ')
      .replace(/\s+/g, ' ');
    const stray = /(\S+)\s*=/.exec(left)?.[1];
    if (stray !== undefined) {
      return {
        problem: {
          en: `I cannot read what is given for “${stray}”. ${howTo.en}`,
          zh: `无法读懂“${stray}”的值。${howTo.zh}`,
        },
      };
    }
    const read = readCustomer(left);
    if ('problem' in read) return read;
    if (Object.keys(assumptions).length === 0) return { problem: howTo };
    const problem = problemWith(assumptions);
    return problem === undefined ? { entities: { ...read.entities, assumptions } } : { problem };
  },
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, { customer, assumptions }) {
    const { store, scope, run, bank, locale, timezone } = context;
    const problem = problemWith(assumptions);
    if (problem !== undefined) {
      return { reply: plainReply(titles[locale], problem[locale]), data: {}, seen: [] };
    }
    const lookup = await lookUpCustomer(context, customer, 'customer');
    if ('reply' in lookup) return { reply: lookup.reply, data: {}, seen: lookup.seen };
    const card = await customerCard(store.db, scope, run.id, lookup.found);
    if (card === undefined) throw new Error('A customer left the scope while being read.');
    const { value, closedOn } = card;
    if (value === null || (closedOn !== null && closedOn <= run.asOf)) {
      return { reply: noValue(card, locale), data: { customer: card.externalId }, seen: [card.id] };
    }
    const answer = await suppose(context, value, assumptions);
    const format = formatFor(locale, bank.currency, timezone);
    return {
      reply: whatIfReply(context, card, assumptions, answer, format),
      data: {
        customer: card.externalId,
        assumptions,
        today: answer.today,
        assumed: answer.supposed,
        drivers: answer.drivers.map(({ assumption, effect }) => ({
          assumption: nameOf[assumption],
          effect,
        })),
        retention: answer.retention,
        horizonMonths: value.horizonMonths,
        annualDiscountRate: answer.annualDiscountRate,
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: [card.id],
    };
  },
});

const titles = { en: 'What if', zh: '假设分析' };

const nameOf: Record<Driver, AssumptionName> = {
  annualRetention: 'retention',
  marginFactor: 'margin',
  horizonMonths: 'horizon',
  annualDiscountRate: 'discount',
};

/** What is wrong with suppositions, for whoever made them; undefined where nothing is. */
function problemWith({ retention, margin, horizon, discount }: Assumptions): Localised | undefined {
  if ([retention, margin, horizon, discount].every((each) => each === undefined)) return howTo;
  if (retention !== undefined && !(retention >= 0 && retention <= 1)) {
    return {
      en: 'A retention is the share of customers like this one who stay for a year: give 0% to 100%, such as retention=90%.',
      zh: '留存率是这类客户一年后仍留下的比例，请给出 0% 到 100% 之间的值，例如 retention=90%。',
    };
  }
  if (margin !== undefined && !(margin >= -10 && margin <= 10)) {
    return {
      en: 'A margin is a change of what the customer brings in: give -1000% to +1000%, such as margin=+5%.',
      zh: '利润是客户贡献的变化幅度，请给出 -1000% 到 +1000% 之间的值，例如 margin=+5%。',
    };
  }
  if (
    horizon !== undefined &&
    !(Number.isInteger(horizon) && horizon >= 1 && horizon <= mostMonths)
  ) {
    return {
      en: `A horizon is a whole number of months from 1 to ${mostMonths}, such as horizon=24.`,
      zh: `期限是 1 到 ${mostMonths} 之间的整月数，例如 horizon=24。`,
    };
  }
  if (discount !== undefined && !(discount >= 0 && discount <= 1)) {
    return {
      en: 'A discount is a rate a year from 0% to 100%, such as discount=8%.',
      zh: '折现率是 0% 到 100% 之间的年利率，例如 discount=8%。',
    };
  }
  return undefined;
}

type Answer = WhatIf & {
  /** today's, a year */
  retention: number;
  annualDiscountRate: number;
};

/** Finds what the run assumed of a customer, and what they would be worth otherwise. */
async function suppose(
  { store, config, run }: CommandContext,
  value: NonNullable<CustomerCard['value']>,
  { retention, margin, horizon, discount }: Assumptions,
): Promise<Answer> {
  const { annualDiscountRate = config.valuation.clv.annualDiscountRate, survival } =
    cardShape.parse((await championCard(store.db, 'clv')) ?? {});
  const reversion = survival?.reversion;
  const churn = value.churnProbability ?? survival?.leavingWithinHorizon ?? reversion?.longRun ?? 0;
  const hazards = hazardsOf(
    {
      monthlyChurn: monthlyChurn(Float64Array.of(churn), run.churnHorizonMonths),
      ...(reversion === undefined ? {} : { reversion }),
    },
    0,
    Math.max(12, value.horizonMonths, horizon ?? 0),
  );
  const today = assumptionsBehind(
    { nextMonth: value.expectedContribution, clv: value.clv },
    { monthlyChurn: [...hazards], horizonMonths: value.horizonMonths, annualDiscountRate },
  );
  const answer = whatIf(today, {
    ...(retention === undefined ? {} : { annualRetention: retention }),
    ...(margin === undefined ? {} : { marginFactor: 1 + margin }),
    ...(horizon === undefined ? {} : { horizonMonths: horizon }),
    ...(discount === undefined ? {} : { annualDiscountRate: discount }),
  });
  const kept = hazards.subarray(0, 12).reduce((share, hazard) => share * (1 - hazard), 1);
  return { ...answer, retention: kept, annualDiscountRate };
}

function whatIfReply(
  { locale, bank, run }: CommandContext,
  card: CustomerCard,
  assumptions: Assumptions,
  answer: Answer,
  format: Format,
): Reply {
  const zh = locale === 'zh';
  const name = customerName(card, locale);
  const horizonMonths = card.value?.horizonMonths ?? 0;
  const horizon = monthsInWords(assumptions.horizon ?? horizonMonths, locale);
  const today = format.money(answer.today);
  const assumed = format.money(answer.supposed);
  const difference = signed(answer.supposed - answer.today, format);
  const told = suppositions(assumptions, format, locale);
  const before: Record<AssumptionName, string> = {
    retention: format.percent(answer.retention),
    margin: format.percent(0),
    horizon: monthsInWords(horizonMonths, locale),
    discount: format.percent(answer.annualDiscountRate),
  };
  return {
    title: `${customerTitle(card, locale)}: ${zh ? titles.zh : titles.en.toLowerCase()}`,
    summary: zh
      ? `假设${told.map(({ words }) => words).join('、')}，${name}未来${horizon}的价值约为 ${assumed}，目前为 ${today}（${difference}）。`
      : `With ${format.list(told.map(({ words }) => words))}, ${name} would be worth about ${assumed} over ${horizon}, against ${today} today (${difference}).`,
    facts: [
      {
        label: zh
          ? `目前未来${monthsInWords(horizonMonths, locale)}的 CLV`
          : `CLV over ${monthsInWords(horizonMonths, locale)}, today`,
        value: today,
      },
      { label: zh ? '假设下的 CLV' : 'CLV as supposed', value: assumed },
      ...answer.drivers.map(({ assumption, effect }) => {
        const key = nameOf[assumption];
        const said = told.find((each) => each.key === key)?.value ?? '';
        const label = labels[key][locale];
        return {
          label: key === 'margin' ? `${label}: ${said}` : `${label}: ${before[key]} → ${said}`,
          value: signed(effect, format),
        };
      }),
    ],
    details: [
      zh
        ? '留存率指一年后仍是客户的概率；假设的留存率适用于每一年。其余与估值相同。'
        : 'Retention is the chance of still being a customer after a year; a supposed one holds in every year. All else is as in the valuation.',
      zh ? `数据截至${format.day(run.asOf)}。` : `Figures as of ${format.day(run.asOf)}.`,
    ],
    charts: [
      {
        alt: zh
          ? `${name}的价值：目前 ${today}，假设下 ${assumed}。`
          : `Bars: the value of ${name}, ${today} today and ${assumed} as supposed.`,
        spec: rankingChart({
          bars: [
            { label: zh ? '目前' : 'Today', value: answer.today },
            { label: zh ? '假设' : 'Supposed', value: answer.supposed },
          ],
          title: zh ? '客户价值' : 'Customer lifetime value',
          format: 'money',
          currency: bank.currency,
          locale,
        }),
      },
    ],
    actions: [
      { label: zh ? '客户价值' : 'Value', command: `customer ${card.externalId}` },
      { label: zh ? '为什么有风险？' : 'Why at risk?', command: `why ${card.externalId}` },
    ],
    visibility: 'asker',
  };
}

const labels: Record<AssumptionName, Localised> = {
  retention: { en: 'Retention a year', zh: '年留存率' },
  margin: { en: 'Margin', zh: '利润' },
  horizon: { en: 'Horizon', zh: '期限' },
  discount: { en: 'Discount rate', zh: '折现率' },
};

function suppositions(
  { retention, margin, horizon, discount }: Assumptions,
  format: Format,
  locale: 'en' | 'zh',
): { key: AssumptionName; value: string; words: string }[] {
  const zh = locale === 'zh';
  const told: { key: AssumptionName; value: string; words: string }[] = [];
  if (retention !== undefined) {
    const value = format.percent(retention);
    told.push({
      key: 'retention',
      value,
      words: zh ? `年留存率 ${value}` : `a retention of ${value} a year`,
    });
  }
  if (margin !== undefined) {
    const value = `${margin > 0 ? '+' : ''}${format.percent(margin)}`;
    const size = format.percent(Math.abs(margin));
    const words = zh
      ? `利润${margin < 0 ? '减少' : '增加'} ${size}`
      : `a margin ${size} ${margin < 0 ? 'lower' : 'higher'}`;
    told.push({ key: 'margin', value, words });
  }
  if (horizon !== undefined) {
    const value = monthsInWords(horizon, locale);
    told.push({ key: 'horizon', value, words: zh ? `期限${value}` : `a horizon of ${value}` });
  }
  if (discount !== undefined) {
    const value = format.percent(discount);
    told.push({
      key: 'discount',
      value,
      words: zh ? `折现率 ${value}` : `a discount rate of ${value}`,
    });
  }
  return told;
}

function signed(amount: number, format: Format): string {
  return `${amount >= 0.005 ? '+' : ''}${format.money(amount)}`;
}

function noValue(card: CustomerCard, locale: 'en' | 'zh'): Reply {
  const name = customerName(card, locale);
  const summary =
    card.value === null
      ? locale === 'zh'
        ? `${name}在最近一次估值时还没有数据，下次估值后再试。`
        : `${name} was not yet known to the newest valuation; try again after the next one.`
      : locale === 'zh'
        ? `${name}已经离开，没有可以假设的未来价值。`
        : `${name} has left, so there is no value to come to suppose anything of.`;
  return plainReply(customerTitle(card, locale), summary);
}
