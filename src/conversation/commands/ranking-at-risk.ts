import { roles } from '../../store/kinds.ts';
import { atRiskTotals, likeliestToLeave } from '../../store/rankings/at-risk-customers.ts';
import { optional } from '../arguments/argument.ts';
import { count } from '../arguments/count.ts';
import { filters, heldTo } from '../arguments/filters.ts';
import { defineCommand } from '../command.ts';
import { riskReplyParts } from '../wording/at-risk-list.ts';
import { monthsInWords } from '../wording/customer-words.ts';
import { noneInListReply } from '../wording/fallback-replies.ts';

const usual = 10;
const most = 50;

/**
 * Who is likeliest to leave. `data`: `customers` with `customer` (the bank's id), `name`, `branch`, `tier`, `clv`,
 * `contribution12m` and `valueAtStake` (below 0 for those who cost more than they bring in) in `currency`, `cvs` 0–100,
 * `churnProbability` 0–1 within `churnHorizonMonths`; `atRisk`, how many are at `threshold` or above, and their
 * `totalAtStake`; `asOf`.
 */
export default defineCommand({
  intent: 'ranking.atRisk',
  arguments: { limit: optional(count(most), usual), ...filters },
  allowed: roles,
  async run(context, { limit, ...names }) {
    const { store, scope, run, bank, locale, say, format } = context;
    const { filters: held, whose } = heldTo(context, names);
    const shown = Math.min(limit, most);
    const listed = await likeliestToLeave(store.db, scope, run.id, { limit: shown, filters: held });
    const totals = await atRiskTotals(store.db, scope, run.id, {
      atRisk: run.atRisk,
      filters: held,
    });
    const said = {
      within: monthsInWords(run.churnHorizonMonths, locale),
      threshold: format.percent(run.atRisk),
      whose,
    };
    return {
      reply:
        listed.length === 0
          ? noneInListReply(locale, whose)
          : {
              title: say('ranking-at-risk.title'),
              summary:
                totals.customers === 0
                  ? say('ranking-at-risk.nobody', said)
                  : say('ranking-at-risk.summary', {
                      ...said,
                      customers: totals.customers,
                      atStake: format.money(totals.valueAtStake),
                    }),
              facts: [],
              ...riskReplyParts(listed, context),
              visibility: 'asker',
            },
      data: {
        customers: listed.map(({ id: _, externalId, churnReasons: __, ...each }) => ({
          customer: externalId,
          ...each,
        })),
        threshold: run.atRisk,
        atRisk: totals.customers,
        totalAtStake: totals.valueAtStake,
        churnHorizonMonths: run.churnHorizonMonths,
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: listed.map(({ id }) => id),
    };
  },
});
