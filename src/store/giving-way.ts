import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

/**
 * What a transaction that changes tables begins with. It waits for a lock for less than the second after which PostgreSQL looks for
 * deadlocks (`deadlock_timeout`), so that no question that is under way is ended as the victim of one; questions that come meanwhile wait
 * behind it no longer than that.
 */
export const lockPatience = "set local lock_timeout = '600ms'";

/** How often it is tried again, some five minutes in all, and milliseconds between. */
const most = 300;
const pause = 400;

const lockNotAvailable = '55P03';
const coded = z.union([
  z.object({ code: z.string() }),
  z.object({ cause: z.object({ code: z.string() }) }),
]);

/** The SQLSTATE of what a driver threw, or what drizzle made of that. */
function stateOf(error: unknown): string | undefined {
  const { data } = coded.safeParse(error);
  if (data === undefined) return undefined;
  return 'code' in data ? data.code : data.cause.code;
}

/**
 * Does what changes tables, again and again until it has the locks it needs; see `lockPatience`.
 * @param change is to leave nothing behind where it fails
 * @throws what `change` throws but a lock that was not given, and this, too, after some five minutes
 */
export async function givingWay(change: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await change();
      return;
    } catch (error) {
      if (stateOf(error) !== lockNotAvailable || tries === most) throw error;
    }
    await wait(pause);
  }
}
