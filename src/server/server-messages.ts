import { z } from 'zod';

/** What the thread of the server begins with: the pulse that it beats. */
export const serverData = z.object({ pulse: z.instanceof(Int32Array) });

/** What the thread of the server tells the main thread. */
export const fromServer = z.union([
  z.object({ serving: z.literal(true) }),
  /** it could not start: what an operator can mend, in one line, or where the error arose */
  z.object({ failed: z.string() }),
  /** it ended, as it was told to; `well` unless something could not be finished */
  z.object({ stopped: z.object({ well: z.boolean() }) }),
]);

/** What the thread of the server is told: to serve for so many seconds still, then to finish what is in flight, and end. */
export const toServer = z.object({ stopAfter: z.number().nonnegative() });
