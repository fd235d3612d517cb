/*
 * Making one of Intl's formats takes a hundred times as long as using it, and a reply needs a dozen. There are as many as
 * languages, currencies, time zones and ways to write that the program asks for.
 */

const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

function kept<Made>(made: Map<string, Made>, key: string, make: () => Made): Made {
  let found = made.get(key);
  if (found === undefined) {
    found = make();
    made.set(key, found);
  }
  return found;
}

/** The number format of a language tag, made once. @throws RangeError where Intl does: a currency that there is not */
export function numberFormat(tag: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(
    numbers,
    `${tag} ${JSON.stringify(options)}`,
    () => new Intl.NumberFormat(tag, options),
  );
}

/** The date format of a language tag, made once. @throws RangeError where Intl does: a time zone that there is not */
export function dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(
    dates,
    `${tag} ${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(tag, options),
  );
}
