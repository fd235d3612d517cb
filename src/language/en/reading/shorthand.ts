import shorthand from './shorthand.json' with { type: 'json' };

const meanings: ReadonlyMap<string, string> = new Map(Object.entries(shorthand));

const written = new RegExp(
  `(?<![\\p{L}\\d'/.=])(?:${[...meanings.keys()]
    .sort((a, b) => b.length - a.length)
    .join('|')})(?![\\p{L}\\d'/=]|\\.\\p{L})`,
  'gu',
);

/** A text with the short forms of chat written out; what begins with a capital may be a name and stays. */
export function writtenOut(text: string): string {
  return text.replace(written, (short) => meanings.get(short) ?? short);
}
