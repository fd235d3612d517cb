import type { SegmentsConfig } from '../../settings/segments.ts';
import type { FeatureColumn, Segmentation } from '../../valuation/index.ts';
import { type LastCut, segmentCustomers } from './segment-customers.ts';
import { cutsOf } from './segmentations.ts';

/** The segments of a run for the store. */
export type RunSegment = {
  cut: string;
  id: number;
  nameEn: string;
  nameZh: string;
  size: number;
  portrait: Record<string, { mean: number; z: number }>;
};

/** The cuts of a run. */
export type SegmentedBank = {
  segments: RunSegment[];
  /** the main cut first; segment numbers, one entry a customer of the columns */
  cuts: { id: string; numbers: Int32Array }[];
  /** null where every cut was carried on with */
  model: { method: string; body: unknown; card: Record<string, unknown> } | null;
};

/**
 * Cuts the bank in every way that the configuration asks for.
 *
 * @param columns one entry a customer of those to be segmented, at least one
 * @param rows these customers, as entries of the last run's segments
 * @param last the cuts of the last run by their id
 * @param asOf YYYY-MM-DD
 * @param highestNumbers the highest number that a segment ever had, by cut
 * @throws RangeError when a feature is missing that the configuration refuses to fill
 */
export async function segmentBank(
  columns: readonly FeatureColumn[],
  rows: Uint32Array,
  last: Readonly<Record<string, LastCut>>,
  config: SegmentsConfig,
  {
    asOf,
    seed,
    highestNumbers,
  }: { asOf: string; seed: number; highestNumbers: ReadonlyMap<string, number> },
): Promise<SegmentedBank> {
  const wanted = cutsOf(config);
  const { refitDays } = config;
  const before = new Map(Object.entries(last));
  const made = [];
  for (const cut of wanted) {
    const others = wanted.filter(({ id }) => id !== cut.id);
    const taken = [
      ...others.flatMap(({ names }) => Object.values(names)),
      ...made.flatMap(({ segmentation }) => segmentation.segments.map(({ name }) => name)),
    ];
    const segmented = await segmentCustomers(columns, rows, before.get(cut.id) ?? null, cut, {
      asOf,
      refitDays,
      seed,
      taken,
      highestNumber: highestNumbers.get(cut.id) ?? 0,
    });
    made.push({ id: cut.id, ...segmented });
  }
  const same = made.length === before.size;
  const cuts = Object.fromEntries(made.map(({ id, fit: { card: _, ...fit } }) => [id, fit]));
  const cards = Object.fromEntries(made.map(({ id, fit }) => [id, fit.card]));
  const [{ method = 'k-means' } = {}] = wanted.map(({ specification }) => specification);
  return {
    segments: made.flatMap(({ id, segmentation }) => runSegments(id, segmentation)),
    cuts: made.map(({ id, segmentation: { labels, segments } }) => ({
      id,
      numbers: Int32Array.from(labels, (label) => segments[label]!.number),
    })),
    model:
      same && made.every(({ refitted }) => !refitted)
        ? null
        : {
            method,
            body: { cuts },
            card: { customers: rows.length, seed, cuts: cards },
          },
  };
}

function runSegments(cut: string, { segments }: Segmentation): RunSegment[] {
  return segments.map(({ number, name, size, features }) => ({
    cut,
    id: number,
    nameEn: name.en,
    nameZh: name.zh,
    size,
    portrait: Object.fromEntries(
      features.flatMap(({ feature, mean, standardScore }) =>
        mean === null ? [] : [[feature, { mean, z: standardScore }]],
      ),
    ),
  }));
}
