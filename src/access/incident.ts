import { loggableError } from './loggable-error.ts';
import { newRequestId, requestId } from './request-id.ts';

/** Where incidents are written. */
export type IncidentLog = { error(fields: Record<string, unknown>, message: string): void };

/**
 * Logs an error that nobody foresaw, without its message, which may hold a customer's data.
 * @param what what failed, in words
 * @param fields what else is known of it; nothing of a customer
 * @returns the reference by which whoever met it can tell the operator: the id of the request, which all of its lines in the log
 *   have, or where the work was for none a new one
 */
export function logIncident(
  log: IncidentLog,
  error: unknown,
  what: string,
  fields: Record<string, unknown> = {},
): string {
  const reference = requestId() ?? newRequestId();
  log.error({ reference, ...fields, ...loggableError(error) }, what);
  return reference;
}
