/** The name of a segment, by language. */
export type SegmentName = Readonly<Record<string, string>>;

/** How names of segments are made in one language. */
export type NamingWords = {
  /** a segment that nothing distinguishes from the bank */
  middle: string;
  /** the customers whom density clustering leaves over */
  noise: string;
  /** the customers for whom no rule holds */
  rest: string;
  /** a segment that is above, or below, the bank in a feature without words of its own */
  high(feature: string): string;
  low(feature: string): string;
  /** a word of a name, intensified */
  very(word: string): string;
  /** a name with a further word */
  and(name: string, word: string): string;
  /** a name that is in use already, with a number from 2 */
  numbered(name: string, number: number): string;
};

/** Names that segments must have, or must not have, and how others are made. */
export type GivenNames = {
  /** segment id → the name to use instead of its own */
  names?: Readonly<Record<string, SegmentName>>;
  /** names used elsewhere, which no segment gets unless `names` says so */
  taken?: readonly SegmentName[];
  /** language → its words, for each language to make names in; none by default */
  wording?: Readonly<Record<string, NamingWords>>;
};

/** Names in use, in each language; case and repeated spaces are ignored. */
export class NamesInUse {
  readonly #names = new Set<string>();

  constructor(names: Iterable<SegmentName> = []) {
    for (const name of names) this.add(name);
  }

  /** Whether the name is in use in any of its languages. */
  has(name: SegmentName): boolean {
    return keysOf(name).some((key) => this.#names.has(key));
  }

  /** Marks a name as in use. */
  add(name: SegmentName): void {
    for (const key of keysOf(name)) this.#names.add(key);
  }

  /** Marks a name as in use; one that already is gets the first number that makes it free in all its languages. */
  claim(name: SegmentName, wording: Readonly<Record<string, NamingWords>>): SegmentName {
    let free = name;
    for (let number = 2; this.has(free); number++) free = numbered(name, number, wording);
    this.add(free);
    return free;
  }
}

/** A name with a number in each of its languages, to distinguish it from others. */
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
 * Settles the names of segments so that no two are equal in any language: a given name is used as it is, and a
 * segment's own name gets a number where it is in use.
 *
 * @returns id → name
 */
export function settleNames(
  segments: readonly { id: string; name: SegmentName }[],
  { names = {}, taken = [], wording = {} }: GivenNames,
): Map<string, SegmentName> {
  // A map, since an id may be the name of a property that every object has.
  const chosen = new Map(Object.entries(names));
  const given = segments.map(({ id }) => chosen.get(id)).filter((name) => name !== undefined);
  const inUse = new NamesInUse([...taken, ...given]);
  return new Map(
    segments.map(({ id, name }) => [id, chosen.get(id) ?? inUse.claim(name, wording)]),
  );
}

function keysOf(name: SegmentName): string[] {
  return Object.entries(name).map(([language, text]) => `${language} ${normalised(text)}`);
}

function normalised(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}
