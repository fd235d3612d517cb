/*
 * The time that a clock on the wall shows in a time zone. It is kept as the Date that has the same figures in UTC, so that
 * every time of every day is one, whatever the zone does to its clocks.
 */

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timezone, made);
  return made;
}

/**
 * What the clocks of a zone show at a moment of the common era.
 * @param timezone IANA
 * @throws RangeError for a zone that there is not
 */
export function wallClock(moment: Date, timezone: string): Date {
  const shown = new Map(
    formatIn(timezone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => shown.get(type) ?? Number.NaN;
  const time = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return new Date(time + (((moment.getTime() % 1000) + 1000) % 1000));
}

const dayLong = 24 * 60 * 60 * 1000;

/**
 * When the clocks of a zone show a time: the first moment they do, or, where they skip it, the moment right after.
 * @param timezone IANA
 */
export function momentAt(shown: Date, timezone: string): Date {
  const offset = (moment: number) => wallClock(new Date(moment), timezone).getTime() - moment;
  const wall = shown.getTime();
  const before = offset(wall - dayLong);
  const after = offset(wall + dayLong);
  const first = wall - Math.max(before, after);
  const second = wall - Math.min(before, after);
  for (const moment of [first, second])
    if (moment + offset(moment) === wall) return new Date(moment);
  // The clocks were put forward between the two: look for when.
  let [early, late] = [first, second];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (offset(middle) === before) early = middle;
    else late = middle;
  }
  return new Date(late);
}
