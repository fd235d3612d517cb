import { createRequestLimits } from '../src/limits/request-limits.ts';
import { limitsConfig } from '../src/settings/limits.ts';

/** Takes as much as comes, for tests of something else. */
export const unlimited = createRequestLimits(limitsConfig.parse({}), {
  on: false,
  now: () => new Date(),
});
