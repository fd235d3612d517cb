const january = 0;

/** How a language writes a part of a date: alone, and inside a date, where it may be inflected; without a closing point. */
function written(
  language: string,
  part: 'month' | 'weekday' | 'dayPeriod',
  options: Intl.DateTimeFormatOptions,
  date: Date,
): string[] {
  const forms = (['long', 'short'] as const).flatMap((length) => {
    const named = part === 'dayPeriod' ? options : { ...options, [part]: length };
    return [named, { ...named, day: 'numeric' as const }];
  });
  return forms.flatMap((each) =>
    new Intl.DateTimeFormat(language, { timeZone: 'UTC', calendar: 'gregory', ...each })
      .formatToParts(date)
      .filter(({ type }) => type === part)
      .map(({ value }) => value.toLowerCase().replace(/\.$/, '')),
  );
}

/** Found out once for each language. */
const months = new Map<string, Map<string, number>>();

/**
 * The names of the months in a language, in full and short, in small letters → 1 to 12.
 * @param language BCP 47, such as de
 */
export function monthNames(language: string): Map<string, number> {
  const known = months.get(language);
  if (known !== undefined) return known;
  const names = new Map<string, number>();
  for (let month = january; month < 12; month++) {
    for (const name of written(language, 'month', {}, new Date(Date.UTC(2024, month, 15)))) {
      if (!/^\d+$/.test(name)) names.set(name, month + 1);
    }
  }
  // What Intl does not write, and many programs do.
  if (names.get('sep') === 9) names.set('sept', 9);
  months.set(language, names);
  return names;
}

/** The names of the weekdays in a language, in full and short, in small letters. */
export function weekdayNames(language: string): Set<string> {
  const days = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2024, january, 1 + day)));
  return new Set(days.flatMap((day) => written(language, 'weekday', {}, day)));
}

/** How a language tells the halves of the day apart, in small letters → whether it is the second; am and pm in any. */
export function datePeriods(language: string): Map<string, boolean> {
  const periods = new Map([
    ['am', false],
    ['pm', true],
    ['a.m.', false],
    ['p.m.', true],
  ]);
  for (const hour of [9, 15]) {
    const at = new Date(Date.UTC(2024, january, 1, hour));
    for (const name of written(language, 'dayPeriod', { hour: 'numeric', hour12: true }, at))
      periods.set(name, hour >= 12);
  }
  return periods;
}
