import type { FastifyInstance } from 'fastify';
import { runWarnings } from '../conversation/wording/run-warnings.ts';
import { defaultLocale } from '../language/locale.ts';
import { driftWarnings } from '../scoring/churn/drift.ts';
import { newestRun } from '../store/book/newest-run.ts';
import { championCard } from '../store/models/champion.ts';
import type { Store } from '../store/store.ts';
import type { Metrics } from './metrics.ts';

/**
 * `/healthz`: alive. `/readyz`: the database answers, with its migrations, and a run is published; that the bank has
 * drifted from what the churn model learnt is told there, and makes nothing less ready. `/metrics`.
 */
export async function health(
  server: FastifyInstance,
  options: { store: Store; metrics: Metrics },
): Promise<void> {
  server.get('/healthz', () => ({ status: 'alive' }));
  server.get('/readyz', async (request, reply) => {
    try {
      const run = await newestRun(options.store.db);
      const ready = run !== undefined;
      const drift = driftWarnings(await championCard(options.store.db, 'churn'));
      return reply.code(ready ? 200 : 503).send({
        status: ready ? 'ready' : 'not ready',
        checks: {
          database: 'ok',
          // The store opens only with its migrations applied.
          migrations: 'ok',
          run: ready ? `published as of ${run.asOf}` : 'no valuation run is published yet',
          drift:
            drift === undefined
              ? 'not measured yet'
              : drift.length === 0
                ? 'none found'
                : runWarnings(drift, defaultLocale).join(' '),
        },
      });
    } catch (error) {
      request.log.error({ err: error }, 'the database does not answer');
      return reply
        .code(503)
        .send({ status: 'not ready', checks: { database: 'the database does not answer' } });
    }
  });
  server.get('/metrics', async (_request, reply) =>
    reply.type(options.metrics.registry.contentType).send(await options.metrics.registry.metrics()),
  );
}
