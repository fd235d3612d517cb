import { rankingChart } from '../../charts/ranking-chart.ts';
import type { DigestFilters } from '../../store/digests/digest-filters.ts';
import { roles } from '../../store/kinds.ts';
import type { RankedCustomer } from '../../store/rankings/ranked-customer.ts';
import { type RankingKey, topCustomers } from '../../store/rankings/top-customers.ts';
import { optional } from '../arguments/argument.ts';
import { choice } from '../arguments/choice.ts';
import { count } from '../arguments/count.ts';
import { customerInSlashForm } from '../arguments/customer.ts';
import { filterEntities, filters, heldTo } from '../arguments/filters.ts';
import { commandHeldTo } from '../arguments/held-command.ts';
import { place } from '../arguments/place.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { toRead } from '../export/exported.ts';
import { topExport } from '../export/ranked-customers.ts';
import type { Reply } from '../reply.ts';
import { churnInWords } from '../wording/churn-words.ts';
import { customerName, monthsInWords, tierName } from '../wording/customer-words.ts';
import { noneInListReply } from '../wording/fallback-replies.ts';
import { moneyInWords, monthsListed } from '../wording/money-words.ts';
import { beyondListReply, endOfList, nextPage, type Page, pageTitle } from '../wording/pages.ts';

const usual = 10;
const most = 50;
const chartBars = 15;

const askedFor = {
  limit: optional(count(most)),
  sortBy: optional(
    choice('sortBy', ['value', 'clv', 'cvs', 'contribution'], { by: true }),
    'value',
  ),
  ...filters,
  from: place(),
};

/**
 * The most valuable customers. `data`: `sortBy` (`value` too where it was to be by CLVs that are not known), `from` (the place of the first in the whole list), `customers` with `customer` (the bank's id), `name`, `branch`, `tier`,
 * `clv`, `valueIfStays`, `contribution12m` and `valueAtStake` in `currency`, `cvs` 0–100, `churnProbability` 0–1 or null; `asOf`.
 */
