import { contributionChart } from '../../charts/contribution-chart.ts';
import { type BookTotals, bookMonths, bookTotals } from '../../store/book/book-totals.ts';
import { roles } from '../../store/kinds.ts';
import { filters, heldTo } from '../arguments/filters.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import type { Reply } from '../reply.ts';
import { churnInWords } from '../wording/churn-words.ts';
import { monthsInWords } from '../wording/customer-words.ts';
import { noneInListReply } from '../wording/fallback-replies.ts';

const months = 12;

/**
 * What a book adds up to. `data`: `customers`, of them `high`, `medium` and `low` by tier and `atRisk`; sums `clv`,
 * `contribution12m`, `balance` and `valueAtStake` in `currency`; mean `churnProbability` 0–1 within
 * `churnHorizonMonths` or null; `months` of contribution; `asOf`.
 */
export default defineCommand({
  intent: 'book.summary',
  arguments: filters,
  allowed: roles,
  async run(context, names) {
    const { store, scope, run, bank, locale } = context;
    const { filters: held, whose } = heldTo(context, names);
    const totals = await bookTotals(store.db, scope, run.id, { atRisk: run.atRisk, filters: held });
    const history = await bookMonths(store.db, scope, run.id, { months, filters: held });
    return {
      reply:
        totals.customers === 0
          ? noneInListReply(locale, whose)
          : summary(context, totals, history, whose),
      data: {
        ...totals,
        churnHorizonMonths: run.churnHorizonMonths,
        months: history,
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: [],
    };
  },
});

function summary(
  { locale, bank, run, config, say, format }: CommandContext,
  totals: BookTotals,
  history: { month: string; contribution: number }[],
  whose: string,
): Reply {
  const { customers, high, medium, low, atRisk, churnProbability } = totals;
  const horizon = monthsInWords(config.valuation.clv.horizonMonths, locale);
  const within = monthsInWords(run.churnHorizonMonths, locale);
  const clv = format.money(totals.clv);
  const atStake = format.money(totals.valueAtStake);
  const first = history[0];
  const last = history.at(-1);
  return {
    title: say('book-summary.title'),
    summary: say('book-summary.summary', { customers, clv, horizon, whose, atRisk, atStake }),
    facts: [
      { label: say('book-summary.facts.customers'), value: format.number(customers) },
      {
        label: say('book-summary.facts.tiers'),
        value: say('book-summary.facts.inTiers', { high, medium, low }),
      },
      { label: say('book-summary.facts.clv', { horizon }), value: clv },
      {
        label: say('book-summary.facts.contribution'),
        value: format.money(totals.contribution12m),
      },
      { label: say('book-summary.facts.balance'), value: format.money(totals.balance) },
      {
        label: say('book-summary.facts.churn', { within }),
        value: churnInWords({ closedOn: null, churnProbability }, format, locale),
      },
      { label: say('book-summary.facts.atRisk'), value: format.number(atRisk) },
      { label: say('book-summary.facts.valueAtStake'), value: atStake },
    ],
    details: [say('customer-words.asOf', { day: format.day(run.asOf) })],
    charts:
      first === undefined || last === undefined
        ? []
        : [
            {
              alt: say('book-summary.chart', {
                whose,
                from: format.month(first.month),
                to: format.month(last.month),
              }),
              spec: contributionChart({ months: history, currency: bank.currency, locale }),
            },
          ],
    actions: [
      { label: say('book-summary.actions.atRisk'), command: 'at-risk' },
      { label: say('book-summary.actions.top'), command: 'top' },
      { label: say('book-summary.actions.segments'), command: 'segments' },
    ],
    visibility: 'asker',
  };
}
