import { randomUUID } from 'node:crypto';
import { loggableError } from './loggable-error.ts';

/** Where incidents are written. */
export type IncidentLog = { error(fields: Record<string, unknown>, message: string): void };

/**
 * Logs an error that nobody foresaw, without its message, which may hold a customer's data.
 * @param what what failed, in words
 * @param fields what else is known of it; nothing of a customer
 * @returns the reference by which whoever met it can tell the operator, eight hexadecimal digits
 */
export function logIncident(
  log: IncidentLog,
  error: unknown,
  what: string,
  fields: Record<string, unknown> = {},
): string {
  const reference = randomUUID().slice(0, 8);
  log.error({ reference, ...fields, ...loggableError(error) }, what);
  return reference;
}
