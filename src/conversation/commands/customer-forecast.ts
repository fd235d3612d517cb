import { todayIn } from '../../language/today.ts';
import { dayNumber, dayOf } from '../../scoring/history/calendar.ts';
import { type CustomerCard, customerCard } from '../../store/customers/customer-card.ts';
import { customerMonths } from '../../store/customers/customer-months.ts';
import { type MaturingHolding, maturingHoldings } from '../../store/customers/maturing-holdings.ts';
import { roles } from '../../store/kinds.ts';
import { optional } from '../arguments/argument.ts';
import { choice } from '../arguments/choice.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { monthsAhead } from '../arguments/months-ahead.ts';
import { until } from '../arguments/until.ts';
import { monthsAsked } from '../asked-horizon.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { type Departure, departureOf } from '../departure.ts';
import { forecastExport } from '../export/months.ts';
import {
  bandScaleOf,
  type ForecastMetric,
  forecastMetrics,
  forecastMonths,
  leastMonths,
  type MonthlyForecast,
} from '../forecast-figures.ts';
import type { Reply } from '../reply.ts';
import { customerName, customerTitle } from '../wording/customer-words.ts';
import { silenceInWords } from '../wording/departure-words.ts';
import { forecastReply } from '../wording/forecast-reply.ts';
import { letterOf, marksOf } from '../wording/lettered-events.ts';
import { productName } from '../wording/offer-words.ts';

const usualMonths = 6;
const mostMonths = 24;
/** More than a run keeps. */
const allMonths = 120;
/** How many days ahead a maturity is told of, and how many of them. */
const maturitiesAhead = 366;
const mostMaturities = 3;

/**
 * What comes next of a customer, by month. `data`: `customer` (the bank's id), `metric`, `method` and `level` (the chance, 0–1,
 * with which `low` and `high` hold a month; both null without a forecast), `months` with `month` (its first day), `value`, `low` and
 * `high`: contribution, or mean balance, of the month in `currency`, or how many transactions; `crossing` (when the course first
 * falls to `half` of today's, or to `nothing`, within a year); `maturities` of the year to come (`product`, `label`, `maturesOn`,
 * `days` from today, `balance`); `monthsKnown`; `expectedContribution` a month as the card has it;
 * `departed` as `why` has it; `asOf`. For those who have left, or have too few months, `months` is empty.
 */
