import type { Pattern } from './pattern-literals.ts';

/**
 * Notes every regular expression that code of a folder builds from texts, from now on, so that what is checked is what
 * is really built. The place is that of the `new RegExp`.
 */
export function watchBuiltPatterns(folder: URL): ReadonlyMap<string, Pattern> {
  const noted = new Map<string, Pattern>();
  globalThis.RegExp = new Proxy(RegExp, {
    construct(target, given, newTarget) {
      const made: RegExp = Reflect.construct(target, given, newTarget);
      const place = placeOfCaller(folder.href);
      if (place !== undefined) {
        const { source, flags } = made;
        noted.set(`${place} /${source}/${flags}`, { source, flags, place });
      }
      return made;
    },
  });
  return noted;
}

/** Where in the folder `new RegExp` stands; undefined where it stands elsewhere, as in a library. */
function placeOfCaller(folder: string): string | undefined {
  const [, , , frame = ''] = (new Error().stack ?? '').split('\n');
  const start = frame.indexOf(folder);
  if (start < 0) return undefined;
  return /^[^:]+:\d+/.exec(frame.slice(start + folder.length))?.[0];
}
