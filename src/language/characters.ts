import { readings } from './readings.ts';

/**
 * A text with each character that a language writes in several ways, such as a traditional Chinese one, in the way that
 * its words are listed in, character for character, so that places in it are places in the text.
 */
export function plainCharacters(text: string): string {
  return readings.reduce((plain, reading) => reading.plain?.(plain) ?? plain, text);
}
