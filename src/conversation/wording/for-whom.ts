import { dayIn, listIn } from '../../language/format.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { Standing } from '../../store/people/delegations.ts';

/**
 * In whose place somebody sees what an answer shows, and until when.
 * @param person who that is, where others read it, too; undefined: it is said to them
 */
export function forWhomInWords(
  owners: readonly Standing[],
  locale: Locale,
  person?: string,
): string {
  const say = sayIn(locale);
  const day = dayIn(locale);
  const each = owners.map(({ name, until }) =>
    say('delegation.person', { person: name, until: day(until) }),
  );
  const people = listIn(locale)(each);
  return person === undefined
    ? say('delegation.note', { people })
    : say('delegation.noteOf', { person, people });
}
