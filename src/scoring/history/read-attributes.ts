import { attributeFeature, isOneOf } from '../../settings/attribute-features.ts';
import {
  type AttributeColumn,
  attributeColumns,
  attributeValues,
} from '../../store/scoring/attribute-columns.ts';
import type { CustomerRange } from '../../store/scoring/staging.ts';
import type { Database } from '../../store/store.ts';
import type { Column } from '../../valuation/index.ts';

/** An attribute with more different texts tells customers apart rather than what they have in common. */
const mostLevels = 40;

/** The attributes of customers that a churn model may know, one entry a customer. */
export type KnownAttributes = {
  columns: Column[];
  /** those of too many different texts, which it may not */
  tooManyValues: string[];
};

/** Which attributes are read, of texts with which of them, and which are of too many different texts. */
export type AskedAttributes = { asked: AttributeColumn[]; tooManyValues: string[] };

/**
 * Which attributes of the staged customers are features: numbers as they are, texts as categories.
 *
 * @param forbidden attributes that no model may know
 * @param pause called between two ranges
 */
export async function askedAttributes(
  db: Database,
  ranges: readonly CustomerRange[],
  forbidden: readonly string[],
  pause: () => Promise<void>,
): Promise<AskedAttributes> {
  const found = new Map<string, { allNumbers: boolean; texts: Set<string> }>();
  for (const range of ranges) {
    for (const { name, allNumbers, texts } of await attributeValues(db, mostLevels, range)) {
      if (isOneOf(name, forbidden)) continue;
      const known = found.get(name) ?? { allNumbers: true, texts: new Set() };
      for (const text of texts) if (known.texts.size <= mostLevels) known.texts.add(text);
      found.set(name, { allNumbers: known.allNumbers && allNumbers, texts: known.texts });
    }
    await pause();
  }
  const usable = [...found].filter(
    ([, { allNumbers, texts }]) => allNumbers || texts.size <= mostLevels,
  );
  const asked = usable
    .map(([name, { allNumbers, texts }]) => ({
      name,
      levels: allNumbers ? undefined : [...texts].sort(),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    asked,
    tooManyValues: [...found.keys()].filter((name) => !usable.some(([kept]) => kept === name)),
  };
}

/** Reads attributes as features. @param read reads columns of all ranges, one after another */
export async function readAttributes(
  db: Database,
  { asked, tooManyValues }: AskedAttributes,
  read: (
    one: (range: CustomerRange) => Promise<Record<string, Float64Array>>,
  ) => Promise<Record<string, Float64Array>>,
): Promise<KnownAttributes> {
  const held = await read((range) => attributeColumns(db, asked, range));
  return {
    columns: asked.map(({ name, levels }): Column => {
      const values = held[name];
      if (values === undefined) throw new Error(`The attribute ${name} was not read.`);
      return {
        name: attributeFeature(name),
        ...(levels === undefined
          ? { kind: 'number', values }
          : { kind: 'category', values, levels: [...levels] }),
      };
    }),
    tooManyValues,
  };
}
