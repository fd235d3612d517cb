import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { askedBy, scopeOf } from '../access/principal.ts';
import { askedForByIds } from '../store/access-log/shown-before.ts';
import type { TokenScope } from '../store/kinds.ts';
import { getCustomer } from '../store/listings/list-customers.ts';
import { getValue, type ListedValue } from '../store/listings/list-values.ts';
import { askedContext, type FiguresOptions } from './asked-figures.ts';
import { type Authentication, outOfScope } from './authenticate.ts';
import { asPrediction, asValue, customer, prediction, value } from './customer-shapes.ts';
import { noteAccess } from './note-access.ts';
import { asOfQuery, query } from './query.ts';
import { failures, type Refusal, refuse } from './request-errors.ts';

/** What can be had with a customer, and what a token has to be made for to have it. */
const includable = {
  value: 'values',
  prediction: 'predictions',
} as const satisfies Record<string, TokenScope>;
const inclusions = Object.keys(includable);

const includeQuery = {
  include: z
    .string()
    .max(100)
    .transform((text) => text.split(',').map((each) => each.trim()))
    .pipe(
      z.array(
        z.enum(
          ['value', 'prediction'],
          `expected some of ${inclusions.join(', ')}, with commas between them`,
        ),
      ),
    )
    .optional()
    .describe(
      `some of ${inclusions.join(',')}: what the run says of the customer, with its reasons`,
    ),
};

const params = z.object({ id: z.string().describe("the bank's own id of the customer") });

const included = customer.extend({
  value: value.nullable().optional().describe('null: the run does not know the customer'),
  prediction: prediction.nullable().optional().describe('null: the run does not know the customer'),
});

const notFound: Refusal = {
  status: 404,
  code: 'not_found',
  message: 'There is no such customer, or none that this token may see.',
};

/** A customer by the bank's own id: who they are, what they are worth, and whether and why they may leave; each alone or all in one answer. */
export function addItems(
  root: FastifyInstance,
  options: FiguresOptions & { authentication: Authentication },
): void {
  const { authenticate, askerOf } = options.authentication;
  const server = root.withTypeProvider<ZodTypeProvider>();
  const { store } = options;

  const noteSeen = (managerId: number, name: TokenScope, key: number) =>
    noteAccess(options, { managerId, intent: `api.${name}.get`, customerIds: [key] });

  const noteUnseen = async (managerId: number, name: TokenScope, id: string) =>
    noteAccess(options, {
      managerId,
      intent: `api.${name}.get`,
      outcome: 'refused',
      reason: 'unseen',
      customerIds: await askedForByIds(store.db, [id]),
    });

  server.get(
    '/api/customers/:id',
    {
      onRequest: authenticate('customers'),
      schema: {
        tags: ['customers'],
        querystring: query({ ...includeQuery, ...asOfQuery }),
        params,
        response: { 200: included, ...failures },
      },
    },
    async (request, reply) => {
      const { include = [], asOf } = request.query;
      const { person, scopes } = askerOf(request);
      const lacking = include
        .map((each) => includable[each])
        .find((each) => !scopes.includes(each));
      if (lacking !== undefined) return refuse(reply, outOfScope(lacking));
      const { db } = store.as(askedBy(person));
      const scope = scopeOf(person);
      const found = await getCustomer(db, scope, request.params.id);
      if (found === undefined) {
        await noteUnseen(person.managerId, 'customers', request.params.id);
        return refuse(reply, notFound);
      }
      const run =
        include.length === 0 ? undefined : await askedContext(options, person, upTo(asOf));
      if (run !== undefined && 'refusal' in run) return refuse(reply, run.refusal);
      const valued = run && (await getValue(db, scope, found.id, run.context.run.id));
      await noteSeen(person.managerId, 'customers', found.key);
      return reply.send({
        ...found,
        ...(include.includes('value')
          ? { value: valued === undefined ? null : asValue(valued) }
          : {}),
        ...(include.includes('prediction')
          ? { prediction: valued === undefined ? null : asPrediction(valued) }
          : {}),
      });
    },
  );

  function addValued(
    name: TokenScope,
    item: z.ZodObject,
    shape: (row: ListedValue) => Record<string, unknown>,
  ) {
    server.get(
      `/api/${name}/:id`,
      {
        onRequest: authenticate(name),
        schema: {
          tags: [name],
          querystring: query(asOfQuery),
          params,
          response: { 200: item, ...failures },
        },
      },
      async (request, reply) => {
        const { person } = askerOf(request);
        const { asOf } = request.query;
        const run =
          asOf === undefined ? undefined : await askedContext(options, person, upTo(asOf));
        if (run !== undefined && 'refusal' in run) return refuse(reply, run.refusal);
        const { db } = store.as(askedBy(person));
        const { id } = request.params;
        const found = await getValue(db, scopeOf(person), id, run?.context.run.id);
        if (found === undefined) {
          await noteUnseen(person.managerId, name, id);
          return refuse(reply, notFound);
        }
        await noteSeen(person.managerId, name, found.key);
        return reply.send(shape(found));
      },
    );
  }
  addValued('values', value, asValue);
  addValued('predictions', prediction, asPrediction);
}

const upTo = (asOf: string | undefined) => (asOf === undefined ? undefined : { upTo: asOf });
