import { z } from 'zod';
import type { DensityCut } from '../../valuation/index.ts';

/** A name by locale. */
export const nameShape = z.record(z.string(), z.string());

/** Why there are as many segments as there are, where the number was chosen. */
export const choiceShape = z
  .object({
    k: z.number(),
    candidates: z.array(
      z.object({ k: z.number(), silhouette: z.number().nullable(), inertia: z.number() }),
    ),
  })
  .nullable();

/** The tree of hierarchical segments. */
export const dendrogramShape = z
  .array(
    z.object({
      id: z.number(),
      parent: z.number().nullable(),
      position: z.number(),
      height: z.number(),
      customers: z.number(),
      leaf: z.boolean(),
    }),
  )
  .nullable();

/** How density clustering divides a sample at its radius. */
const density = z.object({
  radius: z.number(),
  clusters: z.number(),
  noise: z.number(),
  largest: z.number(),
  validity: z.number(),
  telling: z.boolean(),
}) satisfies z.ZodType<DensityCut>;

const segmentationCard = z.object({
  method: z.enum(['k-means', 'hierarchical', 'density', 'rules']),
  /** of the data it was fitted on */
  asOf: z.string(),
  customers: z.number(),
  /** distances in standardised units: of its customers to its centre, and to the centres of all segments */
  segments: z.array(
    z.object({
      number: z.number(),
      name: nameShape,
      size: z.number(),
      within: z.number(),
      between: z.array(z.number()),
    }),
  ),
  /** null with fewer than two segments */
  silhouette: z.number().nullable(),
  daviesBouldin: z.number().nullable(),
  choice: choiceShape,
  dendrogram: dendrogramShape,
  /** null for other methods, and where an earlier version fitted */
  density: density.nullable().default(null),
  /** since the fit before; null for the first */
  changes: z
    .object({
      kept: z.number(),
      births: z.array(nameShape),
      deaths: z.array(nameShape),
      splits: z.array(z.object({ from: nameShape, into: z.array(nameShape) })),
      merges: z.array(z.object({ from: z.array(nameShape), into: nameShape })),
      adjustedRandIndex: z.number().nullable(),
    })
    .nullable(),
  position: z.object({
    explained: z.tuple([z.number(), z.number()]),
    points: z.array(z.object({ x: z.number(), y: z.number(), segment: z.number() })),
  }),
});

/** What the fit of a segmentation says of itself. */
export type SegmentationCard = z.infer<typeof segmentationCard>;

/** The share of the customers in the largest segment where a segmentation by density hardly tells them apart; otherwise null. */
export function shareTogether({ density, segments, customers }: SegmentationCard): number | null {
  if (density === null || density.telling) return null;
  return Math.max(0, ...segments.map(({ size }) => size)) / customers;
}

/** Of each segmentation, by its id, the card of the fit in use. */
const cardsShape = z.object({ cuts: z.record(z.string(), z.unknown()) });

/** The cards of a stored model's segmentations, without those of a form that this version does not know. */
export function readSegmentationCards(
  card: Record<string, unknown>,
): Record<string, SegmentationCard> {
  const read = cardsShape.safeParse(card);
  if (!read.success) return {};
  return Object.fromEntries(
    Object.entries(read.data.cuts).flatMap(([id, each]) => {
      const one = segmentationCard.safeParse(each);
      return one.success ? [[id, one.data]] : [];
    }),
  );
}