export default defineCommand({
  intent: 'customer.forecast',
  group: 'one-customer',
  arguments: {
    customer: customer(),
    metric: optional(choice('metric', forecastMetrics), 'contribution'),
    horizonMonths: optional(monthsAhead(mostMonths)),
    until: optional(until()),
  },
  allowed: roles,
  async run(context, { customer: id, metric, ...time }) {
    const { store, scope, run, bank } = context;
    const card = await customerCard(store.db, scope, run.id, id);
    if (card === undefined) throw new Error('A customer left the scope while being read.');
    const rows = await customerMonths(store.db, scope, run.id, card.id, allMonths);
    const past = rows.map((row) => ({ month: row.month, value: row[metric] }));
    const known = past.filter(({ value }) => value !== null).length;
    const departed = departureOf(card, context);
    const today = todayIn(bank.timezone, context.now);
    const maturing =
      departed === null
        ? await maturingHoldings(store.db, scope, card.id, {
            from: today,
            to: dayOf(dayNumber(today) + maturitiesAhead),
          })
        : [];
    const maturities = maturing.map((each) => ({
      ...each,
      days: dayNumber(each.maturesOn) - dayNumber(today),
    }));
    const newest = past.at(-1)?.month ?? run.asOf;
    const asked = monthsAsked(time, { newest, usual: usualMonths, most: mostMonths }, context);
    const forecast =
      departed !== null || known < leastMonths
        ? undefined
        : forecastMonths(past, metric, asked.months, await bandScaleOf(context, metric));
    return {
      reply:
        forecast === undefined
          ? unknownReply(context, card, { departed, known, metric, maturities })
          : knownReply(context, card, { metric, forecast, maturities, note: asked.note }),
      data: {
        customer: card.externalId,
        metric,
        method: forecast?.method ?? null,
        level: forecast?.level ?? null,
        months: forecast?.months ?? [],
        crossing: forecast?.crossing ?? null,
        maturities,
        monthsKnown: known,
        expectedContribution: card.value?.expectedContribution ?? null,
        departed,
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: [card.id],
      ...(forecast === undefined
        ? {}
        : {
            exported: async () =>
              forecastExport(context, { metric, months: forecast.months }, card),
          }),
    };
  },
});

type Maturity = MaturingHolding & { days: number };

/** What falls due, which no course of the past tells of. */
function maturitiesInWords(
  { say, format }: CommandContext,
  maturities: readonly Maturity[],
): string[] {
  return maturities.slice(0, mostMaturities).map((each) =>
    say('customer-forecast.matures', {
      product: productName(each, { say }),
      balance: each.balance === null ? 'none' : format.money(each.balance),
      known: each.balance === null ? 'no' : 'yes',
      day: format.day(each.maturesOn),
      days: each.days,
    }),
  );
}

function knownReply(
  context: CommandContext,
  card: CustomerCard,
  {
    metric,
    forecast,
    maturities,
    note,
  }: {
    metric: ForecastMetric;
    forecast: MonthlyForecast;
    maturities: readonly Maturity[];
    note: string | undefined;
  },
): Reply {
  const { locale, say, format, run } = context;
  const name = customerName(card, locale);
  const due = maturities.slice(0, mostMaturities).map((each, at) => ({
    month: `${each.maturesOn.slice(0, 7)}-01`,
    letters: letterOf(at),
  }));
  const { finding, ...shown } = forecastReply(context, {
    name,
    metric,
    forecast,
    marks: marksOf(due),
  });
  const beside =
    metric === 'contribution' && card.value !== null
      ? [
          say('customer-forecast.besideCard', {
            name,
            expected: format.money(card.value.expectedContribution),
          }),
        ]
      : [say('customer-forecast.ifStays', { name })];
  return {
    ...shown,
    title: say('findings.of', { customer: customerTitle(card, locale), finding }),
    details: [
      ...(note === undefined ? [] : [note]),
      ...(shown.details ?? []),
      ...maturitiesInWords(context, maturities).map((sentence, at) =>
        forecast.months.some(({ month }) => month === due[at]?.month)
          ? say('customer-trend.event', { letter: letterOf(at), sentence })
          : sentence,
      ),
      ...beside,
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    actions: actionsFor(context, card, metric),
    visibility: 'asker',
  };
}

/** The answer about somebody who has left, or of whom too little is recorded. */
function unknownReply(
  context: CommandContext,
  card: CustomerCard,
  {
    departed,
    known,
    metric,
    maturities,
  }: {
    departed: Departure | null;
    known: number;
    metric: ForecastMetric;
    maturities: readonly Maturity[];
  },
): Reply {
  const { locale, say, format, run } = context;
  const name = customerName(card, locale);
  return {
    title: say('customer-forecast.title', { customer: customerTitle(card, locale), metric }),
    summary:
      departed?.because === 'closed'
        ? say('customer-forecast.left', { name, day: format.day(departed.day) })
        : departed?.because === 'silent'
          ? say('customer-forecast.silent', { name, silence: silenceInWords(departed, context) })
          : say('customer-forecast.tooFew', { name, metric, known, least: leastMonths }),
    facts: [],
    details: [
      ...maturitiesInWords(context, maturities),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    charts: [],
    actions: actionsFor(context, card, metric),
    visibility: 'asker',
  };
}

function actionsFor(
  { say }: CommandContext,
  { externalId }: CustomerCard,
  metric: ForecastMetric,
): Reply['actions'] {
  const id = customerInSlashForm(externalId);
  return [
    { label: say('customer-forecast.actions.trend'), command: `trend ${id} ${metric}` },
    ...forecastMetrics
      .filter((each) => each !== metric)
      .map((each) => ({
        label: say('forecast-words.metric', { metric: each }),
        command: `forecast ${id} ${each}`,
      })),
    { label: say('customer-forecast.actions.value'), command: `customer ${id}` },
  ];
}
