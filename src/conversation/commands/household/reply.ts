import { householdChart } from '../../../charts/household-chart.ts';
import type { CustomerCard } from '../../../store/customers/customer-card.ts';
import type { RelatedCustomer } from '../../../store/households/related-customers.ts';
import { customerInSlashForm } from '../../arguments/customer.ts';
import type { CommandContext } from '../../command.ts';
import { departureOf } from '../../departure.ts';
import { type HouseholdFigures, mostMembers } from '../../household-figures.ts';
import type { Action, Chart, Reply } from '../../reply.ts';
import { churnInWords } from '../../wording/churn-words.ts';
import { customerName, customerTitle, monthsInWords } from '../../wording/customer-words.ts';
import { householdInWords, whoIsCounted } from '../../wording/household-words.ts';
import { clvInWords, moneyInWords, stakeInWords, worthOf } from '../../wording/money-words.ts';
import { householdSentences, summaryOf } from './sentences.ts';

const buttons = 3;

/**
 * A household or group of which the asker may see somebody: totals of those, a row and a bar for each.
 * @param months of how many the contribution is known
 */
export function householdReply(
  context: CommandContext,
  card: CustomerCard,
  figures: HouseholdFigures,
  months: number,
): Reply {
  const { locale, run, say, format } = context;
  const { members } = figures.related;
  const names = namesOf(members, context);
  // A run of an earlier version has the CLV alone.
  const figure = figures.related.together.valueIfStays === null ? 'clv' : 'value';
  return {
    title: titleOf(context, card, figures),
    summary: summaryOf(context, card, figures, names),
    facts: facts(context, figures, months),
    details: [
      ...householdSentences(context, figures, names),
      say('household.note', { within: monthsInWords(run.churnHorizonMonths, locale) }),
      ...(figures.related.together.seen > mostMembers
        ? [say('household.most', { most: mostMembers })]
        : []),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    table: {
      columns: [
        { label: say('household.columns.customer'), align: 'start' },
        { label: say(`household.columns.${figure}`), align: 'end' },
        { label: say('household.columns.churn'), align: 'end' },
        { label: say('household.columns.atStake'), align: 'end' },
      ],
      rows: members.map((member, at) => rowOf(member, names[at] ?? member.externalId, context)),
    },
    charts: charts(context, figures, names),
    actions: nextSteps(context, card, figures, names),
    visibility: 'asker',
  };
}

/** Whose household it is, and what stands to be lost with it, where that is anything. */
function titleOf(
  { locale, say, format }: CommandContext,
  card: CustomerCard,
  { related }: HouseholdFigures,
): string {
  const title = say('household.title', {
    household: householdInWords(related, locale),
    name: customerName(card, locale),
  });
  const { valueAtStake } = related.together;
  return valueAtStake === null || valueAtStake <= 0
    ? title
    : say('findings.household', { title, atStake: format.money(valueAtStake) });
}

/** What to call each member: with the id where two have one name. */
function namesOf(members: readonly RelatedCustomer[], { locale }: CommandContext): string[] {
  const names = members.map((member) => customerName(member, locale));
  return members.map((member, at) =>
    names.filter((name) => name === names[at]).length > 1
      ? customerTitle(member, locale)
      : (names[at] ?? member.externalId),
  );
}

function facts(
  context: CommandContext,
  { related }: HouseholdFigures,
  months: number,
): Reply['facts'] {
  const { locale, run, say } = context;
  const { together, households } = related;
  const horizon = monthsInWords(run.clvHorizonMonths, locale);
  const ofAll = households.map(({ kind, household, customers }) => ({
    label: say('household.facts.kind', { kind }),
    value: say('household.facts.customers', { household, customers }),
  }));
  if (together.customers === 0) return ofAll;
  return [
    ...ofAll,
    { label: say('household.facts.counted'), value: whoIsCounted(related, context) },
    ...(together.valueIfStays === null
      ? []
      : [
          {
            label: say('household.facts.valueIfStays', { horizon }),
            value: moneyInWords(together.valueIfStays, context),
          },
        ]),
    {
      label: say('household.facts.clv', { horizon }),
      value: clvInWords(together.clv, context),
    },
    {
      label: say('household.facts.atStake'),
      value: stakeInWords({ valueAtStake: together.valueAtStake, valueIfStays: null }, context),
    },
    {
      label: say('household.facts.contribution', { months }),
      value: moneyInWords(together.contribution12m, context),
    },
    { label: say('household.facts.balance'), value: moneyInWords(together.balance, context) },
  ];
}

function rowOf(member: RelatedCustomer, name: string, context: CommandContext): string[] {
  const { locale, say, format } = context;
  const { value } = member;
  const departed = departureOf(member, context);
  const role = member.links.find((link) => link.role !== null)?.role ?? 'other';
  return [
    role === 'other' ? name : say('household.member', { name, role }),
    departed !== null || value === null ? '–' : format.money(worthOf(value).amount),
    churnInWords(
      { churnProbability: value?.churnProbability ?? null, departed: departed?.because },
      format,
      locale,
      'short',
    ),
    value?.churnProbability == null
      ? '–'
      : stakeInWords({ valueAtStake: value.valueAtStake, valueIfStays: null }, context, 'short'),
  ];
}

function charts(
  context: CommandContext,
  { related }: HouseholdFigures,
  names: readonly string[],
): Chart[] {
  const { locale, bank, say, format } = context;
  const bars = related.members.flatMap((member, at) =>
    member.value === null || departureOf(member, context) !== null
      ? []
      : [
          {
            label: names[at] ?? member.externalId,
            value: worthOf(member.value).amount,
            probability: member.value.churnProbability,
            atRisk: member.value.atRisk,
          },
        ],
  );
  const [first] = bars;
  if (first === undefined || bars.length < 2) return [];
  return [
    {
      alt: say('household.chart', {
        customers: bars.length,
        name: first.label,
        value: format.money(first.value),
      }),
      spec: householdChart({ bars, currency: bank.currency, locale }),
    },
  ];
}

/** The cards of those who are worth the most besides the customer, and the customer's own. */
function nextSteps(
  { say }: CommandContext,
  card: CustomerCard,
  { related }: HouseholdFigures,
  names: readonly string[],
): Action[] {
  return [
    {
      label: say('household.actions.value'),
      command: `customer ${customerInSlashForm(card.externalId)}`,
    },
    ...related.members
      .map((member, at) => ({ member, name: names[at] ?? member.externalId }))
      .filter(({ member }) => member.id !== card.id)
      .slice(0, buttons)
      .map(({ member, name }) => ({
        label: name,
        command: `customer ${customerInSlashForm(member.externalId)}`,
      })),
  ];
}
