import { readFileSync } from 'node:fs';

/**
 * Traditional characters, each followed by its simplified one: those that stand for one of the 3,755 commonest simplified
 * characters (level 1 of GB 2312), after OpenCC's table (Apache 2.0).
 */
const pairs = readFileSync(new URL('traditional-characters.txt', import.meta.url), 'utf8');

const simplifiedOf = new Map(
  pairs
    .split(/\s+/)
    .filter((pair) => pair !== '')
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
);

const traditional = new RegExp(`[${[...simplifiedOf.keys()].join('')}]`, 'g');

/** A text with its traditional characters simplified, character for character. */
export function simplified(text: string): string {
  return text.replace(traditional, (character) => simplifiedOf.get(character) ?? character);
}
