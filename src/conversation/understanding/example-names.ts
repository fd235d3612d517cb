import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Locale, locales } from '../../language/locale.ts';
import type { Gazetteer } from './gazetteer.ts';

const names = z.strictObject({
  branch: z.string(),
  segment: z.string(),
  segmentation: z.string(),
  campaign: z.string(),
  manager: z.string(),
  /** what customers are called: ids and names, one after another */
  customers: z.array(z.string()).min(3),
});

/** What the example sentences of a language call what they mention: in its folder, in `bank-names.json`. */
export type ExampleNames = z.infer<typeof names>;

/** The names that example sentences mention, by language. */
export function readExampleNames(sentences: URL): ReadonlyMap<Locale, ExampleNames> {
  return new Map(
    locales().flatMap((locale) => {
      const file = new URL(`${locale}/bank-names.json`, sentences);
      return existsSync(file)
        ? [[locale, names.parse(JSON.parse(readFileSync(file, 'utf8')))] as const]
        : [];
    }),
  );
}

/** The same as the names of a bank. */
export function exampleGazetteer(byLocale: ReadonlyMap<Locale, ExampleNames>): Gazetteer {
  const found = [...byLocale.values()];
  return {
    branches: found.map(({ branch }) => ({ name: branch, aliases: [] })),
    segments: found.map(({ segment }) => ({ name: segment })),
    segmentations: found.map(({ segmentation }) => ({ name: segmentation })),
    campaigns: found.map(({ campaign }) => ({ name: campaign })),
    managers: found.map(({ manager }) => manager),
  };
}

const slot = /\{(branch|segment|manager|campaign|customer([23])?)\}/g;

/**
 * A sentence with its slots filled, such as `{customer}`, `{customer2}` or `{branch}`.
 * @param at which of the customers comes first; another sentence has others
 */
export function withNames(sentence: string, given: ExampleNames | undefined, at: number): string {
  if (given === undefined) return sentence;
  const { customers } = given;
  return sentence.replace(slot, (_, name: string, further: string | undefined) => {
    switch (name) {
      case 'branch':
      case 'segment':
      case 'manager':
      case 'campaign':
        return given[name];
      default:
        return customers[(at + Number(further ?? 1) - 1) % customers.length] ?? '';
    }
  });
}
