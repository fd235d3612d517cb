import { survivalChart } from '../../charts/survival-chart.ts';
import { type CustomerCard, customerCard } from '../../store/customers/customer-card.ts';
import { roles } from '../../store/kinds.ts';
import { optional } from '../arguments/argument.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { monthsAhead } from '../arguments/months-ahead.ts';
import { until } from '../arguments/until.ts';
import { askedHorizon, type Horizon, horizonInWords, mostMonthsAhead } from '../asked-horizon.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { type Departure, departureOf } from '../departure.ts';
import type { Reply } from '../reply.ts';
import { type SurvivalFigures, survivalFigures } from '../survival-figures.ts';
import { answerFirst, leavingAnswer } from '../wording/answer-words.ts';
import { customerName, customerTitle, monthsInWords } from '../wording/customer-words.ts';
import { silenceInWords } from '../wording/departure-words.ts';
import { noChurnModel } from '../wording/no-churn-model.ts';

/** The months at which the chance of leaving is told. */
const told = [1, 3, 6, 12] as const;
const year = 12;

/**
 * When a customer may leave. `data`: `customer` (the bank's id), `medianMonths` (by when half of the customers with such a risk
 * have left; null beyond `longestMonths`), `months` with the `probability` 0–1 of having left within so many `months`, each from 1
 * to `longestMonths`, equal to `churnProbability` at `churnHorizonMonths`; where the question names a time, `asked` with
 * `months` (which need not be whole) and `probability`; `bank`, the chance of any customer of the bank within the churn horizon;
 * `departed` as `why` has it; `asOf`. For those who have left, or whose risk is not known, `months` is empty.
 */
export default defineCommand({
  intent: 'customer.survival',
  group: 'one-customer',
  arguments: {
    customer: customer(),
    horizonMonths: optional(monthsAhead(mostMonthsAhead)),
    until: optional(until()),
  },
  allowed: roles,
  async run(context, { customer: id, ...asked }) {
    const { store, scope, run } = context;
    const card = await customerCard(store.db, scope, run.id, id);
    if (card === undefined) throw new Error('A customer left the scope while being read.');
    const departed = departureOf(card, context);
    const probability = departed === null ? (card.value?.churnProbability ?? null) : null;
    const horizon = askedHorizon(asked, context);
    const figures =
      probability === null ? null : await survivalFigures(context, probability, horizon);
    return {
      reply:
        figures === null
          ? await unknownReply(context, card, departed)
          : survivalReply(context, card, figures, horizon),
      data: {
        customer: card.externalId,
        departed,
        medianMonths: figures?.medianMonths ?? null,
        longestMonths: mostMonthsAhead,
        months: figures?.months ?? [],
        asked: figures?.asked ?? null,
        churnProbability: probability,
        churnHorizonMonths: run.churnHorizonMonths,
        bank: figures?.bankWithinHorizon ?? null,
        asOf: run.asOf,
      },
      seen: [card.id],
    };
  },
});

