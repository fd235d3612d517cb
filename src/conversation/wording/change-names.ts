import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';

/** What an intent changes, as people speak of the change; an intent that has no name of its own is “the change”. */
export function changeName(intent: string, locale: Locale): string {
  // A selector has no full stops.
  const name = intent.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
  return sayIn(locale)('undo.changes', { intent: name });
}
