import { folded } from '../../language/fold.ts';
import type { Localised } from '../../language/localised.ts';
import type { Names } from '../../language/names.ts';
import { wordsForMain } from '../../settings/names.ts';
import type { SegmentsConfig } from '../../settings/segments.ts';
import { mainSegmentation } from '../../store/segments/segmentation.ts';

/** A segmentation as people speak of it. */
export type SegmentationWords = {
  id: string;
  /** such as “spending habits”, as in “segments by spending habits” */
  name: Names;
  method: SegmentsConfig['method'];
};

const methodWords: Readonly<Record<SegmentsConfig['method'], readonly string[]>> = {
  'k-means': ['k-means', 'kmeans', 'k means', 'k均值'],
  hierarchical: ['hierarchical', 'hierarchy', 'tree', '层次', '层级聚类'],
  density: ['density', 'dbscan', '密度'],
  rules: ['rules', 'rule', '规则'],
};

const mainName: Localised = { en: 'the main segmentation', zh: '主要分群' };

/** The segmentations of some ids, the main one first, in the words of the configuration. */
export function segmentationsInWords(
  config: SegmentsConfig,
  ids: Iterable<string>,
): SegmentationWords[] {
  return [...new Set(ids)].map((id) => {
    const further = config.further[id];
    return id === mainSegmentation
      ? { id, name: mainName, method: config.method }
      : { id, name: further?.name ?? { en: id }, method: further?.method ?? 'k-means' };
  });
}

/** The segmentations that a typed name may mean, in any language: by id or name, else by the method where only one has it. */
export function segmentationsCalled(
  segmentations: readonly SegmentationWords[],
  typed: string,
): SegmentationWords[] {
  const wanted = plain(typed);
  const byId = segmentations.filter(({ id }) => wanted === id);
  if (byId.length > 0) return byId;
  const named = segmentations.filter(
    ({ id, name }) =>
      Object.values(name).some((each) => wanted === plain(each)) ||
      (id === mainSegmentation && wordsForMain.includes(wanted)),
  );
  if (named.length > 0) return named.slice(0, 1);
  // Two letters are in most names; two characters are a word.
  const telling = wanted.length > 2 || /\p{Script=Han}{2}/u.test(wanted);
  const containing = segmentations.filter(
    ({ id, name }) =>
      id !== mainSegmentation &&
      telling &&
      Object.values(name).some((each) => plain(each).includes(wanted)),
  );
  if (containing.length > 0) return containing;
  return segmentations.filter(({ method }) => methodWords[method].includes(wanted));
}

function plain(text: string): string {
  return folded(text).replace(/\s+/g, ' ').trim();
}
