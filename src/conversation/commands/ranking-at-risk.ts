import { roles } from '../../store/kinds.ts';
import { atRiskTotals, customersAtRisk } from '../../store/rankings/at-risk-customers.ts';
import type { RankedCustomer } from '../../store/rankings/ranked-customer.ts';
import { optional } from '../arguments/argument.ts';
import { choice } from '../arguments/choice.ts';
import { count } from '../arguments/count.ts';
import { customerInSlashForm } from '../arguments/customer.ts';
import { filterEntities, filters, heldTo } from '../arguments/filters.ts';
import { monthsAhead } from '../arguments/months-ahead.ts';
import { place } from '../arguments/place.ts';
import { until } from '../arguments/until.ts';
import { askedHorizon, mostMonthsAhead } from '../asked-horizon.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { toRead } from '../export/exported.ts';
import { riskExport } from '../export/ranked-customers.ts';
import type { Reply } from '../reply.ts';
import { leavingBy } from '../survival-figures.ts';
import { riskCountAnswer } from '../wording/answer-words.ts';
import { riskReplyParts } from '../wording/at-risk-list.ts';
import { customerName, monthsInWords } from '../wording/customer-words.ts';
import { helpAction, noneInListReply, plainReply } from '../wording/fallback-replies.ts';
import { heldOutSentences } from '../wording/held-out.ts';
import { leftOutSentences } from '../wording/left-out.ts';
import { noChurnModel } from '../wording/no-churn-model.ts';
import {
  beyondListReply,
  endOfList,
  mostAtATime,
  nextPage,
  type Page,
  pageTitle,
} from '../wording/pages.ts';
import { byPersuadable, mostRanked } from '../wording/persuadable.ts';

const usual = 10;
const most = 50;

const asked = {
  limit: optional(count(most)),
  sortBy: optional(
    choice('riskOrder', ['stake', 'probability', 'persuadable'], { by: true }),
    'stake',
  ),
  ...filters,
  horizonMonths: optional(monthsAhead(mostMonthsAhead)),
  until: optional(until()),
  from: place(),
};

/**
 * Who is at risk, those with the most at stake first, or `sortBy` probability, those likeliest to leave, or persuadable, whom a contact moves most, with their `uplift` (by
 * how much it raises the chance to stay, −1 to 1); where nobody is, those with the most at stake. `data`: `customers`
 * with `customer` (the bank's id), `name`, `branch`, `tier`, `clv`, `valueIfStays`, `contribution12m` and `valueAtStake`
 * (churn probability × value if they stay, below 0 for those who cost more than they bring in) in `currency`, `cvs` 0–100,
 * `churnProbability` 0–1 within `churnHorizonMonths`; `atRisk`, `from`, the place of the first in the whole list; how many are at `threshold` or above, and their
 * `totalAtStake` (both null without a churn model), and how many are `leftOut` whom somebody knows not to be; where the question names another time, `asked` with its `months` and each
 * customer's `askedProbability` of leaving within it; `asOf`.
 */
