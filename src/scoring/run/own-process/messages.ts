import { z } from 'zod';
import type { Config } from '../../../settings/settings.ts';

/** What the process of a run is told first: what to value with. */
export type RunTask = {
  url: string;
  /** the file with the bank's own words beside it */
  configFile: string;
  config: Config;
  night: string | undefined;
};

/** What the process of a run says: how far it is, then that it published, or why it did not. */
export const fromRun = z.union([
  z.object({ progress: z.object({ step: z.string(), done: z.number(), total: z.number() }) }),
  z.object({ published: z.object({ id: z.number(), asOf: z.string(), customers: z.number() }) }),
  z.object({ failed: z.string() }),
]);

export type FromRun = z.infer<typeof fromRun>;
export type PublishedOfRun = Extract<FromRun, { published: unknown }>['published'];
