import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const current = new AsyncLocalStorage<string>();

/** An id for a request: eight hexadecimal digits, which somebody can read to an operator. */
export const newRequestId = (): string => randomUUID().slice(0, 8);

/** The id of the request that is being worked on; undefined where the work is for none. */
export const requestId = (): string | undefined => current.getStore();

/** Works on a request: whatever is logged until the work is done, and whatever comes of it later, is logged with its id. */
export const inRequest = <T>(id: string, work: () => T): T => current.run(id, work);

/** Works on the request that is being worked on; where there is none, as for what a platform's socket brings, on a new one. */
export const inAnyRequest = <T>(work: () => T): T =>
  requestId() === undefined ? inRequest(newRequestId(), work) : work();
