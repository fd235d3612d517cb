import { z } from 'zod';

/** Who looks after a customer, and until when (ISO date) it is asked how that went. */
export const taker = z.object({ owner: z.string(), dueOn: z.string() });
export type Taker = z.infer<typeof taker>;

/** Who looks after whom, by customers' ids of the store. */
export const takers = z.record(z.string(), taker);
export type Takers = z.infer<typeof takers>;

/**
 * What of a message that others read changes when somebody takes a customer on: whom its table names, in the order of its rows,
 * each with the command by which one takes them on; and the column that says who did.
 */
export const takable = z.object({
  customers: z.array(z.object({ id: z.number().int(), claim: z.string() })),
  column: z.number().int(),
});
export type Takable = z.infer<typeof takable>;
