import { knownLanguages } from './catalogs.ts';
import type { MessageKey } from './message-arguments.ts';

/**
 * The words by which people of any language say something when they type it: a text of the catalogs that lists them,
 * separated by "|", in each language that has it. A language that is added brings its own.
 */
export function spellings(key: MessageKey): string[] {
  return [...knownLanguages.values()].flatMap(({ messages }) =>
    (messages.get(key) ?? '').split('|').filter((word) => word !== ''),
  );
}