export default defineCommand({
  intent: 'ranking.top',
  group: 'lists',
  everyday: true,
  arguments: askedFor,
  allowed: roles,
  async run(context, { limit, sortBy: said, from, ...names }) {
    const { store, scope, run, bank, locale } = context;
    const { filters: held, whose } = heldTo(context, names);
    const shown = Math.min(limit ?? usual, most);
    // One more than are shown: whether there is a next page.
    const listed = { limit: shown + 1, offset: from - 1, filters: held };
    const wanted = await topCustomers(store.db, scope, run.id, { sortBy: said, ...listed });
    // Nobody can say who comes first by what is not known.
    const isNotKnown = said === 'clv' && isOrderUnknown(wanted);
    const asked = isNotKnown ? 'value' : said;
    const found = isNotKnown
      ? await topCustomers(store.db, scope, run.id, { sortBy: asked, ...listed })
      : wanted;
    const ranked = found.slice(0, shown);
    const isMore = found.length > shown;
    const page: Page = {
      word: 'top',
      arguments: askedFor,
      entities: { ...filterEntities(names), ...(asked === 'value' ? {} : { sortBy: asked }) },
      from,
      limit: shown,
    };
    // A run of an earlier version has the CLV alone: its list by value is one by CLV.
    const sortBy = asked === 'value' && !isValueKnown(ranked) ? 'clv' : asked;
    return {
      reply:
        ranked.length === 0
          ? from > 1
            ? beyondListReply(page, context)
            : noneInListReply(locale, whose)
          : rankingReply(context, ranked, {
              sortBy,
              whose,
              said: filterEntities(names),
              shortened: limit !== undefined && limit > most,
              page,
              isMore,
              isNotKnown,
            }),
      data: {
        sortBy,
        from,
        customers: ranked.map(({ id: _, externalId, churnReasons: __, ...each }) => ({
          customer: externalId,
          ...each,
        })),
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: ranked.map(({ id }) => id),
      listed: { customers: ranked.map(({ id }) => id), from, limit: shown, isMore },
      ...(ranked.length === 0
        ? {}
        : {
            exported: async () =>
              topExport(
                context,
                await topCustomers(store.db, scope, run.id, {
                  sortBy: asked,
                  limit: toRead(limit),
                  offset: from - 1,
                  filters: held,
                }),
                limit,
              ),
          }),
    };
  },
});

/** Whether CLVs say nothing of who comes first: some are not known, and the others are nothing. */
const isOrderUnknown = (ranked: readonly RankedCustomer[]): boolean =>
  ranked.some(({ clv }) => clv === null) && ranked.every(({ clv }) => (clv ?? 0) === 0);

function isValueKnown(ranked: readonly RankedCustomer[]): boolean {
  return ranked.some(({ valueIfStays }) => valueIfStays !== null);
}

const figureOf: Record<RankingKey, (customer: RankedCustomer) => number | null> = {
  value: ({ valueIfStays }) => valueIfStays,
  clv: ({ clv }) => clv,
  cvs: ({ cvs }) => cvs,
  contribution: ({ contribution12m }) => contribution12m,
};

function rankingReply(
  context: CommandContext,
  ranked: readonly RankedCustomer[],
  {
    sortBy,
    whose,
    said,
    shortened,
    page,
    isMore,
    isNotKnown,
  }: {
    sortBy: RankingKey;
    whose: string;
    said: DigestFilters;
    shortened: boolean;
    page: Page;
    isMore: boolean;
    /** that it was to go by CLVs that are not known */
    isNotKnown: boolean;
  },
): Reply {
  const { locale, bank, run, say, format, asked } = context;
  const [first] = ranked;
  const lead = sortBy === 'cvs' ? 'cvs' : isValueKnown(ranked) ? 'value' : 'clv';
  const months = monthsListed(ranked);
  const led = {
    months,
    sortBy,
    whose,
    customer: first === undefined ? '' : customerName(first, locale),
    horizon: monthsInWords(run.clvHorizonMonths, locale),
    figure:
      first === undefined
        ? ''
        : sortBy === 'cvs'
          ? format.number(first.cvs)
          : moneyInWords(figureOf[sortBy](first), context),
  };
  // Whoever leads a list of costs is not worth the most.
  const costs =
    first === undefined || sortBy === 'cvs' || (figureOf[sortBy](first) ?? 0) >= 0
      ? undefined
      : { ...led, sortBy };
  const placed = {
    order: say('ranking-top.chart.title', { sortBy, months }),
    whose,
    from: page.from,
    to: page.from + ranked.length - 1,
  };
  return {
    title:
      page.from === 1
        ? say('ranking-top.title', { customers: ranked.length })
        : pageTitle(say('ranking-top.command'), page, ranked.length, context),
    summary:
      page.from > 1
        ? say('pages.places', placed)
        : costs !== undefined
          ? say('ranking-top.costs', costs)
          : say(asked?.form === 'who' ? 'answers.leads' : 'ranking-top.summary', led),
    facts: [],
    details: [
      ...(isNotKnown ? [say('ranking-top.clvNotKnown')] : []),
      ...endOfList(page, isMore, context),
      ...(shortened ? [say('ranking-top.most', { most })] : []),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    table: {
      ...(page.from === 1 ? {} : { first: page.from }),
      columns: [
        { label: say('ranking-top.columns.customer'), align: 'start' },
        { label: say('ranking-top.columns.id'), align: 'start' },
        { label: say(`ranking-top.columns.${lead}`), align: 'end' },
        { label: say('ranking-top.columns.churn'), align: 'end' },
        { label: say('ranking-top.columns.tier'), align: 'start' },
        ...(lead === 'clv'
          ? []
          : [{ label: say('ranking-top.columns.clv'), align: 'end' } as const]),
        {
          label: say('ranking-top.columns.contribution', { months }),
          align: 'end',
        },
      ],
      rows: ranked.map((customer) => [
        customerName(customer, locale),
        customer.externalId,
        lead === 'cvs'
          ? format.number(customer.cvs)
          : moneyInWords(figureOf[lead](customer), context, 'short'),
        churnInWords(customer, format, locale, 'short'),
        tierName(customer.tier, locale),
        ...(lead === 'clv' ? [] : [moneyInWords(customer.clv, context, 'short')]),
        moneyInWords(customer.contribution12m, context, 'short'),
      ]),
    },
    charts: [
      {
        alt: page.from === 1 ? say('ranking-top.chart.alt', led) : say('pages.chart', placed),
        spec: rankingChart({
          bars: ranked.slice(0, chartBars).flatMap((customer) => {
            const value = figureOf[sortBy](customer);
            return value === null ? [] : [{ label: customerName(customer, locale), value }];
          }),
          title: say('ranking-top.chart.title', { sortBy, months }),
          format: sortBy === 'cvs' ? 'count' : 'money',
          currency: bank.currency,
          locale,
        }),
      },
    ],
    actions: [
      ...ranked.slice(0, 3).map((customer) => ({
        label: customerName(customer, locale),
        command: `customer ${customerInSlashForm(customer.externalId)}`,
      })),
      { label: say('ranking-top.actions.atRisk'), command: commandHeldTo('at-risk', said) },
      ...nextPage(page, isMore, context),
    ],
    visibility: 'asker',
  };
}
