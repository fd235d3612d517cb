import { contributionChart } from '../../charts/contribution-chart.ts';
import type { Say } from '../../language/messages.ts';
import { nameIn } from '../../language/names.ts';
import { todayIn } from '../../language/today.ts';
import type { CustomerCard } from '../../store/customers/customer-card.ts';
import { type CustomerHistory, customerHistory } from '../../store/customers/customer-history.ts';
import { roles } from '../../store/kinds.ts';
import type { ToldEvent } from '../../store/money-events/told-event.ts';
import { type LastOpinion, lastOpinion } from '../../store/opinions/themes.ts';
import type { CustomerStep } from '../../store/playbooks/steps.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { type CommandContext, type CommandResult, defineCommand } from '../command.ts';
import {
  type ContributionMonths,
  type ContributionParts,
  customerFigures,
} from '../customer-figures.ts';
import { departureOf } from '../departure.ts';
import { householdOf } from '../household-figures.ts';
import type { Action, Chart, Reply } from '../reply.ts';
import { answerFirst, leavingAnswer, valuableAnswer } from '../wording/answer-words.ts';
import { churnInWords, strongest } from '../wording/churn-words.ts';
import { clvInWords, clvSentences } from '../wording/clv-words.ts';
import { contactFacts } from '../wording/contact-facts.ts';
import { customerSummary } from '../wording/customer-summary.ts';
import { customerName, customerTitle, monthsInWords, tierName } from '../wording/customer-words.ts';
import { eventSentence } from '../wording/event-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { reasonSentence, tells } from '../wording/feature-words.ts';
import { heldOutSentences } from '../wording/held-out.ts';
import {
  interactionInWords,
  openItemInWords,
  opportunityInWords,
} from '../wording/history-words.ts';
import { householdLine } from '../wording/household-words.ts';
import {
  debtFact,
  moneyInWords,
  monthsOfContribution,
  stakeInWords,
} from '../wording/money-words.ts';
import { satisfactionFact } from '../wording/satisfaction-words.ts';
import { segmentName } from '../wording/segment-words.ts';
import { stepSentence } from '../wording/step-words.ts';
import { lastOpinionSentence } from '../wording/theme-words.ts';

const reasonsShown = 3;
const openShown = 2;
const complaintEvents = new Set<string>(['complaint', 'complaint-waiting']);

/** Who a customer is, what they are worth and whether they stay. `data`: see {@link customerFigures}. */
export default defineCommand({
  intent: 'customer.value',
  group: 'one-customer',
  everyday: true,
  arguments: { customer: customer({ restricted: 'found' }) },
  allowed: roles,
  async run(context, { customer: id }) {
    const { card, months, parts, steps, events, data } = await customerFigures(context, id);
    if (card.restrictedOn !== null) return restrictedResult(context, card, card.restrictedOn);
    const { store, scope, run } = context;
    const [related, said, history, heldOut, clv] = await Promise.all([
      householdOf(context, id),
      lastOpinion(store.db, scope, card.id, run.asOf),
      customerHistory(store.db, scope, run.id, { customerId: id, limit: 0 }),
      heldOutSentences(context, [card]),
      clvSentences(context, card),
    ]);
    const household = householdLine(related, context);
    return {
      reply: customerReply(context, card, {
        months,
        parts,
        step: steps[0],
        events,
        household,
        said,
        history,
        heldOut,
        clv,
      }),
      data: said === undefined ? data : { ...data, lastOpinion: said },
      // What others of the household are worth is in its total.
      seen:
        household === undefined
          ? [card.id]
          : [...new Set([card.id, ...related.members.map((member) => member.id)])],
    };
  },
});

/** What is held of them is kept and not worked with: the card says that and who they are. */
function restrictedResult(
  { locale, say, format }: CommandContext,
  card: CustomerCard,
  restrictedOn: string,
): CommandResult {
  const { externalId, name } = card;
  const reply = plainReply(
    customerTitle(card, locale),
    say('customer-value.restricted', {
      name: customerName(card, locale),
      day: format.day(restrictedOn),
    }),
    [{ label: say('customer-value.actions.atRisk'), command: 'at-risk' }],
  );
  return { reply, data: { customer: externalId, name, restrictedOn }, seen: [card.id] };
}