export default defineCommand({
  intent: 'ranking.atRisk',
  group: 'lists',
  everyday: true,
  arguments: asked,
  allowed: roles,
  async run(context, { limit, sortBy, horizonMonths, until: day, from, ...names }) {
    const { store, scope, run, bank, locale, say, format } = context;
    const { filters: held, whose } = heldTo(context, names);
    const shown = Math.min(limit ?? usual, most);
    const { atRisk } = run;
    const totals = await atRiskTotals(store.db, scope, run.id, { atRisk, filters: held });
    const words = sortBy === 'probability' ? 'ranking-at-risk.byProbability' : 'ranking-at-risk';
    // Where nobody is at risk, those with the most at stake still are worth a look.
    const threshold = totals.atRisk === 0 ? 0 : atRisk;
    // One more than are shown: whether there is a next page.
    const found = await customersAtRisk(store.db, scope, run.id, {
      atRisk: threshold,
      ...(sortBy === 'persuadable'
        ? { limit: mostRanked }
        : { limit: shown + 1, offset: from - 1, by: sortBy }),
      filters: held,
    });
    const persuaded = sortBy === 'persuadable' ? await byPersuadable(context, found) : undefined;
    if (persuaded !== undefined && 'reply' in persuaded) return persuaded;
    const ranked = persuaded?.customers.slice(from - 1) ?? found;
    const listed = ranked.slice(0, shown);
    const isMore = ranked.length > shown;
    const page: Page = {
      word: 'at-risk',
      arguments: asked,
      entities: {
        ...filterEntities(names),
        ...(sortBy === 'stake' ? {} : { sortBy }),
        horizonMonths,
        until: day,
      },
      from,
      limit: shown,
    };
    const within = await leavingBy(context, askedHorizon({ horizonMonths, until: day }, context));
    const parts = riskReplyParts(listed, context, filterEntities(names), {
      asked: within,
      persuaded,
    });
    const heldOut = await heldOutSentences(context, listed);
    const leftOut = await leftOutSentences(context, held);
    const said = {
      within: monthsInWords(run.churnHorizonMonths, locale),
      threshold: format.percent(run.atRisk),
      whose,
    };
    return {
      reply:
        listed.length === 0
          ? from > 1
            ? beyondListReply(page, context)
            : await nobodyListed(context, whose, leftOut.sentences)
          : {
              title:
                from > 1 || persuaded !== undefined || totals.atRisk === null
                  ? pageTitle(say(`${words}.title`), page, listed.length, context)
                  : say('findings.atRisk', {
                      customers: totals.atRisk,
                      atStake: format.money(totals.valueAtStake ?? 0),
                      whose,
                    }),
              summary:
                persuaded !== undefined
                  ? say('persuadable.summary', { campaign: persuaded.campaign, whose })
                  : (riskCountAnswer(context, totals, said) ??
                    (from === 1 && sortBy === 'stake'
                      ? firstAtRisk(context, listed[0], said)
                      : undefined) ??
                    (totals.atRisk === 0
                      ? say(`${words}.nobody`, said)
                      : say(`${words}.summary`, {
                          ...said,
                          customers: totals.atRisk ?? 0,
                          atStake: format.money(totals.valueAtStake ?? 0),
                        }))),
              facts: [],
              ...parts,
              ...(parts.table === undefined
                ? {}
                : { table: { ...parts.table, ...(from === 1 ? {} : { first: from }) } }),
              details: [
                ...mostAtATime(limit, most, context),
                ...endOfList(page, isMore, context),
                ...leftOut.sentences,
                ...heldOut,
                ...(parts.details ?? []),
              ],
              actions: [
                ...listed.slice(0, 1).map((first) => ({
                  label: say('customer-explain.actions.briefOf', {
                    customer: customerName(first, locale),
                  }),
                  command: `brief ${customerInSlashForm(first.externalId)}`,
                })),
                ...parts.actions,
                ...nextPage(page, isMore, context),
              ],
              visibility: 'asker',
            },
      data: {
        customers: listed.map(({ id, externalId, churnReasons: _, ...each }) => ({
          customer: externalId,
          ...each,
          ...(persuaded === undefined ? {} : { uplift: persuaded.uplift.get(id) ?? null }),
          ...(within === undefined || each.churnProbability === null
            ? {}
            : { askedProbability: within.of(each.churnProbability) }),
        })),
        sortBy,
        from,
        asked: within?.horizon ?? null,
        threshold: atRisk,
        atRisk: totals.atRisk,
        leftOut: leftOut.customers,
        totalAtStake: totals.valueAtStake,
        churnHorizonMonths: run.churnHorizonMonths,
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: listed.map(({ id }) => id),
      listed: { customers: listed.map(({ id }) => id), from, limit: shown, isMore },
      ...(listed.length === 0
        ? {}
        : {
            exported: async () =>
              riskExport(
                context,
                persuaded?.customers.slice(from - 1) ??
                  (await customersAtRisk(store.db, scope, run.id, {
                    atRisk: threshold,
                    limit: toRead(limit),
                    offset: from - 1,
                    filters: held,
                  })),
                { limit, more: persuaded !== undefined && found.length === mostRanked },
                { asked: within, persuaded },
              ),
          }),
    };
  },
});

/** To a list that nobody is in: because nobody's risk is known, or because there is nobody. */
async function nobodyListed(
  context: CommandContext,
  whose: string,
  leftOut: string[],
): Promise<Reply> {
  const { locale, say } = context;
  const unknown = await noChurnModel(context);
  return unknown === undefined
    ? { ...noneInListReply(locale, whose, context.asked), details: leftOut }
    : plainReply(say('no-churn-model.title'), unknown, [
        helpAction(locale),
        { label: say('at-risk-list.actions.top'), command: 'top' },
      ]);
}

/** Who is first on the list, where the question asks who; undefined otherwise, and where nobody is at risk. */
function firstAtRisk(
  { asked, run, locale, format, say }: CommandContext,
  first: RankedCustomer | undefined,
  { within, whose }: { within: string; whose: string },
): string | undefined {
  if (asked?.form !== 'who' || first === undefined || (first.churnProbability ?? 0) < run.atRisk)
    return undefined;
  return say('answers.firstAtRisk', {
    customer: customerName(first, locale),
    risk: format.percent(first.churnProbability ?? 0),
    within,
    atStake: format.money(Math.max(0, first.valueAtStake ?? 0)),
    whose,
  });
}
