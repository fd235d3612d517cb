import { defaultLocale, isLocale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { SegmentsConfig } from '../../settings/segments.ts';
import { languagesOf } from '../../settings/segments.ts';
import type { NamingWords } from '../../valuation/index.ts';

/** The languages that names of segments are made in, those that every feature has words in, with how each makes them. */
export function namingWords(
  features: SegmentsConfig['features'],
): Readonly<Record<string, NamingWords>> {
  return Object.fromEntries(languagesOf(features).map((language) => [language, wordsIn(language)]));
}

function wordsIn(language: string): NamingWords {
  const say = sayIn(isLocale(language) ? language : defaultLocale);
  return {
    middle: say('segment-names.middle'),
    noise: say('segment-names.noise'),
    rest: say('segment-names.rest'),
    high: (feature) => say('segment-names.high', { feature }),
    low: (feature) => say('segment-names.low', { feature }),
    very: (word) => say('segment-names.very', { word }),
    and: (name, word) => say('segment-names.and', { name, word }),
    numbered: (name, number) => say('segment-names.numbered', { name, number: String(number) }),
  };
}
