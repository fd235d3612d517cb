import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';

/**
 * Limits the requests that a server takes from an address within a minute; beyond them it answers 429 with `Retry-After`.
 * Routes registered afterwards may say otherwise in `config.rateLimit`.
 * @param most undefined: as many as come
 */
export async function limitRequests(
  server: FastifyInstance,
  most: number | undefined,
): Promise<void> {
  if (most === undefined) return;
  const untold = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false };
  await server.register(rateLimit, {
    max: most,
    timeWindow: 60_000,
    addHeaders: { ...untold, 'x-ratelimit-reset': false, 'retry-after': true },
    addHeadersOnExceeding: { ...untold, 'x-ratelimit-reset': false },
    // Answered as every request is that is refused.
    errorResponseBuilder: (_, { statusCode }) =>
      Object.assign(new Error('limited'), { statusCode }),
  });
}
