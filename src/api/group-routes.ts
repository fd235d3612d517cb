import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { askedBy } from '../access/principal.ts';
import { segmentation } from '../conversation/arguments/segmentation.ts';
import { segmentBreakdownOf } from '../conversation/commands/segment-breakdown/breakdown.ts';
import { toldModelCard } from '../conversation/told-model-card.ts';
import { sayProblem } from '../conversation/wording/argument-replies.ts';
import { defaultLocale } from '../language/locale.ts';
import { nameIn } from '../language/names.ts';
import { modelKinds } from '../store/kinds.ts';
import { champions, modelsOf } from '../store/models/champion.ts';
import { askedContext, askedFilters, type FiguresOptions } from './asked-figures.ts';
import { type Authentication, tooFew } from './authenticate.ts';
import { csvContent, formatQuery, sendCsv, wantsCsv } from './csv-answer.ts';
import { metricsFor, metricsQuery, metricsShape } from './group-metrics.ts';
import { noteAccess } from './note-access.ts';
import { asOfQuery, filterQuery, query } from './query.ts';
import { failures, refuse } from './request-errors.ts';

const sum = z.number().nullable().describe('bank currency; null: known of nobody');
const segment = z.object({
  id: z.number().nullable().describe('null: in no segment'),
  name: z.string().nullable().describe('its English name'),
  customers: z.number().describe('those who have left are not counted'),
  clv: sum.describe('sum, bank currency; null: not known, nothing tells how many leave'),
  valueIfStays: sum,
  contribution12m: sum,
  balance: sum.describe('of those of whom it is known'),
  balancesKnown: z.number(),
  churnProbability: z.number().nullable().describe('mean, 0 to 1'),
  atRisk: z.number().nullable().describe('customers at risk'),
  valueAtStake: sum.describe('with those at risk'),
});

/** What `segments` gives in chat. */
const breakdown = z.object({
  by: z.string(),
  segments: z.array(
    segment.omit({ name: true }).extend({ names: z.record(z.string(), z.string()).nullable() }),
  ),
  movement: z
    .object({
      since: z.string(),
      moved: z.number(),
      stayed: z.number(),
      flows: z.array(
        z.object({ from: z.number().nullable(), to: z.number().nullable(), customers: z.number() }),
      ),
    })
    .nullable(),
  currency: z.string(),
  asOf: z.string(),
});

const segmentsShape = breakdown.extend({
  by: z.string().describe('the segmentation: main, or the id of another'),
  segments: z.array(segment),
  movement: breakdown.shape.movement.describe(
    'who moved since the run before: `flows` between ids of segments (null: in none); null: there was none before',
  ),
});

const modelsShape = z.object({
  models: z.array(
    z.object({
      kind: z.enum(modelKinds),
      method: z.string(),
      trainedAt: z.string().describe('ISO 8601'),
      asOf: z.string(),
      card: z
        .record(z.string(), z.unknown())
        .describe(
          'what it learnt from and how it measured; figures of fewer than ten customers are left out',
        ),
    }),
  ),
});

/** What is told of customers together: metrics, segments, and the models behind the figures. A token for `metrics` reads them. */
export function addGroupRoutes(
  root: FastifyInstance,
  options: FiguresOptions & { authentication: Authentication },
): void {
  const { authenticate, askerOf } = options.authentication;
  const server = root.withTypeProvider<ZodTypeProvider>();
  const { store } = options;

  /** Of so few that figures tell of each, it is noted who was seen. */
  const noteSeen = (managerId: number, intent: string, customerIds: readonly number[]) =>
    noteAccess(options, { managerId, intent, customerIds });

  server.get(
    '/api/metrics',
    {
      onRequest: authenticate('metrics'),
      schema: {
        tags: ['metrics'],
        querystring: metricsQuery,
        response: { 200: metricsShape, ...failures },
      },
    },
    async (request, reply) => {
      const { person } = askerOf(request);
      const found = await metricsFor(options, person, request.query);
      if ('refusal' in found) return refuse(reply, found.refusal);
      if (person.groupsOnly === true && found.seen.length > 0) return refuse(reply, tooFew);
      await noteSeen(person.managerId, 'api.metrics', found.seen);
      return reply.send(found.metrics);
    },
  );

  server.get(
    '/api/segments',
    {
      onRequest: authenticate('metrics'),
      schema: {
        tags: ['segments'],
        querystring: query({
          by: z
            .string()
            .min(1)
            .max(200)
            .optional()
            .describe('name or id of another segmentation than the main one'),
          ...filterQuery,
          ...asOfQuery,
          ...formatQuery,
        }),
        response: {
          200: { content: { 'application/json': { schema: segmentsShape }, ...csvContent } },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const { by: named, asOf, format, ...said } = request.query;
      const { person } = askerOf(request);
      const given = await askedContext(
        options,
        person,
        asOf === undefined ? undefined : { upTo: asOf },
      );
      if ('refusal' in given) return refuse(reply, given.refusal);
      const { context } = given;
      const held = await askedFilters(context, said);
      if ('refusal' in held) return refuse(reply, held.refusal);
      const by = named === undefined ? undefined : await segmentation().find(named, context);
      if (by !== undefined && !('found' in by)) {
        const names = (by.choices ?? []).map(({ entity }) => String(entity)).join(', ');
        const message = `by: ${sayProblem(by.summary, defaultLocale)} Say one of: ${names}.`;
        return refuse(reply, { status: 404, code: 'not_found', message });
      }
      const { result } = await segmentBreakdownOf(context, { ...held.found, by: by?.found });
      if (person.groupsOnly === true && (result.seen.length > 0 || !('by' in result.data)))
        return refuse(reply, tooFew);
      await noteSeen(person.managerId, 'api.segments', result.seen);
      const { segments, ...told } = breakdown.parse(result.data);
      const items = segments.map(({ names, ...each }) => ({
        ...each,
        name: names && nameIn(names, defaultLocale),
      }));
      reply.header('vary', 'accept');
      if (wantsCsv(request, format)) return sendCsv(reply, `segments-${told.asOf}`, segment, items);
      return reply.send({ ...told, segments: items });
    },
  );

  server.get(
    '/api/models',
    {
      onRequest: authenticate('metrics'),
      schema: {
        tags: ['models'],
        querystring: query(asOfQuery),
        response: { 200: modelsShape, ...failures },
      },
    },
    async (request, reply) => {
      const { person } = askerOf(request);
      const { asOf } = request.query;
      const { db } = store.as(askedBy(person));
      const run = asOf === undefined ? null : await askedContext(options, person, { upTo: asOf });
      if (run !== null && 'refusal' in run) return refuse(reply, run.refusal);
      const found = run === null ? await champions(db) : await modelsOf(db, run.context.run.id);
      await noteSeen(person.managerId, 'api.models', []);
      return reply.send({
        models: found.map(({ trainedAt, card, ...model }) => ({
          ...model,
          trainedAt: trainedAt.toISOString(),
          card: toldModelCard(card),
        })),
      });
    },
  );
}
