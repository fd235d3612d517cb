import { folded } from '../../../language/fold.ts';
import { readings } from '../../../language/readings.ts';
import { isInJoinedScript } from '../tokenise.ts';
import { withinTypos } from '../typos.ts';
import { knownRoots, rootOf } from '../vocabulary.ts';

/** Shorter names are one slip from too much else: letters, or characters of a script without spaces. */
const shortest = { spaced: 5, joined: 3 };
/** From so many letters on two slips are one name still. */
const long = 8;

/** A word in small letters: one with a capital may be somebody's name. */
const word = /(?<![\p{L}\p{M}])\p{Ll}[\p{Script=Latin}\p{M}]{4,39}/gu;

/** How a name may be typed, and the name it stands for. */
type Typed = { typed: string; name: string };

/**
 * A word of a text that no vocabulary has, and that is one slip of the keyboard from a name (two from a long one); in a script
 * without spaces, as many characters as the name has, of which one is another that is read alike.
 * @param text of a line: its length is bounded
 */
export function slipOfName(
  text: string,
  names: readonly Typed[],
): { name: string; start: number; end: number } | undefined {
  return slipInWords(text, names) ?? slipInCharacters(text, names);
}

function slipInWords(text: string, names: readonly Typed[]) {
  const all = names
    .map(({ typed, name }) => ({ typed: folded(typed), name }))
    .filter(({ typed }) => typed.length >= shortest.spaced && !/[\s\d]/.test(typed));
  for (const match of text.matchAll(word)) {
    const said = folded(match[0]);
    if (knownRoots.has(rootOf(said))) continue;
    const meant = all.filter(
      ({ typed }) =>
        !isInJoinedScript(typed) &&
        said !== typed &&
        said[0] === typed[0] &&
        withinTypos(said, typed, typed.length >= long ? 2 : 1),
    );
    const [one] = meant;
    if (one !== undefined && meant.every(({ name }) => name === one.name))
      return { name: one.name, start: match.index, end: match.index + match[0].length };
  }
  return undefined;
}

function slipInCharacters(text: string, names: readonly Typed[]) {
  const found = names
    .filter(({ typed }) => isInJoinedScript(typed) && typed.length >= shortest.joined)
    .flatMap(({ typed, name }) => {
      const start = [...text].findIndex((_, at) =>
        isSlipOf(typed, text.slice(at, at + typed.length)),
      );
      return start < 0 ? [] : [{ name, start, end: start + typed.length }];
    });
  const [one] = found;
  return found.every(({ name }) => name === one?.name) ? one : undefined;
}

/** Whether a text is a name but for one character that is read alike: what is typed by its sound slips so. */
function isSlipOf(name: string, text: string): boolean {
  if (text.length !== name.length) return false;
  const others = [...name].flatMap((meant, at) => (text[at] === meant ? [] : [[meant, text[at]]]));
  return others.length === 1 && others.every(([meant = '', said = '']) => soundAlike(meant, said));
}

const transcriptions = readings.flatMap(({ transcription }) => transcription ?? []);

const soundAlike = (one: string, other: string): boolean =>
  transcriptions.some((each) => {
    const said = each.readings(other);
    return each.readings(one).some((syllable) => said.includes(syllable));
  });
