import { earliest } from '../../../language/earliest.ts';
import { readings } from '../../../language/readings.ts';

const schedules = readings.flatMap(({ schedule }) => schedule ?? []);
const called = schedules.flatMap(({ zones }) => zones ?? []);
const aroundZone = schedules.flatMap((schedule) => schedule.aroundZone ?? []);
const zonePattern = new RegExp(
  `(?:\\b|(?=\\())(?:${aroundZone.map(({ before }) => before).join('|')})?((?:Africa|America|Antarctica|Asia|Australia|Europe|Pacific|Atlantic|Indian)/[A-Za-z_]+(?:/[A-Za-z_]+)?|UTC|GMT)\\b(?:${aroundZone.map(({ after }) => after).join('|')})?`,
);
const known: ReadonlySet<string> = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);

/** The time zone (IANA) that a text names, by that name or by a city of it, and the text without it. */
export function zoneIn(text: string): { timezone: string; rest: string } | undefined {
  const match = zonePattern.exec(text);
  const zone = match?.[1] === 'GMT' ? 'UTC' : match?.[1];
  if (match !== null && zone !== undefined && isZone(zone))
    return { timezone: zone, rest: text.replace(match[0], ' ') };
  const city = earliest(called, text);
  return city === undefined
    ? undefined
    : {
        timezone: city.value,
        rest: `${text.slice(0, city.start)} ${text.slice(city.end)}`,
      };
}

/** Whether there is such a zone: names that others replaced are still ones. */
function isZone(name: string): boolean {
  if (known.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
