import { monthsWithLeavers } from '../../store/book/months-with-leavers.ts';
import { roles } from '../../store/kinds.ts';
import { customersIfFew } from '../../store/metrics/small-group-customers.ts';
import { optional } from '../arguments/argument.ts';
import { choice } from '../arguments/choice.ts';
import { filterEntities, filters, heldTo } from '../arguments/filters.ts';
import { commandHeldTo } from '../arguments/held-command.ts';
import { monthsAhead } from '../arguments/months-ahead.ts';
import { until } from '../arguments/until.ts';
import { monthsAsked } from '../asked-horizon.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { forecastExport } from '../export/months.ts';
import {
  type ForecastMetric,
  forecastMetrics,
  forecastMonths,
  leastMonths,
  type MonthlyForecast,
} from '../forecast-figures.ts';
import type { Reply } from '../reply.ts';
import { fewest } from '../small-groups.ts';
import { noneInListReply } from '../wording/fallback-replies.ts';
import { forecastReply } from '../wording/forecast-reply.ts';

const usualMonths = 6;
const mostMonths = 24;

/**
 * What comes next of a book, a segment or a branch, by month. `data`: `metric`, `method` and `level` (null without a forecast),
 * `months` as `forecast` has them of a customer, sums in `currency` or of transactions; `crossing`; `customers` in the newest month;
 * `monthsKnown`; `asOf`. Each month is of those who were customers in it, so that coming and going is part of the course.
 */
export default defineCommand({
  intent: 'book.forecast',
  group: 'lists',
  arguments: {
    metric: optional(choice('metric', forecastMetrics), 'contribution'),
    horizonMonths: optional(monthsAhead(mostMonths)),
    until: optional(until()),
    ...filters,
  },
  allowed: roles,
  async run(context, { metric, horizonMonths, until: day, ...names }) {
    const { store, scope, run, bank, locale } = context;
    const { filters: held, whose } = heldTo(context, names);
    const rows = await monthsWithLeavers(store.db, scope, run.id, held);
    const past = rows.map((row) => ({ month: row.month, value: row[metric] }));
    const known = past.filter(({ value }) => value !== null).length;
    const newest = past.at(-1)?.month ?? run.asOf;
    const asked = monthsAsked(
      { horizonMonths, until: day },
      { newest, usual: usualMonths, most: mostMonths },
      context,
    );
    const forecast = forecastMonths(past, metric, asked.months);
    const again = commandHeldTo('forecast book', filterEntities(names));
    return {
      reply:
        rows.length === 0
          ? noneInListReply(locale, whose)
          : bookReply(context, {
              whose,
              metric,
              forecast,
              known,
              note: asked.note,
              again,
              asToday:
                held.segment !== undefined || held.tier !== undefined || held.tags !== undefined,
            }),
      data: {
        metric,
        method: forecast?.method ?? null,
        level: forecast?.level ?? null,
        months: forecast?.months ?? [],
        crossing: forecast?.crossing ?? null,
        customers: rows.at(-1)?.customers ?? 0,
        monthsKnown: known,
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: await customersIfFew(store.db, scope, run.id, { filters: held, fewest }),
      ...(forecast === undefined
        ? {}
        : {
            exported: async () =>
              forecastExport(context, { metric, months: forecast.months }, undefined),
          }),
    };
  },
});

function bookReply(
  context: CommandContext,
  {
    whose,
    metric,
    forecast,
    known,
    note,
    again,
    asToday,
  }: {
    whose: string;
    metric: ForecastMetric;
    forecast: MonthlyForecast | undefined;
    known: number;
    note: string | undefined;
    again: string;
    asToday: boolean;
  },
): Reply {
  const { say, format, run } = context;
  const { finding, ...shown } =
    forecast === undefined
      ? {
          finding: undefined,
          details: [],
          summary: say('book-forecast.tooFew', { whose, metric, known, least: leastMonths }),
          facts: [],
          charts: [],
        }
      : forecastReply(context, { name: whose, metric, forecast });
  return {
    ...shown,
    title:
      finding === undefined
        ? say('book-forecast.title', { whose, metric })
        : say('findings.in', { finding, whose }),
    details: [
      ...(forecast === undefined || note === undefined ? [] : [note]),
      ...(shown.details ?? []),
      ...(forecast === undefined
        ? []
        : [say(asToday ? 'book-forecast.asToday' : 'book-forecast.comeAndGo')]),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    actions: forecastMetrics
      .filter((each) => each !== metric)
      .map((each) => ({
        label: say('forecast-words.metric', { metric: each }),
        command: again.replace('forecast book', `forecast book ${each}`),
      })),
    visibility: 'asker',
  };
}