function customerReply(
  context: CommandContext,
  card: CustomerCard,
  {
    months,
    parts,
    step,
    events,
    household,
    said,
    heldOut,
    history,
    clv,
  }: {
    months: ContributionMonths;
    parts: ContributionParts | null;
    step: CustomerStep | undefined;
    events: readonly ToldEvent[];
    household: string | undefined;
    said: LastOpinion | undefined;
    heldOut: readonly string[];
    history: CustomerHistory | undefined;
    clv: readonly string[];
  },
): Reply {
  const { locale, run, say, format } = context;
  const { value } = card;
  const reasons = strongest((value?.churnReasons ?? []).filter(tells), reasonsShown);
  return {
    title: customerTitle(card, locale),
    summary: answerFirst(
      leavingAnswer(context, card) ?? valuableAnswer(context, card),
      customerSummary(context, card),
      context,
    ),
    facts: facts(context, card, monthsOfContribution(months.length)),
    details: [
      ...(card.doNotContact
        ? [say('customer-words.doNotContact', { name: customerName(card, locale) })]
        : []),
      ...heldOut,
      ...(step === undefined ? [] : [stepSentence(step, card, context)]),
      ...events.map((event) => eventSentence(event, context)),
      ...(value?.churnProbability == null || reasons.length === 0
        ? []
        : [say('customer-value.reasons'), ...reasons.map((reason) => reasonSentence(reason, say))]),
      ...clv,
      ...(household === undefined ? [] : [household]),
      ...(said === undefined ? [] : [lastOpinionSentence(said, context)]),
      ...(history === undefined ? [] : dealings(history, events, context)),
      ...(parts === null || value?.contribution12m == null
        ? []
        : [contributionInWords(parts, monthsOfContribution(months.length), context)]),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    charts: charts(card, months, context),
    actions: nextSteps(card, say, {
      hasHousehold: household !== undefined,
      hasHistory: (history?.lastContact ?? history?.lastComplaint ?? null) !== null,
    }),
    visibility: 'asker',
  };
}

/** The last contact and the last complaint, what is open and who holds that there is no risk, each in a line. */
function dealings(
  { lastContact, lastComplaint, open, opportunities, notAtRisk }: CustomerHistory,
  events: readonly ToldEvent[],
  context: CommandContext,
): string[] {
  const { say, format, principal, timezone } = context;
  return [
    ...(notAtRisk === null
      ? []
      : [
          say('history-words.notAtRisk', {
            manager: notAtRisk.manager,
            day: format.day(todayIn(timezone, new Date(notAtRisk.at))),
            reason: notAtRisk.reason,
          }),
        ]),
    ...(lastContact === null
      ? []
      : [
          say('history-words.last', {
            contact: interactionInWords({ ...lastContact, note: null }, context),
          }),
        ]),
    // What befell them lately tells of a complaint itself.
    ...(lastComplaint === null || events.some(({ kind }) => complaintEvents.has(kind))
      ? []
      : [
          say('history-words.lastComplaint', {
            complaint: interactionInWords({ ...lastComplaint, note: null }, context),
          }),
        ]),
    ...open
      .slice(0, openShown)
      .map((item) =>
        openItemInWords({ ...item, own: item.ownerId === principal.managerId }, context),
      ),
    ...opportunities
      .slice(0, openShown)
      .map((each) =>
        opportunityInWords({ ...each, own: each.ownerId === principal.managerId }, context),
      ),
  ];
}

/** What the contribution of the last twelve months is made of. */
function contributionInWords(
  { netInterest, fees, costToServe, expectedLoss }: ContributionParts,
  months: number,
  { run, say, format }: CommandContext,
): string {
  return say('customer-value.contributionParts', {
    months,
    interest: format.money(netInterest),
    fees: format.money(fees),
    cost: format.money(costToServe),
    loss: format.money(expectedLoss),
    byRisk: expectedLoss !== 0 && run.lossByRisk ? 'yes' : 'no',
  });
}

function facts(context: CommandContext, card: CustomerCard, months: number): Reply['facts'] {
  const { locale, run, say, format } = context;
  const { value } = card;
  const unknown = say('customer-words.notRecorded');
  const departure = departureOf(card, context);
  const who = [
    { label: say('customer-value.facts.customer'), value: card.externalId },
    {
      label: say('customer-value.facts.branch'),
      value: card.branch === null ? unknown : nameIn(card.branchNames ?? {}, locale, card.branch),
    },
    {
      label: say('customer-value.facts.manager'),
      value: card.manager ?? say('customer-value.facts.noManager'),
    },
    {
      label: say('customer-value.facts.since'),
      value: card.joinedOn === null ? unknown : format.day(card.joinedOn),
    },
    ...(card.closedOn === null
      ? []
      : [{ label: say('customer-value.facts.leftOn'), value: format.day(card.closedOn) }]),
    ...(departure?.because === 'silent' && departure.since !== null
      ? [{ label: say('customer-value.facts.silentSince'), value: format.day(departure.since) }]
      : []),
    ...contactFacts(card, context),
  ];
  if (value === null) return who;
  const horizon = monthsInWords(value.horizonMonths, locale);
  const within = monthsInWords(run.churnHorizonMonths, locale);
  return [
    ...who,
    { label: say('customer-value.facts.tier'), value: tierName(value.tier, locale) },
    {
      label: say('customer-value.facts.segment'),
      value: segmentName({ names: value.segment }, locale),
    },
    ...(value.valueIfStays === null
      ? []
      : [
          {
            label: say('customer-value.facts.valueIfStays', { horizon }),
            value: format.money(value.valueIfStays),
          },
        ]),
    {
      label: say('customer-value.facts.clv', { horizon }),
      value: clvInWords(value, context),
    },
    {
      label: say('customer-value.facts.cvs'),
      value: say('customer-value.facts.cvsValue', { score: format.number(value.cvs) }),
    },
    {
      label: say('customer-value.facts.churn', { within }),
      value: churnInWords({ ...value, departed: departure?.because }, format, locale),
    },
    ...(value.churnProbability === null
      ? []
      : [
          {
            label: say('customer-value.facts.atStake'),
            value: stakeInWords({ ...value, valueIfStays: null }, context),
          },
        ]),
    {
      label: say('customer-value.facts.contribution', { months }),
      value: moneyInWords(value.contribution12m, context),
    },
    { label: say('customer-value.facts.balance'), value: moneyInWords(value.balance, context) },
    ...debtFact(value, context),
    ...(departure === undefined || departure === null ? satisfactionFact(value, context) : []),
  ];
}

function charts(
  card: CustomerCard,
  figures: ContributionMonths,
  { locale, bank, say, format }: CommandContext,
): Chart[] {
  const first = figures[0];
  const last = figures.at(-1);
  if (first === undefined || last === undefined) return [];
  const alt = say('customer-value.chart', {
    name: customerName(card, locale),
    from: format.month(first.month),
    to: format.month(last.month),
    total: format.money(figures.reduce((sum, { contribution }) => sum + contribution, 0)),
  });
  return [{ alt, spec: contributionChart({ months: figures, currency: bank.currency, locale }) }];
}

function nextSteps(
  { externalId, value }: CustomerCard,
  say: Say,
  { hasHousehold, hasHistory }: { hasHousehold: boolean; hasHistory: boolean },
): Action[] {
  return [
    ...(value?.churnProbability == null
      ? []
      : [
          {
            label: say('customer-value.actions.why'),
            command: `why ${customerInSlashForm(externalId)}`,
          },
        ]),
    ...(value === null
      ? []
      : [
          {
            label: say('customer-value.actions.trend'),
            command: `trend ${customerInSlashForm(externalId)}`,
          },
        ]),
    ...(hasHousehold
      ? [
          {
            label: say('household-words.open'),
            command: `household ${customerInSlashForm(externalId)}`,
          },
        ]
      : []),
    ...(hasHistory
      ? [
          {
            label: say('customer-value.actions.history'),
            command: `history ${customerInSlashForm(externalId)}`,
          },
        ]
      : []),
    { label: say('customer-value.actions.atRisk'), command: 'at-risk' },
  ];
}
