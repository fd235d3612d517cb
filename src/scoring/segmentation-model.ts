import { z } from 'zod';
import type { SegmentationModel } from '../valuation/index.ts';

const shape = z.object({
  method: z.literal('k-means'),
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
  labelling: z.object({ by: z.literal('centroid'), centroids: z.array(z.array(z.number())) }),
  segments: z.array(
    z.object({
      id: z.string().regex(/^s\d+$/),
      kind: z.literal('cluster'),
      name: z.object({ en: z.string(), zh: z.string() }),
      centre: z.array(z.number()).nullable(),
      spread: z.number(),
      size: z.number(),
    }),
  ),
  nextNumber: z.number(),
  rows: z.number(),
  meanSquaredDistance: z.number(),
});

const model = z.custom<SegmentationModel>((value) => shape.safeParse(value).success);

/** The stored segmentation as the engine takes it; undefined where it is of a form this version does not know. */
export function readSegmentationModel(body: unknown): SegmentationModel | undefined {
  const parsed = model.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}
