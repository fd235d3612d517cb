import { z } from 'zod';

const known = z.object({
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
  statusCode: z.number().optional().catch(undefined),
  data: z.object({ error: z.string() }).optional().catch(undefined),
  // Drizzle hangs the driver's error here.
  cause: z.object({ code: z.string() }).optional().catch(undefined),
});

/**
 * What of an error may be logged: its kind, code and status, and where it arose. The message of a database repeats the
 * values of a statement, and that of a platform's client the request, and so a customer's data.
 */
export function loggableError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, statusCode, data, cause } = known.parse(error);
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: error.name,
    code: data?.error ?? code ?? cause?.code,
    status: statusCode,
    frames: frames.slice(0, 8).map((line) => line.trim()),
  };
}
