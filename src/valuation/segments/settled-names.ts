/** A text in both languages of the house. */
export type SegmentText = { en: string; zh: string };

/** Names that segments are to have, or may not have. */
export type GivenNames = {
  /** segment id → the name to have instead of its own */
  names?: Readonly<Record<string, SegmentText>>;
  /** names of others, which no segment may have unless it is given it */
  taken?: readonly SegmentText[];
};

/** Names in use, in each language, whatever their case. */
export class NamesInUse {
  readonly #en = new Set<string>();
  readonly #zh = new Set<string>();

  constructor(names: Iterable<SegmentText> = []) {
    for (const name of names) this.add(name);
  }

  /** Whether either language's name is in use. */
  has({ en, zh }: SegmentText): boolean {
    return this.#en.has(folded(en)) || this.#zh.has(folded(zh));
  }

  add({ en, zh }: SegmentText): void {
    this.#en.add(folded(en));
    this.#zh.add(folded(zh));
  }

  /** Takes a name, with the first number behind it that makes it free in both languages where it is in use. */
  claim(name: SegmentText): SegmentText {
    let free = name;
    for (let number = 2; this.has(free); number++) {
      free = { en: `${name.en} ${number}`, zh: `${name.zh}${number}` };
    }
    this.add(free);
    return free;
  }
}

/**
 * The names of segments, no two alike in either language: a given name is had as it is, and what a segment is called
 * otherwise gets a number where that is another's.
 *
 * @returns id → name
 */
export function settleNames(
  segments: readonly { id: string; name: SegmentText }[],
  { names = {}, taken = [] }: GivenNames,
): Map<string, SegmentText> {
  // A map, for an id may be a word that every object knows.
  const chosen = new Map(Object.entries(names));
  const given = segments.flatMap(({ id }) => chosen.get(id) ?? []);
  const inUse = new NamesInUse([...taken, ...given]);
  return new Map(segments.map(({ id, name }) => [id, chosen.get(id) ?? inUse.claim(name)]));
}

function folded(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}
