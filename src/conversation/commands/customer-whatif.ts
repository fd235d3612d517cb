import { rankingChart } from '../../charts/ranking-chart.ts';
import type { Format } from '../../language/format.ts';
import type { Locale } from '../../language/locale.ts';
import type { Say } from '../../language/messages.ts';
import type { AssumptionName } from '../../language/reading.ts';
import { type CustomerCard, customerCard } from '../../store/customers/customer-card.ts';
import { roles } from '../../store/kinds.ts';
import {
  type Assumptions as AssumedValue,
  assumptionsBehind,
  type Driver,
  hazardsOf,
  steadyAssumptionsBehind,
  type WhatIf,
  whatIf,
} from '../../valuation/index.ts';
import { assumptions } from '../arguments/assumptions.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { type Departure, departureOf } from '../departure.ts';
import type { Reply } from '../reply.ts';
import { assumedByRun, courseOf } from '../risk-course.ts';
import type { Assumptions } from '../understanding/assumptions.ts';
import { customerName, customerTitle, monthsInWords } from '../wording/customer-words.ts';
import { silenceInWords } from '../wording/departure-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';

/**
 * A customer's value under other assumptions, beside today's. `data`: `customer` (the bank's id), `assumptions` as they
 * were read (`retention` and `discount` a year as shares, `margin` as a change, `horizon` in months), `today` and
 * `assumed` CLV in `currency`, `drivers` with `assumption` and `effect`, which add up to the difference, today's
 * `retention` a year, `horizonMonths` and `annualDiscountRate`, `asOf`.
 */
