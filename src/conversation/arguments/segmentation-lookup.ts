import { defaultLocale } from '../../language/locale.ts';
import { called, nameKey } from '../../language/name-key.ts';
import { type Names, namesOf } from '../../language/names.ts';
import { spellings } from '../../language/spellings.ts';
import type { SegmentsConfig } from '../../settings/segments.ts';
import { mainSegmentation } from '../../store/segments/segmentation.ts';

/** A segmentation as people speak of it. */
export type SegmentationWords = {
  id: string;
  /** such as “spending habits”, as in “segments by spending habits” */
  name: Names;
  method: SegmentsConfig['method'];
};

/** The methods as the catalogs name them. */
export const methodCodes = {
  'k-means': 'kMeans',
  hierarchical: 'hierarchical',
  density: 'density',
  rules: 'rules',
} as const satisfies Record<SegmentsConfig['method'], string>;

/** The segmentations of some ids, the main one first, in the words of the configuration. */
export function segmentationsInWords(
  config: SegmentsConfig,
  ids: Iterable<string>,
): SegmentationWords[] {
  return [...new Set(ids)].map((id) => {
    const further = config.further[id];
    return id === mainSegmentation
      ? { id, name: namesOf('name-words.mainSegmentation'), method: config.method }
      : {
          id,
          name: further?.name ?? { [defaultLocale]: id },
          method: further?.method ?? 'k-means',
        };
  });
}

/**
 * The segmentations that a typed name may mean, in any language: those with that id or name, else those whose name contains
 * it, else those by that method.
 */
export function segmentationsCalled(
  segmentations: readonly SegmentationWords[],
  typed: string,
): SegmentationWords[] {
  const all = segmentations.map((segmentation) => ({
    segmentation,
    names: labelsOf(segmentation),
  }));
  const exactly = called(all, typed, 'segmentation');
  if (exactly.length > 0) return exactly.map(({ segmentation }) => segmentation);
  const wanted = nameKey(typed, 'segmentation');
  // Two letters are in most names; two characters are a word.
  const telling = wanted.length > 2 || /\p{Script=Han}{2}/u.test(wanted);
  const containing = segmentations.filter(
    ({ id, name }) =>
      id !== mainSegmentation &&
      telling &&
      Object.values(name).some((each) => nameKey(each, 'segmentation').includes(wanted)),
  );
  if (containing.length > 0) return containing;
  return segmentations.filter(({ method }) =>
    spellings(`name-words.methods.${methodCodes[method]}`).includes(wanted),
  );
}

/** All that a segmentation is called, whatever the language. */
function labelsOf({ id, name }: SegmentationWords): string[] {
  const ofMain = id === mainSegmentation ? spellings('name-words.main') : [];
  return [id, ...Object.values(name), ...ofMain];
}
