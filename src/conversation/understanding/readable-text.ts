import { plainCharacters } from '../../language/characters.ts';
import { readings } from '../../language/readings.ts';

const fillerPhrases = readings.flatMap((reading) => reading.fillerPhrases ?? []);

/**
 * A normalised text as sentences are compared: each character in one way of writing it, short forms written out, and
 * without what tells why it is asked.
 */
export function readableText(text: string): string {
  const written = readings.reduce(
    (rest, reading) => reading.writtenOut?.(rest) ?? rest,
    plainCharacters(text),
  );
  return fillerPhrases.reduce((rest, phrase) => rest.replace(phrase, ' '), written);
}
