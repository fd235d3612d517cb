import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { locales } from '../../language/locale.ts';
import type { Gazetteer } from './gazetteer.ts';

const names = z.strictObject({
  branch: z.string(),
  segment: z.string(),
  segmentation: z.string(),
  campaign: z.string(),
});

/** The names that example sentences mention: in their folder of each language, in `bank-names.json`. */
export function exampleNames(sentences: URL): Gazetteer {
  const found = locales().flatMap((locale) => {
    const file = new URL(`${locale}/bank-names.json`, sentences);
    return existsSync(file) ? [names.parse(JSON.parse(readFileSync(file, 'utf8')))] : [];
  });
  return {
    branches: found.map(({ branch }) => ({ name: branch, aliases: [] })),
    segments: found.map(({ segment }) => ({ name: segment })),
    segmentations: found.map(({ segmentation }) => ({ name: segmentation })),
    campaigns: found.map(({ campaign }) => ({ name: campaign })),
    managers: [],
  };
}
