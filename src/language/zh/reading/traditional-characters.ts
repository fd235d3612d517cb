import characters from 'opencc-js/dict/TSCharacters';

/** Simplified characters by traditional ones, after OpenCC, where both take one place in a text. */
const simplifiedOf = new Map(
  characters
    .split('|')
    .map((pair) => pair.split(' '))
    .flatMap(([traditional = '', simplified = '']) =>
      traditional.length === 1 && simplified.length === 1 && traditional !== simplified
        ? [[traditional, simplified] satisfies [string, string]]
        : [],
    ),
);
const traditional = new RegExp(`[${[...simplifiedOf.keys()].join('')}]`, 'g');

/** A text with its traditional characters simplified, character for character. */
export function simplified(text: string): string {
  return text.replace(traditional, (character) => simplifiedOf.get(character) ?? character);
}

const traditionalOf = new Map<string, string>();
for (const [character, plain] of simplifiedOf)
  traditionalOf.set(plain, (traditionalOf.get(plain) ?? '') + character);

/** The traditional characters that one simplified character stands for. */
export const traditionalFor = (character: string): string => traditionalOf.get(character) ?? '';
