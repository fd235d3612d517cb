import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { loggableError } from '../access/loggable-error.ts';
import { hashToken } from '../access/token.ts';
import { runWarnings } from '../conversation/wording/run-warnings.ts';
import { defaultLocale } from '../language/locale.ts';
import { driftWarnings } from '../scoring/churn/drift.ts';
import { newestRun } from '../store/book/newest-run.ts';
import {
  type CountedDeliveries,
  countDeliveries,
  countedHours,
} from '../store/deliveries/count-deliveries.ts';
import { championCard } from '../store/models/champion.ts';
import { type RunUnderWay, runUnderWay } from '../store/scoring/run-progress.ts';
import type { Store } from '../store/store.ts';
import { isLocalCaller } from './local-caller.ts';
import { measureStore } from './measure-store.ts';
import type { Metrics } from './metrics.ts';
import { fail } from './request-errors.ts';

/** What became of the deliveries of the last day, in words for an operator. */
function deliveriesInWords(counted: readonly CountedDeliveries[]): string {
  const of = (...states: CountedDeliveries['state'][]) =>
    counted.filter(({ state }) => states.includes(state));
  const total = (each: readonly CountedDeliveries[]) =>
    each.reduce((sum, { count }) => sum + count, 0);
  const waiting = of('due', 'sending');
  const oldest = Math.round(Math.max(0, ...waiting.map((each) => each.oldest)) / 60);
  return [
    `${total(of('sent', 'settled'))} arrived`,
    `${total(waiting)} waiting${total(waiting) > 0 ? ` (the oldest due ${oldest} min ago)` : ''}`,
    `${total(of('failed', 'late'))} failed or missed`,
  ].join(', ');
}

/** How far the run is that is being made, in words for an operator. */
function valuationInWords(run: RunUnderWay | undefined): string {
  if (run === undefined) return 'none under way';
  const percent = `${Math.floor(100 * run.done)} %`;
  return run.alive
    ? `under way as of ${run.asOf}: ${percent}`
    : `its process ended at ${percent} of the run as of ${run.asOf}; it is begun again`;
}

/** Whether a request carries a token; never where none is set. */
function bears({ headers }: FastifyRequest, token: string | undefined): boolean {
  const given = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (given === undefined || token === undefined) return false;
  return timingSafeEqual(Buffer.from(hashToken(given)), Buffer.from(hashToken(token)));
}

/**
 * `/healthz`: alive. `/readyz`: the database answers, with its migrations, a run is published, and the server is not stopping;
 * that the bank has drifted from what the churn model learnt is told there, and makes nothing less ready. `/metrics`.
 */
export async function health(
  server: FastifyInstance,
  options: {
    store: Store;
    metrics: Metrics;
    metricsToken: string | undefined;
    stopping: () => boolean;
  },
): Promise<void> {
  server.get('/healthz', { config: { rateLimit: false } }, () => ({ status: 'alive' }));
  server.get('/readyz', async (request, reply) => {
    if (options.stopping()) return reply.code(503).send({ status: 'stopping', checks: {} });
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
          valuation: valuationInWords(await runUnderWay(options.store.db)),
          deliveries: deliveriesInWords(await countDeliveries(options.store.db, countedHours)),
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
  server.get('/metrics', async (request, reply) => {
    const { metrics, metricsToken, store } = options;
    if (!isLocalCaller(request) && !bears(request, metricsToken)) {
      return fail(
        reply.header('www-authenticate', 'Bearer'),
        401,
        'unauthorized',
        'Metrics are for programs on this machine, and for others with the token that METRICS_TOKEN is set to.',
      );
    }
    await measureStore(metrics, store, (error) =>
      request.log.error(loggableError(error), 'what the store holds could not be counted'),
    );
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
