import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { People } from '../access/people.ts';
import { askedBy, type Principal, scopeOf } from '../access/principal.ts';
import { hashToken } from '../access/token.ts';
import { sourceLanguage } from '../language/catalogs.ts';
import { nameIn } from '../language/names.ts';
import type { RequestLimits } from '../limits/request-limits.ts';
import type { Config } from '../settings/settings.ts';
import { recordAccess } from '../store/access-log/record-access.ts';
import { storedStages, type TokenScope } from '../store/kinds.ts';
import { getCustomer, listCustomers } from '../store/listings/list-customers.ts';
import { getValue, type ListedValue, listValues } from '../store/listings/list-values.ts';
import type { Page } from '../store/listings/page.ts';
import type { Database, Store } from '../store/store.ts';
import { useToken } from '../store/tokens/api-tokens.ts';
import { cursorAfter, readCursor } from './cursor.ts';
import { metricsFor, metricsQuery, metricsShape } from './group-metrics.ts';
import { fail, failTooMany, failure } from './request-errors.ts';

const customer = z.object({
  id: z.string().describe("the bank's own id"),
  name: z.string().nullable(),
  branch: z.string().nullable(),
  manager: z.string().nullable(),
  joinedOn: z.string().nullable().describe('ISO 8601 date'),
  closedOn: z.string().nullable().describe('ISO 8601 date; null while a customer'),
  products: z.array(z.string()).describe('kinds of product held and open'),
});

const value = z.object({
  id: z.string().describe("the bank's own id"),
  asOf: z.string().describe('the date the figures are for'),
  clv: z.number().describe('discounted expected contribution over the horizon, bank currency'),
  clvLow: z.number().describe('lower end of the 90 % interval'),
  clvHigh: z.number().describe('upper end of the 90 % interval'),
  valueIfStays: z
    .number()
    .nullable()
    .describe(
      'the CLV without the chance of leaving, which the tier goes by; null: has left, or valued by an earlier version',
    ),
  horizonMonths: z.number(),
  cvs: z.number().describe('value score, 0 to 100'),
  tier: z.enum(['high', 'medium', 'low']),
  segment: z.string().nullable().describe('its English name'),
  contribution12m: z
    .number()
    .nullable()
    .describe('actual contribution of the last twelve months; null: not a customer in any of them'),
  expectedContribution: z.number().describe('expected contribution a month'),
  balance: z.number().nullable().describe('deposits and investments; null: not recorded'),
  stage: z.string().describe(`one of ${storedStages.join(', ')}`),
  rfm: z.object({ recency: z.number(), frequency: z.number(), monetary: z.number() }),
  satisfaction: z.number().nullable().describe('0 to 1'),
  satisfactionEstimated: z
    .boolean()
    .describe('true: answered no survey; estimated from what they wrote'),
});

const prediction = z.object({
  id: z.string().describe("the bank's own id"),
  asOf: z.string(),
  churnProbability: z
    .number()
    .nullable()
    .describe('0 to 1; null where no model could be fitted or the customer has left'),
  reasons: z.array(
    z.object({
      feature: z.string(),
      value: z.number().nullable(),
      contribution: z.number().describe('log-odds added; positive: towards leaving'),
    }),
  ),
  valueAtStake: z
    .number()
    .nullable()
    .describe('churnProbability times valueIfStays; below 0: costs more than they bring in'),
  probabilityAlive: z.number().nullable().describe('from the transactions alone, 0 to 1'),
  expectedTransactions: z.number().nullable().describe('over the horizon'),
});

const asValue = (row: ListedValue): z.infer<typeof value> => ({
  ...row,
  segment: row.segment && nameIn(row.segment, sourceLanguage),
  rfm: { recency: row.recencyScore, frequency: row.frequencyScore, monetary: row.monetaryScore },
});

const asPrediction = (row: ListedValue): z.infer<typeof prediction> => ({
  ...row,
  reasons: row.churnReasons,
});

const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z
      .string()
      .nullable()
      .describe('pass as `cursor` for the next page; null: this is the last'),
  });

const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().optional().describe('`next` of the page before'),
  branch: z.string().optional().describe('name or id of a branch'),
});

/** What the REST API needs. */
export type ApiOptions = {
  store: Store;
  config: Config;
  people: People;
  limits: RequestLimits;
  now: () => Date;
};

const mostGoodTokens = 1_000;
/** Whether a request reads a page of a list. */
const isPage = ({ routeOptions }: FastifyRequest) => !(routeOptions.url ?? '').endsWith('/:id');

/**
 * The REST API: customers, values and predictions, a list with cursor pagination and by id, and the metrics, for whoever a
 * bearer token speaks for. `GET /api/openapi.json` describes it. Errors are answered by the server it is registered on.
 */
