import others from './zone-names.json' with { type: 'json' };

/** Zones by the names of their cities in lower case, as “new york”, and by what else people call them. */
const zones: ReadonlyMap<string, string> = new Map([
  ...Intl.supportedValuesOf('timeZone')
    // Easter is a time of the year.
    .filter((zone) => zone.includes('/') && zone !== 'Pacific/Easter')
    .map((zone): [string, string] => [
      (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ').toLowerCase(),
      zone,
    ]),
  ...Object.entries(others),
]);

/** What time zones are called, the longest first, to stand in a pattern. */
export const zonesCalled: readonly string[] = [...zones.keys()]
  .sort((a, b) => b.length - a.length)
  .map((name) => name.replace(/[^a-z0-9 ]/g, '\\$&'));

/** The time zone (IANA) of a name, in any case. */
export const zoneOf = (name: string): string | undefined => zones.get(name.toLowerCase());
