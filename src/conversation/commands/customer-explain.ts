import { reasonsChart } from '../../charts/reasons-chart.ts';
import { type CustomerCard, customerCard } from '../../store/customers/customer-card.ts';
import { roles } from '../../store/kinds.ts';
import { type CustomerStep, customerSteps } from '../../store/playbooks/steps.ts';
import { optional } from '../arguments/argument.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { monthsAhead } from '../arguments/months-ahead.ts';
import { until } from '../arguments/until.ts';
import { askedHorizon, type Horizon, horizonInWords, mostMonthsAhead } from '../asked-horizon.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { type Departure, departureOf } from '../departure.ts';
import type { Reply } from '../reply.ts';
import { leavingBy } from '../survival-figures.ts';
import { leavingAnswer } from '../wording/answer-words.ts';
import { churnInWords, strongest } from '../wording/churn-words.ts';
import { customerName, customerTitle, monthsInWords } from '../wording/customer-words.ts';
import { silenceInWords } from '../wording/departure-words.ts';
import { adviceSentence, featureLabel, reasonSentence, tells } from '../wording/feature-words.ts';
import { stakeInWords } from '../wording/money-words.ts';
import { noChurnModel } from '../wording/no-churn-model.ts';
import { stepSentence } from '../wording/step-words.ts';

const most = 8;

/**
 * Why a customer may leave. `data`: `customer` (the bank's id), `churnProbability` 0–1 within `churnHorizonMonths` or
 * null, `valueIfStays` (the CLV without the chance of leaving) and `valueAtStake` (the churn probability × that, below 0 for
 * those who cost more than they bring in) in `currency`, `advice` (what goes with the lowest risk: `feature`, `from`, `to`,
 * the `probability` then and how many `similar` past customers it is held to; or in `none` why nothing is advised) or null
 * where the risk is low, `asked` where the question names another time (its `months`, the `day` it ends on, the `probability` of
 * leaving within it), `reasons` with `feature`, `value` and `contribution` in log-odds (positive: towards leaving), `asOf`.
 */
export default defineCommand({
  intent: 'customer.explain',
  group: 'one-customer',
  everyday: true,
  arguments: {
    customer: customer(),
    horizonMonths: optional(monthsAhead(mostMonthsAhead)),
    until: optional(until()),
  },
  allowed: roles,
  async run(context, { customer: id, ...time }) {
    const { store, scope, run, bank } = context;
    const card = await customerCard(store.db, scope, run.id, id);
    if (card === undefined) throw new Error('A customer left the scope while being read.');
    const departed = departureOf(card, context);
    const [step] = await customerSteps(store.db, scope, run.id, card.id);
    const unknown =
      departed === null && card.value !== null && card.value.churnProbability === null
        ? await noChurnModel(context)
        : undefined;
    const probability = card.value?.churnProbability ?? null;
    const asked = await leavingBy(context, askedHorizon(time, context));
    const within =
      asked === undefined || probability === null
        ? null
        : { ...asked.horizon, probability: asked.of(probability) };
    return {
      reply: explanation(context, card, { departed, unknown, within, step }),
      data: {
        customer: card.externalId,
        departed,
        churnProbability: probability,
        asked: within,
        churnHorizonMonths: run.churnHorizonMonths,
        valueIfStays: card.value?.valueIfStays ?? null,
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

function explanation(
  context: CommandContext,
  card: CustomerCard,
  {
    departed,
    unknown,
    within: asked,
    step,
  }: {
    departed: Departure | null;
    unknown: string | undefined;
    within: (Horizon & { probability: number }) | null;
    step: CustomerStep | undefined;
  },
): Reply {
  const { locale, run, say, format } = context;
  const within = monthsInWords(run.churnHorizonMonths, locale);
  const probability = card.value?.churnProbability ?? null;
  const reasons =
    probability === null ? [] : strongest((card.value?.churnReasons ?? []).filter(tells), most);
  const sentences = reasons.map((reason) => reasonSentence(reason, say));
  const advice =
    probability === null ||
    card.value === null ||
    card.value.churnAdvice === null ||
    // Where a playbook says what to do, that the model advises nothing is no news.
    (step !== undefined && 'none' in card.value.churnAdvice)
      ? undefined
      : adviceSentence(card.value.churnAdvice, probability, say, format);
  return {
    title: customerTitle(card, locale),
    summary:
      leavingAnswer(context, card, { unknown, within: asked ?? undefined }) ??
      summarise(context, card, { probability, departed, reasons: reasons.length }),
    facts: [
      {
        label: say('customer-explain.facts.churn', { within }),
        value: churnInWords(
          { churnProbability: probability, departed: departed?.because },
          format,
          locale,
        ),
      },
      ...(card.value === null || probability === null
        ? []
        : [
            {
              label: say('customer-explain.facts.atStake'),
              value: stakeInWords(card.value, context),
            },
          ]),
    ],
    details: [
      ...(unknown === undefined ? [] : [unknown]),
      ...sentences,
      ...(asked === null
        ? []
        : [
            say('asked-horizon.reasons', {
              own: within,
              asked: horizonInWords(asked, context),
              risk: format.percent(asked.probability),
            }),
          ]),
      ...(step === undefined ? [] : [stepSentence(step, card, context)]),
      ...(advice === undefined ? [] : [advice]),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    charts:
      reasons.length === 0
        ? []
        : [
            {
              alt: say('customer-explain.chart', {
                name: customerName(card, locale),
                reasons: sentences.join(' '),
              }),
              spec: reasonsChart({
                reasons: reasons.map(({ feature, contribution }) => ({
                  label: featureLabel(feature, say),
                  contribution,
                })),
                locale,
              }),
            },
          ],
    actions: [
      {
        label: say('customer-explain.actions.brief'),
        command: `brief ${customerInSlashForm(card.externalId)}`,
      },
      {
        label: say('customer-explain.actions.recommend'),
        command: `recommend ${customerInSlashForm(card.externalId)}`,
      },
      {
        label: say('customer-explain.actions.value'),
        command: `customer ${customerInSlashForm(card.externalId)}`,
      },
      {
        label: say('customer-explain.actions.balance'),
        command: `trend ${customerInSlashForm(card.externalId)} balance`,
      },
      { label: say('customer-explain.actions.atRisk'), command: 'at-risk' },
    ],
    visibility: 'asker',
  };
}

function summarise(
  context: CommandContext,
  card: CustomerCard,
  {
    probability,
    departed,
    reasons,
  }: { probability: number | null; departed: Departure | null; reasons: number },
): string {
  const { locale, run, say, format } = context;
  const name = customerName(card, locale);
  if (probability === null) {
    if (departed?.because === 'silent') {
      return say('customer-explain.summary.silent', {
        name,
        silence: silenceInWords(departed, context),
      });
    }
    return departed === null
      ? say('customer-explain.summary.noHistory', { name })
      : say('customer-explain.summary.left', { name, day: format.day(departed.day) });
  }
  return say(
    reasons === 0 ? 'customer-explain.summary.noReason' : 'customer-explain.summary.reasons',
    {
      name,
      within: monthsInWords(run.churnHorizonMonths, locale),
      risk: format.percent(probability),
    },
  );
}
