import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { RegisteredCommand } from '../command.ts';

/** What a language model took a sentence as, in one line: the command and its arguments, as a slash form writes them. */
export function chosenInWords(
  { button, arguments: known }: RegisteredCommand,
  entities: Readonly<Record<string, unknown>>,
  locale: Locale,
): string {
  const said = Object.entries(known).flatMap(([name, { write }]) =>
    entities[name] === undefined ? [] : (write(entities[name]) ?? []),
  );
  return sayIn(locale)('language-model.taken', { parts: [button(locale), ...said].join(' · ') });
}