export default defineCommand({
  intent: 'customer.whatif',
  slow: true,
  group: 'one-customer',
  arguments: { customer: customer(), assumptions: assumptions() },
  allowed: roles,
  async run(context, { customer: id, assumptions: supposed }) {
    const { store, scope, run, bank } = context;
    const card = await customerCard(store.db, scope, run.id, id);
    if (card === undefined) throw new Error('A customer left the scope while being read.');
    const { value } = card;
    const departed = departureOf(card, context);
    if (value === null || departed !== null || value.clv === null) {
      return {
        reply: noValue(card, departed, context),
        data: { customer: card.externalId },
        seen: [card.id],
      };
    }
    const answer = await suppose(context, { ...value, clv: value.clv }, supposed);
    return {
      reply: whatIfReply(context, card, supposed, answer),
      data: {
        customer: card.externalId,
        assumptions: supposed,
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

const nameOf: Record<Driver, AssumptionName> = {
  annualRetention: 'retention',
  marginFactor: 'margin',
  horizonMonths: 'horizon',
  annualDiscountRate: 'discount',
};

type Answer = WhatIf & {
  /** today's, a year */
  retention: number;
  annualDiscountRate: number;
};

type KnownValue = NonNullable<CustomerCard['value']> & { clv: number };

/** Finds what the run assumed of a customer, and what they would be worth otherwise. */
async function suppose(
  context: CommandContext,
  value: KnownValue,
  { retention, margin, horizon, discount }: Assumptions,
): Promise<Answer> {
  const today = await assumedToday(context, value, horizon ?? 0);
  const answer = whatIf(today, {
    ...(retention === undefined ? {} : { annualRetention: retention }),
    ...(margin === undefined ? {} : { marginFactor: 1 + margin }),
    ...(horizon === undefined ? {} : { horizonMonths: horizon }),
    ...(discount === undefined ? {} : { annualDiscountRate: discount }),
  });
  const { monthlyChurn: hazards, annualDiscountRate } = today;
  let kept = 1;
  for (let month = 0; month < 12; month++) {
    kept *= 1 - (hazards[Math.min(month, hazards.length - 1)] ?? 0);
  }
  return { ...answer, retention: kept, annualDiscountRate };
}

/** What the run assumed: by the churn model's hazards where it valued by contribution, else as its own figures tell. */
async function assumedToday(
  context: CommandContext,
  value: KnownValue,
  horizon: number,
): Promise<AssumedValue> {
  const assumed = await assumedByRun(context);
  const { model, annualDiscountRate } = assumed;
  const { valueIfStays, clv, horizonMonths, expectedContribution: nextMonth } = value;
  const rest = { horizonMonths, annualDiscountRate };
  if (model !== 'contribution' && valueIfStays !== null) {
    return steadyAssumptionsBehind({ valueIfStays, clv }, rest);
  }
  const departure = courseOf(value.churnProbability, assumed, context.run);
  const hazards = hazardsOf(departure, 0, Math.max(12, horizonMonths, horizon));
  return assumptionsBehind({ nextMonth, clv }, { ...rest, monthlyChurn: [...hazards] });
}

function whatIfReply(
  { locale, bank, run, say, format }: CommandContext,
  card: CustomerCard,
  assumptions: Assumptions,
  answer: Answer,
): Reply {
  const name = customerName(card, locale);
  const horizonMonths = card.value?.horizonMonths ?? 0;
  const today = format.money(answer.today);
  const assumed = format.money(answer.supposed);
  const made = inWords(assumptions, say, format, locale);
  const before: Record<AssumptionName, string> = {
    retention: format.percent(answer.retention),
    margin: format.percent(0),
    horizon: monthsInWords(horizonMonths, locale),
    discount: format.percent(answer.annualDiscountRate),
  };
  return {
    title: say('customer-whatif.title', { customer: customerTitle(card, locale) }),
    summary: say('customer-whatif.summary', {
      assumptions: format.list(made.map(({ words }) => words)),
      name,
      assumed,
      horizon: monthsInWords(assumptions.horizon ?? horizonMonths, locale),
      today,
      difference: signed(answer.supposed - answer.today, format),
    }),
    facts: [
      {
        label: say('customer-whatif.facts.today', {
          horizon: monthsInWords(horizonMonths, locale),
        }),
        value: today,
      },
      { label: say('customer-whatif.facts.assumed'), value: assumed },
      ...answer.drivers.map(({ assumption: driver, effect }) => {
        const assumption = nameOf[driver];
        const after = made.find(({ key }) => key === assumption)?.value ?? '';
        return {
          label:
            assumption === 'margin'
              ? say('customer-whatif.facts.margin', { after })
              : say('customer-whatif.facts.driver', {
                  assumption,
                  before: before[assumption],
                  after,
                }),
          value: signed(effect, format),
        };
      }),
    ],
    details: [
      say('customer-whatif.note'),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    charts: [
      {
        alt: say('customer-whatif.chart.alt', { name, today, assumed }),
        spec: rankingChart({
          bars: [
            { label: say('customer-whatif.chart.today'), value: answer.today },
            { label: say('customer-whatif.chart.assumed'), value: answer.supposed },
          ],
          title: say('customer-whatif.chart.title'),
          format: 'money',
          currency: bank.currency,
          locale,
        }),
      },
    ],
    actions: [
      {
        label: say('customer-whatif.actions.value'),
        command: `customer ${customerInSlashForm(card.externalId)}`,
      },
      {
        label: say('customer-whatif.actions.why'),
        command: `why ${customerInSlashForm(card.externalId)}`,
      },
    ],
    visibility: 'asker',
  };
}

/** Assumptions as they were made: the value of each, and how it stands in a sentence. */
function inWords(
  { retention, margin, horizon, discount }: Assumptions,
  say: Say,
  format: Format,
  locale: Locale,
): { key: AssumptionName; value: string; words: string }[] {
  const made: { key: AssumptionName; value: string; words: string }[] = [];
  if (retention !== undefined) {
    const value = format.percent(retention);
    const words = say('customer-whatif.assumptions.retention', { value });
    made.push({ key: 'retention', value, words });
  }
  if (margin !== undefined) {
    const value = `${margin > 0 ? '+' : ''}${format.percent(margin)}`;
    const size = format.percent(Math.abs(margin));
    const words =
      margin < 0
        ? say('customer-whatif.assumptions.marginLower', { size })
        : say('customer-whatif.assumptions.marginHigher', { size });
    made.push({ key: 'margin', value, words });
  }
  if (horizon !== undefined) {
    const value = monthsInWords(horizon, locale);
    const words = say('customer-whatif.assumptions.horizon', { value });
    made.push({ key: 'horizon', value, words });
  }
  if (discount !== undefined) {
    const value = format.percent(discount);
    const words = say('customer-whatif.assumptions.discount', { value });
    made.push({ key: 'discount', value, words });
  }
  return made;
}

function signed(amount: number, format: Format): string {
  return `${amount >= 0.005 ? '+' : ''}${format.money(amount)}`;
}

function noValue(card: CustomerCard, departed: Departure | null, context: CommandContext): Reply {
  const { locale, say } = context;
  const name = customerName(card, locale);
  if (departed?.because === 'silent') {
    const silence = silenceInWords(departed, context);
    return plainReply(
      customerTitle(card, locale),
      say('customer-whatif.silent', { name, silence }),
    );
  }
  return plainReply(
    customerTitle(card, locale),
    departed === null
      ? card.value === null
        ? say('customer-whatif.notYetKnown', { name })
        : say('clv-words.unknown')
      : say('customer-whatif.left', { name }),
  );
}
