import words from './number-words.json' with { type: 'json' };
import { idsInDigits } from './spoken-ids.ts';

const units: ReadonlyMap<string, number> = new Map(Object.entries(words.units));
const tens: ReadonlyMap<string, number> = new Map(Object.entries(words.tens));
const anyUnit = [...units.keys()].join('|');

const numberWords = new RegExp(
  `\\b(?:a |one )?(?:(${[...tens.keys()].join('|')})(?:[ -](one|${anyUnit}))?|(${anyUnit}))\\b`,
  'gi',
);

/** Number words from two to a hundred, and ids in words, as digits: "the twenty-five best" → "the 25 best". */
export function numbersInDigits(text: string): string {
  return idsInDigits(text)
    .replace(/\bhalf a dozen\b/gi, '6')
    .replace(numberWords, (_, ten?: string, unit?: string, single?: string) => {
      if (single !== undefined) return String(units.get(single.toLowerCase()));
      const base = tens.get(ten?.toLowerCase() ?? '') ?? 0;
      const rest = unit === undefined ? 0 : (units.get(unit.toLowerCase()) ?? 1);
      return String(base + rest);
    });
}
