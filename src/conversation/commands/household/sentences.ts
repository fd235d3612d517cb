import type { CustomerCard } from '../../../store/customers/customer-card.ts';
import type { RelatedCustomer } from '../../../store/households/related-customers.ts';
import type { CommandContext } from '../../command.ts';
import { departureOf } from '../../departure.ts';
import { type HouseholdFigures, mostMembers } from '../../household-figures.ts';
import { customerName, monthsInWords } from '../../wording/customer-words.ts';
import { householdInWords, kindOfHousehold, whereSeen } from '../../wording/household-words.ts';
import { worthOf } from '../../wording/money-words.ts';

/** What those whom the asker may see are worth together, and what of it stands to be lost. */
export function summaryOf(
  context: CommandContext,
  card: CustomerCard,
  { related, hidden }: HouseholdFigures,
  names: readonly string[],
): string {
  const { locale, run, scope, say, format } = context;
  const { together } = related;
  const whose = {
    name: customerName(card, locale),
    household: householdInWords(related, locale),
    customers: together.customers,
    where: whereSeen(scope),
  } as const;
  const known = together.valueIfStays !== null || together.clv !== null;
  if (together.customers === 0 || !known) {
    return say(
      related.members.some((member) => departureOf(member, context) === null)
        ? 'household.summary.notYetKnown'
        : 'household.summary.left',
      { ...whose, seen: hidden === 0 ? 'all' : 'some', asOf: format.day(run.asOf) },
    );
  }
  const { amount, basis } = worthOf(together);
  const lost = mostAtStake(context, related.members, names, related.all);
  return say('household.summary.worth', {
    ...whose,
    seen: hidden === 0 ? 'all' : 'some',
    value: format.money(amount),
    basis,
    horizon: monthsInWords(run.clvHorizonMonths, locale),
    within: monthsInWords(run.churnHorizonMonths, locale),
    stake:
      together.valueAtStake === null
        ? 'unknown'
        : together.valueAtStake === 0
          ? 'none'
          : lost === undefined
            ? 'some'
            : 'most',
    atStake: format.money(together.valueAtStake ?? 0),
    risky: lost?.name ?? '',
    risk: lost === undefined ? '' : format.percent(lost.risk),
  });
}

/** With whom of several the most stands to be lost; undefined where nothing is, or not all of them are listed. */
function mostAtStake(
  context: CommandContext,
  members: readonly RelatedCustomer[],
  names: readonly string[],
  all: number,
): { name: string; risk: number } | undefined {
  const predicted = members.flatMap((member, at) =>
    member.value?.churnProbability == null || departureOf(member, context) !== null
      ? []
      : [
          {
            name: names[at] ?? member.externalId,
            risk: member.value.churnProbability,
            stake: member.value.valueAtStake ?? 0,
          },
        ],
  );
  const [first] = predicted.toSorted((a, b) => b.stake - a.stake);
  if (first === undefined || first.stake <= 0 || predicted.length < 2) return undefined;
  return all > mostMembers ? undefined : first;
}

const mostNames = 3;

/** Who holds a household together, who is not shown, and what the bank's past says of one leaving. */
export function householdSentences(
  context: CommandContext,
  { related, hidden, anchor, leaving }: HouseholdFigures,
  names: readonly string[],
): string[] {
  const { locale, scope, say, format } = context;
  const gone = names.filter((_, at) => {
    const member = related.members[at];
    return member !== undefined && departureOf(member, context) !== null;
  });
  return [
    ...(gone.length === 0 || related.together.customers === 0
      ? []
      : [
          say('household.gone', {
            few: gone.length <= mostNames ? 'yes' : 'no',
            names: format.list(gone),
            customers: gone.length,
          }),
        ]),
    ...(anchor === null
      ? []
      : [
          say('household.anchor', {
            name: names[0] ?? anchor.member.externalId,
            share: format.percent(anchor.share),
            seen: hidden === 0 ? 'all' : 'some',
            kind: kindOfHousehold(related),
          }),
        ]),
    ...(hidden === 0
      ? []
      : [
          say('household.hidden', {
            customers: hidden,
            where: whereSeen(scope),
          }),
        ]),
    ...(related.households.length > 1 ? [say('household.once')] : []),
    ...leaving.map(({ kind, months, stayed, left, share, usual, than }) =>
      say('household.leaving', {
        kind,
        than,
        left,
        stayed,
        share: format.percent(share),
        usual: format.percent(usual),
        span: monthsInWords(months, locale),
      }),
    ),
  ];
}
