import type { Format } from '../../language/format.ts';
import type { Say } from '../../language/messages.ts';
import { attributeInWords, attributeOf, isOneOf } from '../../settings/attribute-features.ts';
import {
  actionableFeatures,
  type ChurnFeature,
  churnFeature,
} from '../../settings/churn-features.ts';
import type { ChurnAdvice, ChurnReason, NoChurnAdvice } from '../../store/schema.ts';

/** A smaller change, as a share, rounds to none; one from `gone` down is to nothing; one from `beyond` up is held there. */
const bounds = { same: 0.005, gone: -0.995, beyond: 2.995 };
/** A smaller share rounds to none. */
const leastShare = 0.005;

/** What a feature is called; an attribute, or a feature of another version, by its name in plain words. */
export function featureLabel(feature: string, say: Say): string {
  const attribute = attributeOf(feature);
  if (attribute !== undefined) return attributeInWords(attribute);
  const known = churnFeature(feature);
  return known === undefined
    ? feature.replaceAll('_', ' ')
    : say(`churn-features.${known.name}.label`);
}

/**
 * A reason as a sentence that states the fact: "Balance down 38% in three months." A fact that lowers the risk says so,
 * since reasons are asked for where somebody may leave.
 */
export function reasonSentence({ feature, value, contribution }: ChurnReason, say: Say): string {
  const known = churnFeature(feature);
  const effect = contribution < 0 ? 'lowers' : 'raises';
  if (attributeOf(feature) !== undefined) return attributeSentence(feature, value, effect, say);
  if (known === undefined || typeof value === 'string') {
    const unknown = { feature: featureLabel(feature, say), effect } as const;
    return typeof value !== 'number'
      ? say('churn-features.unknown.missing', unknown)
      : say('churn-features.unknown.value', { ...unknown, number: value });
  }
  if (value === null) return say(`churn-features.${known.name}.missing`, { effect });
  return valueSentence(known, value, effect, say);
}

/** “Number of products: 4.” */
function attributeSentence(
  feature: string,
  value: number | string | null,
  effect: 'raises' | 'lowers',
  say: Say,
): string {
  const label = featureLabel(feature, say);
  const named = { feature: label.charAt(0).toUpperCase() + label.slice(1), effect } as const;
  if (value === null) return say('churn-features.attribute.missing', named);
  return typeof value === 'number'
    ? say('churn-features.attribute.number', { ...named, number: value })
    : say('churn-features.attribute.text', { ...named, text: value });
}

/** What says something by its absence: no transaction, no answer to a survey, no rating. */
const tellByAbsence: ReadonlySet<string> = new Set([
  'days_since_transaction',
  'satisfaction',
  'rating',
]);
/** Who somebody is: nobody is told that they may leave because of it. */
const ofThePerson = ['age', 'sex', 'nationality'];

/**
 * Whether a reason is one that can be said to a customer or a colleague. That something is not recorded, or that there was
 * nothing to compare a change with, is none; nor is what another version measured, or who the customer is.
 */
export function tells({ feature, value }: Pick<ChurnReason, 'feature' | 'value'>): boolean {
  const attribute = attributeOf(feature);
  if (attribute !== undefined) return value !== null && !isOneOf(attribute, ofThePerson);
  if (churnFeature(feature) === undefined || ofThePerson.includes(feature)) return false;
  return value !== null || tellByAbsence.has(feature);
}

function valueSentence(
  feature: ChurnFeature,
  value: number,
  effect: 'raises' | 'lowers',
  say: Say,
): string {
  switch (feature.unit) {
    case 'money':
      // Rounded here, and 0 added, so that what rounds to nothing has no minus sign.
      return say(`churn-features.${feature.name}.value`, { amount: Math.round(value) + 0, effect });
    case 'change':
      return say(`churn-features.${feature.name}.value`, {
        change: changeOf(value),
        share: Math.abs(value),
        effect,
      });
    case 'share':
      return say(`churn-features.${feature.name}.value`, {
        size: value === 0 ? 'none' : value < leastShare ? 'trace' : 'some',
        share: value,
        effect,
      });
    case 'points':
      return say(`churn-features.${feature.name}.value`, {
        change: Math.abs(value) < bounds.same ? 'same' : value < 0 ? 'down' : 'up',
        points: Math.round(Math.abs(value) * 100),
        effect,
      });
    case 'count':
      return say(`churn-features.${feature.name}.value`, { count: value, effect });
    case 'days':
      return say(`churn-features.${feature.name}.value`, { days: value, effect });
    case 'months': {
      const months = Math.floor(value);
      const years = Math.floor(months / 12);
      const span = months < 1 ? 'short' : years < 2 ? 'months' : 'years';
      return say(`churn-features.${feature.name}.value`, { span, months, years, effect });
    }
    case 'years':
      return say(`churn-features.${feature.name}.value`, { years: Math.floor(value), effect });
    case 'number':
      return say(`churn-features.${feature.name}.value`, { number: value, effect });
    case 'flag':
      return say(`churn-features.${feature.name}.value`, {
        flag: value === 1 ? 'yes' : 'no',
        effect,
      });
  }
}

function changeOf(value: number): 'same' | 'gone' | 'down' | 'up' | 'beyond' {
  if (Math.abs(value) < bounds.same) return 'same';
  if (value <= bounds.gone) return 'gone';
  if (value < 0) return 'down';
  return value < bounds.beyond ? 'up' : 'beyond';
}

/**
 * What goes with a lower risk, as a sentence, or why nothing is advised; undefined for what a later version may advise. What an
 * earlier version advised is told as what its model said.
 *
 * @param risk the churn probability as it is
 */
export function adviceSentence(
  advice: ChurnAdvice | NoChurnAdvice,
  risk: number,
  say: Say,
  format: Format,
): string | undefined {
  if ('none' in advice) return say('customer-explain.advice.none', { reason: advice.none });
  const { feature, from, probability, similar } = advice;
  const known = actionableFeatures.find(({ name }) => name === feature);
  if (known === undefined) return undefined;
  const change = { risk: format.percent(risk), lowered: format.percent(probability) };
  return similar === undefined
    ? say(`churn-features.${known.name}.advice`, { from, ...change })
    : say('customer-explain.advice.some', {
        action: say('customer-explain.advice.action', { feature: known.name, from }),
        similar,
        ...change,
      });
}
