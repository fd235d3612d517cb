import { z } from 'zod';
import { mainSegmentation } from '../../store/segments/main-segmentation.ts';
import type { SegmentationModel } from '../../valuation/index.ts';
import {
  choiceShape,
  dendrogramShape,
  nameShape,
  readSegmentationCards,
  type SegmentationCard,
} from './segment-card.ts';

/** A fitted segmentation as it is stored. */
export type StoredSegmentation = {
  model: SegmentationModel;
  /** YYYY-MM-DD, the as-of date of the data it was fitted on */
  fittedOn: string;
  /** the decisive parts of the specification it was fitted to */
  specification: string;
  /** undefined where it was of a form this version does not know */
  card: SegmentationCard | undefined;
};

const point = z.array(z.number());
const condition = z.object({
  feature: z.string(),
  comparison: z.enum(['>', '>=', '<', '<=', '=']),
  threshold: z.number(),
});

const segment = z
  .object({
    id: z.string(),
    number: z.number().int().optional(),
    kind: z.enum(['cluster', 'noise', 'rule', 'rest']),
    name: nameShape,
    centre: point.nullable(),
    spread: z.number(),
    size: z.number(),
  })
  // Before segments had numbers of their own, every id was s and the number.
  .transform(({ number, ...rest }) => ({ ...rest, number: number ?? Number(rest.id.slice(1)) }))
  .refine(({ number }) => Number.isInteger(number));

const model = z.object({
  method: z.enum(['k-means', 'hierarchical', 'density', 'rules']),
  transformation: z.array(
    z.object({
      feature: z.string(),
      lower: z.number().nullable(),
      upper: z.number().nullable(),
      log: z.boolean(),
      missing: z.number().nullable(),
      mean: z.number(),
      deviation: z.number(),
    }),
  ),
  labelling: z.discriminatedUnion('by', [
    z.object({ by: z.literal('centroid'), centroids: z.array(point) }),
    z.object({
      by: z.literal('core points'),
      points: z.array(point),
      labels: z.array(z.number()),
      radius: z.number(),
      neighbours: z.number(),
    }),
    z.object({
      by: z.literal('rules'),
      rules: z.array(z.object({ id: z.string(), name: nameShape, conditions: z.array(condition) })),
    }),
  ]),
  segments: z.array(segment),
  nextNumber: z.number(),
  rows: z.number(),
  meanSquaredDistance: z.number(),
  choice: choiceShape,
  dendrogram: dendrogramShape,
  plane: z.object({
    mean: point,
    components: z.tuple([point, point]),
    explained: z.tuple([z.number(), z.number()]),
  }),
}) satisfies z.ZodType<SegmentationModel, unknown>;

const body = z.object({
  cuts: z.record(z.string(), z.object({ model, fittedOn: z.string(), specification: z.string() })),
});

/**
 * The stored segmentations by their id; undefined where they are of a form this version does not know. One k-means model
 * alone is the form before there were several: its segments keep their numbers and names, and are fitted anew from where
 * they were.
 */
export function readSegmentationModel(stored: {
  body: unknown;
  card: Record<string, unknown>;
  asOf: string;
}): Record<string, StoredSegmentation> | undefined {
  const alone = model.safeParse(stored.body);
  if (alone.success) {
    return {
      [mainSegmentation]: {
        model: alone.data,
        fittedOn: stored.asOf,
        specification: '',
        card: undefined,
      },
    };
  }
  const read = body.safeParse(stored.body);
  if (!read.success) return undefined;
  const cards = readSegmentationCards(stored.card);
  return Object.fromEntries(
    Object.entries(read.data.cuts).map(([id, stored]) => [id, { ...stored, card: cards[id] }]),
  );
}
