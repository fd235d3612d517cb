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
const quarterHour = 15 * 60 * 1000;
/** How many offsets of a zone are kept: eleven years, day by day. */
const mostKept = 4096;
const offsets = new Map<string, Map<number, number>>();

/**
 * What clocks show more than a moment is in UTC, in milliseconds. Since 1972 no zone changes but at a quarter of an hour, nor
 * there and back within a day.
 */
function offsetAt(moment: number, timezone: string): number {
  const midnight = Math.floor(moment / dayLong) * dayLong;
  const offset = offsetFrom(midnight, timezone);
  return offset === offsetFrom(midnight + dayLong, timezone)
    ? offset
    : offsetFrom(Math.floor(moment / quarterHour) * quarterHour, timezone);
}

function offsetFrom(moment: number, timezone: string): number {
  const kept = offsets.get(timezone) ?? new Map<number, number>();
  const known = kept.get(moment);
  if (known !== undefined) return known;
  if (kept.size === 0) offsets.set(timezone, kept);
  if (kept.size >= mostKept) kept.clear();
  const offset = wallClock(new Date(moment), timezone).getTime() - moment;
  kept.set(moment, offset);
  return offset;
}

/**
 * When the clocks of a zone show a time: the first moment they do, or, where they skip it, the moment right after.
 * @param timezone IANA
 */
export function momentAt(shown: Date, timezone: string): Date {
  const wall = shown.getTime();
  const [shows] = momentsShowing(shown, timezone);
  if (shows !== undefined) return shows;
  // The clocks were put forward between the two: look for when.
  const before = offsetAt(wall - dayLong, timezone);
  const after = offsetAt(wall + dayLong, timezone);
  let [early, late] = [wall - Math.max(before, after), wall - Math.min(before, after)];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (offsetAt(middle, timezone) === before) early = middle;
    else late = middle;
  }
  return new Date(late);
}

/**
 * Every moment at which the clocks of a zone show a time, in order: none where they skip it, two where they are put back.
 * @param timezone IANA
 */
export function momentsShowing(shown: Date, timezone: string): Date[] {
  const wall = shown.getTime();
  const around = [wall - dayLong, wall + dayLong].map((at) => wall - offsetAt(at, timezone));
  return [...new Set(around)]
    .filter((moment) => moment + offsetAt(moment, timezone) === wall)
    .sort((a, b) => a - b)
    .map((moment) => new Date(moment));
}

/** The midnight on the clock on the wall before a moment, or at it. */
export const midnightBefore = (moment: Date, timezone: string): Date =>
  new Date(
    Math.floor((moment.getTime() + offsetAt(moment.getTime(), timezone)) / dayLong) * dayLong,
  );
