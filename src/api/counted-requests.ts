import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';

/** Measures how long the requests of a server take, by route: an address may name a customer. */
export function countRequests(
  server: FastifyInstance,
  { requestSeconds }: Pick<Metrics, 'requestSeconds'>,
): void {
  server.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
    const route = routeOptions.url ?? 'none';
    requestSeconds.observe({ method, route, status: statusCode }, elapsedTime / 1000);
  });
}
