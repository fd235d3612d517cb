import { z } from 'zod';

/** A sentence in the languages of the product. */
export type Told = { en: string; zh: string };

/** Reads one off a stored card; those of older versions are in English alone. */
export const told = z.union([
  z.object({ en: z.string(), zh: z.string() }),
  z.string().transform((text): Told => ({ en: text, zh: text })),
]);
