import { sourceLanguage } from '../language/catalogs.ts';
import { nameIn } from '../language/names.ts';
import { dayAfter, monthStart, monthsBefore } from '../scoring/history/calendar.ts';
import { type CustomerCard, customerCard } from '../store/customers/customer-card.ts';
import { customerMonths } from '../store/customers/customer-months.ts';
import { customerEvents } from '../store/money-events/customer-events.ts';
import type { ToldEvent } from '../store/money-events/told-event.ts';
import { type CustomerStep, customerSteps } from '../store/playbooks/steps.ts';
import type { CommandContext } from './command-context.ts';
import { departureOf } from './departure.ts';
import { strongest } from './wording/churn-words.ts';
import { stepData } from './wording/step-words.ts';

const monthsBack = 12;
const reasonsShown = 3;
const eventsShown = 3;

/** A customer's contribution by month, the first month first; `month` is its first day. */
export type ContributionMonths = { month: string; contribution: number }[];

/** The parts of a contribution, in the bank's currency: net interest + fees − cost to serve − expected loss. */
export type ContributionParts = Record<
  'netInterest' | 'fees' | 'costToServe' | 'expectedLoss',
  number
>;

/** What is known of a customer: the card, a year of contribution, and the figures as `data` of an answer has them. */
export type CustomerFigures = {
  card: CustomerCard;
  months: ContributionMonths;
  /** what the contribution of these months is made of; null without any */
  parts: ContributionParts | null;
  /** what the playbooks of the run say to do, the first first */
  steps: CustomerStep[];
  /** what befell them lately, the newest first */
  events: ToldEvent[];
  data: Record<string, unknown>;
};

/**
 * Reads what a customer is worth, the risk of losing them and what they bring in. `data`: `customer` (the bank's id),
 * `name`, `phone`, `email`, `tags`, `departed` (`because` is `closed`, with the `day`, or `silent`, with the day of the last transaction of their own as
 * `since`), `tier`, `segment` (its English name), `clv`, `clvLow`, `clvHigh` (the 90 % range; null where nothing is known of how many leave), `valueIfStays`
 * (the CLV without the chance of leaving), `valueAtStake` (the churn probability × that), `contribution12m`
 * (of `contributionMonths` whole months, at most 12; of it `contributionParts`: `netInterest` + `fees` − `costToServe` − `expectedLoss`),
 * `expectedContribution` (a month) `balance` and `debt` (owed on cards, loans and mortgages, without the `debtsUnrecorded` loans and mortgages of which no balance is recorded) in `currency`, `doNotContact` and `doNotProfile` (as they asked), `satisfaction` 0–1 and `satisfactionEstimated` (from what they wrote), `horizonMonths`, `cvs` 0–100, `churnProbability` 0–1 within
 * `churnHorizonMonths`, `reasons` with log-odds, `months` of contribution, `nextStep` (of the first playbook that holds: its id as
 * `playbook`, its `name`, `step` and words to `say`, `owner`, `priority`, `due` day and the facts `because` of which it holds),
 * `events` (what befell them lately, the newest three first, each with `kind`, `day` and its figures), `asOf`; null where there is
 * no figure.
 * @param id in the store, of a customer whom the asker may see
 */
export async function customerFigures(
  context: CommandContext,
  id: number,
): Promise<CustomerFigures> {
  const { store, scope, run, bank } = context;
  const [card, history, steps, events] = await Promise.all([
    customerCard(store.db, scope, run.id, id),
    customerMonths(store.db, scope, run.id, id, monthsBack),
    customerSteps(store.db, scope, run.id, id),
    customerEvents(store.db, scope, run.id, { customerId: id, limit: eventsShown }),
  ]);
  if (card === undefined) throw new Error('A customer left the scope while being read.');
  // Of who has left, the newest months there are lie further back than those that `contribution12m` adds up.
  const since = monthStart(monthsBefore(dayAfter(run.asOf), monthsBack));
  const lately = history.filter(({ month }) => month >= since);
  const months = lately.map(({ month, contribution }) => ({ month, contribution }));
  const parts = lately.length === 0 ? null : contributionParts(lately);
  const { value } = card;
  return {
    card,
    months,
    parts,
    steps,
    events,
    data: {
      customer: card.externalId,
      doNotContact: card.doNotContact,
      doNotProfile: card.doNotProfile,
      name: card.name,
      branch: card.branch,
      manager: card.manager,
      joinedOn: card.joinedOn,
      closedOn: card.closedOn,
      phone: card.phone,
      email: card.email,
      tags: card.tags,
      departed: departureOf(card, context),
      tier: value?.tier ?? null,
      segment: value?.segment ? nameIn(value.segment, sourceLanguage) : null,
      clv: value?.clv ?? null,
      clvLow: value?.clvLow ?? null,
      clvHigh: value?.clvHigh ?? null,
      valueIfStays: value?.valueIfStays ?? null,
      horizonMonths: value?.horizonMonths ?? null,
      cvs: value?.cvs ?? null,
      contribution12m: value?.contribution12m ?? null,
      contributionMonths: months.length,
      contributionParts: parts,
      expectedContribution: value?.expectedContribution ?? null,
      balance: value?.balance ?? null,
      debt: value?.debt ?? null,
      debtsUnrecorded: value?.debtsUnrecorded ?? null,
      satisfaction: value?.satisfaction ?? null,
      satisfactionEstimated: value?.satisfactionEstimated ?? false,
      churnProbability: value?.churnProbability ?? null,
      valueAtStake: value?.valueAtStake ?? null,
      churnHorizonMonths: run.churnHorizonMonths,
      reasons: strongest(value?.churnReasons ?? [], reasonsShown),
      months,
      nextStep: steps[0] === undefined ? null : stepData(steps[0], card, context),
      events: events.map(({ kind, day, figures }) => ({ kind, day, ...figures })),
      currency: bank.currency,
      asOf: run.asOf,
    },
  };
}

/** What the contribution of some months is made of, added up, in the bank's currency. */
export const contributionParts = (months: readonly ContributionParts[]): ContributionParts => {
  const sum = (part: keyof ContributionParts) =>
    months.reduce((total, month) => total + month[part], 0);
  return {
    netInterest: sum('netInterest'),
    fees: sum('fees'),
    costToServe: sum('costToServe'),
    expectedLoss: sum('expectedLoss'),
  };
};
