import { eventKinds, productKinds } from '../../store/kinds.ts';
import { stages } from '../../valuation/scores/lifecycle.ts';
import { tiers } from '../../valuation/scores/tiers.ts';
import { churnFeatureNames, churnFeatures } from '../churn-features.ts';

/**
 * What a condition of a playbook may be about. A fact is a number in a unit; a choice, one word of a list; a set, some words
 * of a list; a flag, true or false; or the segment, by its name.
 */
export type PlaybookFact = { name: string } & (
  | { kind: 'number'; unit: FactUnit }
  | { kind: 'choice' | 'set'; words: readonly string[] }
  | { kind: 'flag' }
  | { kind: 'segment' }
);

/** Units are those of the churn features; `score` is 0 to 100. */
export type FactUnit = (typeof churnFeatures)[number]['unit'] | 'score';

/** A personal attribute is no ground for treating somebody in another way. */
type Personal = 'age' | 'sex';
const isPersonal = (name: string): name is Personal => name === 'age' || name === 'sex';

/** What reasons for a risk may be named by: a theme, with hyphens, or a feature. */
const reasonWords = [
  ...new Set(
    churnFeatures.filter(({ name }) => !isPersonal(name)).map(({ theme }) => hyphened(theme)),
  ),
  ...churnFeatureNames.filter((name) => !isPersonal(name)),
];

/** The name of a theme in a configuration. */
export function hyphened(theme: string): string {
  return theme.replaceAll(' ', '-');
}

/** What a run says of a customer, by the column of `customer_values`. */
const valued = [
  { name: 'tier', kind: 'choice', words: tiers },
  { name: 'stage', kind: 'choice', words: stages },
  { name: 'segment', kind: 'segment' },
  { name: 'at_risk', kind: 'flag' },
  { name: 'churn_probability', kind: 'number', unit: 'share' },
  { name: 'reasons', kind: 'set', words: reasonWords },
  { name: 'value_if_stays', kind: 'number', unit: 'money' },
  { name: 'value_at_stake', kind: 'number', unit: 'money' },
  { name: 'clv', kind: 'number', unit: 'money' },
  { name: 'cvs', kind: 'number', unit: 'score' },
  { name: 'contribution_12m', kind: 'number', unit: 'money' },
  { name: 'expected_contribution', kind: 'number', unit: 'money' },
] as const satisfies readonly PlaybookFact[];

/** What is gathered of a customer beside the churn features. */
export const gatheredFacts = [
  { name: 'days_since_contact', kind: 'number', unit: 'days' },
  { name: 'ever_contacted', kind: 'flag' },
  { name: 'largest_deposit_30d', kind: 'number', unit: 'money' },
  { name: 'largest_deposit_share_30d', kind: 'number', unit: 'share' },
  { name: 'largest_deposit_to_typical_30d', kind: 'number', unit: 'share' },
  { name: 'largest_withdrawal_30d', kind: 'number', unit: 'money' },
  { name: 'largest_withdrawal_share_30d', kind: 'number', unit: 'share' },
  { name: 'largest_withdrawal_to_typical_30d', kind: 'number', unit: 'share' },
  { name: 'balance_fall_to_typical_3m', kind: 'number', unit: 'share' },
  { name: 'regular_income', kind: 'number', unit: 'money' },
  { name: 'balance_to_income', kind: 'number', unit: 'number' },
  { name: 'income_stopped', kind: 'flag' },
  { name: 'days_since_income', kind: 'number', unit: 'days' },
  { name: 'satisfaction_estimated', kind: 'number', unit: 'share' },
] as const satisfies readonly PlaybookFact[];

const features: readonly PlaybookFact[] = churnFeatures.flatMap(({ name, unit }): PlaybookFact[] =>
  isPersonal(name) ? [] : [{ name, kind: 'number', unit }],
);

/** Every fact that a condition may be about, in the order in which the documentation lists them. */
export const playbookFacts: readonly PlaybookFact[] = [
  ...valued,
  { name: 'holds', kind: 'set', words: productKinds },
  { name: 'events', kind: 'set', words: eventKinds },
  ...gatheredFacts,
  ...features,
];

/** The fact of a name; undefined where there is none. */
export function playbookFact(name: string): PlaybookFact | undefined {
  return playbookFacts.find((fact) => fact.name === name);
}