export async function api(root: FastifyInstance, options: ApiOptions): Promise<void> {
  const server = root.withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  await server.register(swagger, {
    openapi: {
      info: {
        title: 'Bellwether',
        description: "What a bank's customers are worth and who is about to leave.",
        version: '1',
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ bearer: [] }],
    },
    transform: jsonSchemaTransform,
  });
  server.get('/api/openapi.json', { schema: { hide: true } }, () => server.swagger());

  const { limits } = options;
  /** hashes of tokens that were valid when they were last used */
  const good = new Set<string>();
  const askers = new WeakMap<FastifyRequest, Extract<Principal, { kind: 'linked' }>>();
  const authenticate =
    (scope: TokenScope) => async (request: FastifyRequest, reply: FastifyReply) => {
      const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
      const hash = token === undefined ? undefined : hashToken(token);
      const wrong = limits.wrongCredentials.standing(request.ip);
      // Whoever shares an address with somebody who guesses goes on with a token that was good lately.
      if (!wrong.within && !(hash !== undefined && good.has(hash)))
        return failTooMany(reply, wrong.retryAfter);
      const used =
        hash === undefined ? undefined : await useToken(options.store.db, hash, options.now());
      const principal: Principal =
        used === undefined ? { kind: 'unlinked' } : await options.people.byId(used.managerId);
      if (used === undefined || hash === undefined || principal.kind === 'unlinked') {
        if (hash !== undefined) good.delete(hash);
        limits.wrongCredentials.count(request.ip);
        reply.header('www-authenticate', 'Bearer');
        return fail(
          reply,
          401,
          'unauthorized',
          'Send a valid token: Authorization: Bearer …. An operator makes one with `bellwether token create`.',
        );
      }
      if (good.size >= mostGoodTokens) good.clear();
      good.add(hash);
      const counted = limits.token.count(hash);
      if (!counted.within) return failTooMany(reply, counted.retryAfter);
      const paged = isPage(request) ? limits.tokenPages.count(hash) : counted;
      if (!paged.within) return failTooMany(reply, paged.retryAfter);
      if (!used.scopes.includes(scope)) {
        return fail(
          reply,
          403,
          'out_of_scope',
          `This token may not read ${scope}. An operator makes one that may with \`bellwether token create --scopes ${scope}\`.`,
        );
      }
      askers.set(request, principal);
    };
  const askerOf = (request: FastifyRequest) => {
    const asker = askers.get(request);
    if (asker === undefined)
      throw new Error('A request reached its handler without being authenticated.');
    return asker;
  };

  /** A listing and its single item, both held to the scope of the token's person and noted in the access log. */
  function resource<Row extends { key: number; id: string }>(
    name: TokenScope,
    item: z.ZodObject,
    list: (db: Database, page: Page) => Promise<Row[]>,
    one: (db: Database, scope: Page['scope'], id: string) => Promise<Row | undefined>,
    shape: (row: Row) => Record<string, unknown>,
  ) {
    const seen = (request: FastifyRequest, intent: string, rows: Row[]) =>
      recordAccess(options.store.db, {
        at: options.now(),
        managerId: askerOf(request).managerId,
        channel: 'api',
        intent,
        customerIds: rows.map((row) => row.key),
      });
    server.get(
      `/api/${name}`,
      {
        onRequest: authenticate(name),
        schema: {
          tags: [name],
          querystring: listQuery,
          response: { 200: pageOf(item), 400: failure, 401: failure, 403: failure, 429: failure },
        },
      },
      async (request, reply) => {
        const { limit, cursor, branch } = request.query;
        const after = cursor === undefined ? 0 : readCursor(cursor);
        if (after === undefined) {
          return fail(
            reply,
            400,
            'wrong_request',
            'cursor: take it from `next` of the page before.',
          );
        }
        const asker = askerOf(request);
        const { db } = options.store.as(askedBy(asker));
        const rows = await list(db, { scope: scopeOf(asker), after, limit, branch });
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        await seen(request, `api.${name}.list`, page);
        return reply.send({
          items: page.map(shape),
          next: rows.length > limit && last !== undefined ? cursorAfter(last.key) : null,
        });
      },
    );
    server.get(
      `/api/${name}/:id`,
      {
        onRequest: authenticate(name),
        schema: {
          tags: [name],
          querystring: z.strictObject({}),
          params: z.object({ id: z.string().describe("the bank's own id of the customer") }),
          response: {
            200: item,
            400: failure,
            401: failure,
            403: failure,
            404: failure,
            429: failure,
          },
        },
      },
      async (request, reply) => {
        const asker = askerOf(request);
        const { db } = options.store.as(askedBy(asker));
        const row = await one(db, scopeOf(asker), request.params.id);
        if (row === undefined) {
          return fail(
            reply,
            404,
            'not_found',
            'There is no such customer, or none that this token may see.',
          );
        }
        await seen(request, `api.${name}.get`, [row]);
        return reply.send(shape(row));
      },
    );
  }

  resource('customers', customer, listCustomers, getCustomer, (row) => row);
  resource('values', value, listValues, getValue, asValue);
  resource('predictions', prediction, listValues, getValue, asPrediction);

  server.get(
    '/api/metrics',
    {
      onRequest: authenticate('metrics'),
      schema: {
        tags: ['metrics'],
        querystring: metricsQuery,
        response: {
          200: metricsShape,
          400: failure,
          401: failure,
          404: failure,
          429: failure,
          503: failure,
        },
      },
    },
    async (request, reply) => {
      const asker = askerOf(request);
      const found = await metricsFor(options, asker, request.query);
      if (found === 'none')
        return fail(reply, 503, 'no_run', 'No run is published yet. Ask again in a few minutes.');
      if ('unknown' in found) {
        const message = `${found.unknown}: there is none of this name, or several.`;
        return fail(reply, 404, 'not_found', message);
      }
      await recordAccess(options.store.db, {
        at: options.now(),
        managerId: asker.managerId,
        channel: 'api',
        intent: 'api.metrics',
        customerIds: found.seen,
      });
      return reply.send(found.metrics);
    },
  );
}