function survivalReply(
  context: CommandContext,
  card: CustomerCard,
  figures: SurvivalFigures,
  horizon: Horizon | undefined,
): Reply {
  const { locale, run, say, format } = context;
  const name = customerName(card, locale);
  const { medianMonths, asked } = figures;
  const within = (months: number) => figures.months[months - 1]?.probability ?? 0;
  const median =
    figures.medianMonths === null
      ? say('customer-survival.median.beyond', { span: monthsInWords(mostMonthsAhead, locale) })
      : say('customer-survival.median.within', { span: monthsInWords(medianMonths ?? 0, locale) });
  const shown = [...new Set([...told, run.churnHorizonMonths])].sort((a, b) => a - b);
  const finding =
    horizon === undefined || asked === null
      ? say('findings.survival', {
          risk: format.percent(within(year)),
          span: monthsInWords(year, locale),
        })
      : say('findings.survivalBy', {
          risk: format.percent(asked.probability),
          by: horizonInWords(horizon, context),
        });
  return {
    title: say('findings.of', { customer: customerTitle(card, locale), finding }),
    summary:
      horizon === undefined || asked === null
        ? whenAnswer(context, {
            card,
            name,
            medianMonths,
            risk: format.percent(within(12)),
            median,
          })
        : (leavingAnswer(context, card, {
            within: { ...horizon, probability: asked.probability },
          }) ??
          say('customer-survival.asked', {
            name,
            by: horizonInWords(horizon, context),
            stays: format.percent(1 - asked.probability),
            risk: format.percent(asked.probability),
          })),
    facts: [
      ...(horizon === undefined || asked === null || shown.includes(asked.months)
        ? []
        : [
            {
              label: say('customer-survival.facts.by', { by: horizonInWords(horizon, context) }),
              value: format.percent(asked.probability),
            },
          ]),
      ...shown.map((months) => ({
        label: say('customer-survival.facts.within', { span: monthsInWords(months, locale) }),
        value: format.percent(within(months)),
      })),
      {
        label: say('customer-survival.facts.median'),
        value:
          medianMonths === null
            ? say('customer-survival.facts.beyond', {
                span: monthsInWords(mostMonthsAhead, locale),
              })
            : monthsInWords(medianMonths, locale),
      },
    ],
    details: [
      say('customer-survival.bank', {
        risk: format.percent(figures.bankWithinHorizon),
        span: monthsInWords(run.churnHorizonMonths, locale),
      }),
      ...(figures.persistence === null
        ? []
        : [
            say('customer-survival.persistence', {
              left: format.percent(figures.persistence),
              span: monthsInWords(run.churnHorizonMonths, locale),
            }),
          ]),
      ...(figures.valuedByIt ? [] : [say('customer-survival.otherValue')]),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    charts: [
      {
        alt: say('findings.alt', {
          finding,
          chart: say('customer-survival.chart', {
            name,
            risk: format.percent(within(year)),
            median,
          }),
        }),
        spec: survivalChart({
          customer: figures.customerCurve,
          bank: figures.bankCurve,
          marked: shown,
          title: finding,
          locale,
        }),
      },
    ],
    actions: [
      {
        label: say('customer-survival.actions.why'),
        command: `why ${customerInSlashForm(card.externalId)}`,
      },
      {
        label: say('customer-survival.actions.value'),
        command: `customer ${customerInSlashForm(card.externalId)}`,
      },
      {
        label: say('customer-survival.actions.whatif'),
        command: `what-if ${customerInSlashForm(card.externalId)} retention=0.95`,
      },
    ],
    visibility: 'asker',
  };
}

/** The time first where the question asks when, yes or no where it asks whether, else the chance within a year. */
function whenAnswer(
  context: CommandContext,
  {
    card,
    medianMonths,
    ...said
  }: {
    card: CustomerCard;
    medianMonths: number | null;
    name: string;
    risk: string;
    median: string;
  },
): string {
  const { asked, say, locale } = context;
  if (asked?.form !== 'when')
    return answerFirst(
      leavingAnswer(context, card),
      say('customer-survival.summary', said),
      context,
    );
  return medianMonths === null
    ? say('answers.staysBeyond', { ...said, span: monthsInWords(mostMonthsAhead, locale) })
    : say('answers.leavesAfter', { ...said, span: monthsInWords(medianMonths, locale) });
}

/** The answer about somebody who has left, or whose risk nothing tells. */
async function unknownReply(
  context: CommandContext,
  card: CustomerCard,
  departed: Departure | null,
): Promise<Reply> {
  const { locale, run, say, format } = context;
  const name = customerName(card, locale);
  const noModel = departed === null ? await noChurnModel(context) : undefined;
  const summary =
    departed?.because === 'closed'
      ? say('customer-survival.left', { name, day: format.day(departed.day) })
      : departed?.because === 'silent'
        ? say('customer-survival.silent', { name, silence: silenceInWords(departed, context) })
        : (noModel ?? say('customer-survival.noHistory', { name }));
  return {
    title: customerTitle(card, locale),
    summary: leavingAnswer(context, card, { unknown: noModel }) ?? summary,
    facts: [],
    details: [say('customer-words.asOf', { day: format.day(run.asOf) })],
    charts: [],
    actions: [
      {
        label: say('customer-survival.actions.value'),
        command: `customer ${customerInSlashForm(card.externalId)}`,
      },
    ],
    visibility: 'asker',
  };
}
