import { z } from 'zod';

const known = z.object({
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
  statusCode: z.number().optional().catch(undefined),
  data: z.object({ error: z.string() }).optional().catch(undefined),
  // Drizzle hangs the driver's error here.
  cause: z.object({ code: z.string() }).optional().catch(undefined),
});

/** Where an error arose, without its message: a stack begins with it, and it may have lines that look like a stack's. */
function framesOf({ stack = '', message }: Error): string[] {
  const after = message === '' ? 0 : stack.indexOf(message) + message.length;
  return stack
    .slice(after)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
}

/**
 * What of an error may be logged: its kind, code and status, and where it arose. The message of a database repeats the
 * values of a statement, and that of a platform's client the request, and so a customer's data.
 */
export function loggableError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, statusCode, data, cause } = known.parse(error);
  return {
    error: error.name,
    code: data?.error ?? code ?? cause?.code,
    status: statusCode,
    frames: framesOf(error),
  };
}

/** What PostgreSQL's errors have for a code; a digit is in each, as in none of the system's (EPERM). */
const sqlState = /^(?=.*\d)[0-9A-Z]{5}$/;

/**
 * What of an error may be told to the person who runs Bellwether, or kept: its message, but of an error of the database
 * only its code (SQLSTATE).
 */
export function errorInWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, cause } = known.parse(error);
  const state = cause?.code ?? code;
  if (typeof state === 'string' && sqlState.test(state))
    return `The database refused a statement (SQLSTATE ${state}).`;
  return 'query' in error ? 'The database did not carry out a statement.' : error.message;
}
