import { monthsBefore } from '../../../scoring/history/calendar.ts';
import { churnFeature } from '../../../settings/churn-features.ts';
import type { CustomerCard } from '../../../store/customers/customer-card.ts';
import type { CustomerChanges } from '../../../store/customers/customer-changes.ts';
import type { ChurnReason } from '../../../store/schema.ts';
import type { CommandContext } from '../../command-context.ts';
import { strongest } from '../../wording/churn-words.ts';
import type { Aspect, Change } from './what-changed.ts';

type Run = CommandContext['run'];

const months = 3;
const reasonsTold = 3;
/** From here on a sum that left is worth a question: as a change of the balance, and as a share of what customers usually have. */
const large = { change: -0.2, ofTypical: 0.25 };

/** Whether a large sum left in the last three months: large for the customer, and large for customers of this bank. */
export function largeSumLeft(facts: CustomerChanges['facts']): boolean {
  const change = facts?.balance_change_3m;
  const fall = facts?.balance_fall_to_typical_3m;
  return (
    typeof change === 'number' &&
    typeof fall === 'number' &&
    change <= large.change &&
    fall >= large.ofTypical
  );
}

/** Whether a product was closed in the last three months. */
export function closedLately(changed: readonly Change[], { asOf }: Pick<Run, 'asOf'>): boolean {
  const from = monthsBefore(asOf, months);
  return changed.some((change) => change.what === 'closed' && change.day > from);
}

/**
 * What raises the risk most, where it is up, or where nobody knows what it was and it is high. A fall of the balance that stands
 * among the changes is not told twice.
 */
export function risingReasons(
  {
    card: { value },
    changed,
    compared,
  }: { card: CustomerCard; changed: readonly Change[]; compared: readonly Aspect[] },
  { atRisk }: Pick<Run, 'atRisk'>,
): ChurnReason[] {
  const probability = value?.churnProbability ?? null;
  if (value === null || probability === null) return [];
  const risk = changed.find((change) => change.what === 'risk');
  const up =
    risk === undefined ? !compared.includes('risk') && probability >= atRisk : risk.to > risk.from;
  if (!up) return [];
  const balanceTold = changed.some(({ what }) => what === 'balance');
  return strongest(
    (value.churnReasons ?? []).filter(
      ({ feature, contribution }) =>
        contribution > 0 && !(balanceTold && churnFeature(feature)?.theme === 'balance change'),
    ),
    reasonsTold,
  );
}
