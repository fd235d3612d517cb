/** What a segment is called, by language. */
export type SegmentName = Readonly<Record<string, string>>;

/** How one language makes the names of segments. */
export type NamingWords = {
  /** a segment that nothing sets apart from the bank */
  middle: string;
  /** those whom density leaves over */
  noise: string;
  /** those for whom no rule holds */
  rest: string;
  /** what a segment is that has more, or less, than the bank of a feature without words of its own */
  high(feature: string): string;
  low(feature: string): string;
  /** a word of a name, said more strongly */
  very(word: string): string;
  /** a name and a further word of it */
  and(name: string, word: string): string;
  /** a name that others have too, and which of them this is, from 2 */
  numbered(name: string, number: number): string;
};

/** Names that segments are to have, or may not have, and how others are made. */
export type GivenNames = {
  /** segment id → the name to have instead of its own */
  names?: Readonly<Record<string, SegmentName>>;
  /** names of others, which no segment may have unless it is given it */
  taken?: readonly SegmentName[];
  /** the languages to make names in, with their words; none unless given */
  wording?: Readonly<Record<string, NamingWords>>;
};

/** Names in use, in each language, whatever their case. */
export class NamesInUse {
  readonly #names = new Set<string>();

  constructor(names: Iterable<SegmentName> = []) {
    for (const name of names) this.add(name);
  }

  /** Whether the name is in use in any of its languages. */
  has(name: SegmentName): boolean {
    return keysOf(name).some((key) => this.#names.has(key));
  }

  add(name: SegmentName): void {
    for (const key of keysOf(name)) this.#names.add(key);
  }

  /** Takes a name, with the first number behind it that makes it free in each language where it is in use. */
  claim(name: SegmentName, wording: Readonly<Record<string, NamingWords>>): SegmentName {
    let free = name;
    for (let number = 2; this.has(free); number++) free = numbered(name, number, wording);
    this.add(free);
    return free;
  }
}

/** A name that others have too, told apart by a number in each of its languages. */
export function numbered(
  name: SegmentName,
  number: number,
  wording: Readonly<Record<string, NamingWords>>,
): SegmentName {
  return Object.fromEntries(
    Object.entries(name).map(([language, text]) => [
      language,
      wording[language]?.numbered(text, number) ?? `${text} ${number}`,
    ]),
  );
}

/**
 * The names of segments, no two alike in any language: a given name is had as it is, and what a segment is called
 * otherwise gets a number where that is another's.
 *
 * @returns id → name
 */
export function settleNames(
  segments: readonly { id: string; name: SegmentName }[],
  { names = {}, taken = [], wording = {} }: GivenNames,
): Map<string, SegmentName> {
  // A map, for an id may be a word that every object knows.
  const chosen = new Map(Object.entries(names));
  const given = segments.map(({ id }) => chosen.get(id)).filter((name) => name !== undefined);
  const inUse = new NamesInUse([...taken, ...given]);
  return new Map(
    segments.map(({ id, name }) => [id, chosen.get(id) ?? inUse.claim(name, wording)]),
  );
}

function keysOf(name: SegmentName): string[] {
  return Object.entries(name).map(([language, text]) => `${language} ${folded(text)}`);
}

function folded(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}
