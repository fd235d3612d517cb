import { z } from 'zod';

/** What a digest is held to, each as the conversation names it: a branch or a manager by the bank's id, a segment or a tag by name. */
export const digestFilters = z.object({
  branch: z.string().optional(),
  segment: z.string().optional(),
  tier: z.string().optional(),
  manager: z.string().optional(),
  tag: z.string().optional(),
});
export type DigestFilters = z.infer<typeof digestFilters>;
