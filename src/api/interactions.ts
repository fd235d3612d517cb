import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { askedBy, scopeOf } from '../access/principal.ts';
import { askedForByIds } from '../store/access-log/shown-before.ts';
import { interactionKinds } from '../store/kinds.ts';
import { getCustomer } from '../store/listings/list-customers.ts';
import { type InteractionPlace, listInteractions } from '../store/listings/list-interactions.ts';
import type { FiguresOptions } from './asked-figures.ts';
import type { Authentication } from './authenticate.ts';
import { noteAccess } from './note-access.ts';
import { query } from './query.ts';
import { failures, refuse } from './request-errors.ts';

const intent = 'api.interactions.list';

const interactionsShape = z.object({
  items: z.array(
    z.object({
      id: z.string().describe("the bank's own id, or that of a contact logged in chat"),
      at: z.string().describe('ISO 8601'),
      kind: z.enum(interactionKinds),
      note: z.string().nullable(),
      manager: z.string().nullable().describe('name; null: not recorded'),
      resolvedAt: z.string().nullable().describe('of a complaint; null: it is open'),
    }),
  ),
  next: z
    .string()
    .nullable()
    .describe('pass as `cursor` for the next page; null: this is the last'),
});

const place = z.tuple([z.iso.datetime(), z.string()]);

/** The contacts and complaints of a customer, the newest first, in pages. A token for `interactions` reads them. */
export function addInteractions(
  root: FastifyInstance,
  options: FiguresOptions & { authentication: Authentication },
): void {
  const { authenticate, askerOf } = options.authentication;
  root.withTypeProvider<ZodTypeProvider>().get(
    '/api/customers/:id/interactions',
    {
      onRequest: authenticate('interactions'),
      schema: {
        tags: ['interactions'],
        params: z.object({ id: z.string().describe("the bank's own id of the customer") }),
        querystring: query({
          limit: z.coerce.number().int().min(1).max(500).default(50),
          cursor: z.string().max(1000).optional().describe('`next` of the page before'),
        }),
        response: { 200: interactionsShape, ...failures },
      },
    },
    async (request, reply) => {
      const { person } = askerOf(request);
      const { limit, cursor } = request.query;
      const { db } = options.store.as(askedBy(person));
      const scope = scopeOf(person);
      const after = cursor === undefined ? undefined : readPlace(cursor);
      if (after === null) {
        const message = 'cursor: take it from `next` of the page before.';
        return refuse(reply, { status: 400, code: 'wrong_request', message });
      }
      const found = await getCustomer(db, scope, request.params.id);
      if (found === undefined) {
        await noteAccess(options, {
          managerId: person.managerId,
          intent,
          outcome: 'refused',
          reason: 'unseen',
          customerIds: await askedForByIds(options.store.db, [request.params.id]),
        });
        const message = 'There is no such customer, or none that this token may see.';
        return refuse(reply, { status: 404, code: 'not_found', message });
      }
      const rows = await listInteractions(db, scope, { customerId: found.key, after, limit });
      await noteAccess(options, { managerId: person.managerId, intent, customerIds: [found.key] });
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return reply.send({
        items,
        next: rows.length > limit && last !== undefined ? writePlace(last) : null,
      });
    },
  );
}

const writePlace = ({ place, id }: InteractionPlace): string =>
  Buffer.from(JSON.stringify([place, id])).toString('base64url');

/** Null for a text that is none of ours. */
function readPlace(cursor: string): InteractionPlace | null {
  try {
    const read = place.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return read.success ? { place: read.data[0], id: read.data[1].replaceAll('\u0000', '') } : null;
  } catch {
    return null;
  }
}
