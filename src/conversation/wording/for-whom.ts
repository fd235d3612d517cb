import { dayIn, formatFor } from '../../language/format.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { Standing } from '../../store/people/delegations.ts';

/** In whose place somebody sees what an answer shows, and until when. */
export function forWhomInWords(owners: readonly Standing[], locale: Locale): string {
  const say = sayIn(locale);
  const day = dayIn(locale);
  const people = owners.map(({ name, until }) =>
    say('delegation.person', { person: name, until: day(until) }),
  );
  return say('delegation.note', { people: formatFor(locale, 'EUR', 'UTC').list(people) });
}
