import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { askedBy, scopeOf } from '../access/principal.ts';
import { mostExported } from '../conversation/export/exported.ts';
import type { DigestFilters } from '../store/digests/digest-filters.ts';
import type { TokenScope } from '../store/kinds.ts';
import type { Page, Place, Sort, SortColumn } from '../store/listings/page.ts';
import type { ListFilters } from '../store/rankings/list-filters.ts';
import type { Database } from '../store/store.ts';
import { askedContext, askedFilters, type FiguresOptions } from './asked-figures.ts';
import { type ApiAsker, type Authentication, outOfScope } from './authenticate.ts';
import { csvContent, formatQuery, sendCsv, wantsCsv } from './csv-answer.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { noteAccess } from './note-access.ts';
import { asOfQuery, filterQuery, query } from './query.ts';
import { failures, type Refusal, refuse } from './request-errors.ts';

/** A list of customers, an item each. */
export type List<Row extends { key: number; place: Place['value'] }> = {
  /** what it is called in its address, and what a token has to be made for to read it */
  name: TokenScope;
  item: z.ZodObject;
  /** what it can be sorted by */
  orders: Record<string, SortColumn>;
  /** a page of it, and one row more where there are more */
  rows(db: Database, page: Page): Promise<Row[]>;
  shape(row: Row): Record<string, unknown>;
  /** the item as a file has it, where that is not as it is shown */
  inFile?(row: Row): Record<string, unknown>;
};

const mostInPage = 500;
const usualInPage = 50;

const listQuery = (orders: readonly string[]) =>
  query({
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(mostExported)
      .optional()
      .describe(
        `${usualInPage} unless given, ${mostInPage} at most; in CSV, ${mostExported} unless given and at most`,
      ),
    cursor: z.string().max(500).optional().describe('`next` of the page before'),
    ...filterQuery,
    sort: z.enum(orders).optional().describe('otherwise in the order in which customers came'),
    order: z
      .enum(['asc', 'desc'])
      .default('desc')
      .describe('of `sort`; customers of whom it is not known come last either way'),
    ...asOfQuery,
    ...formatQuery,
  });
type ListQuery = z.output<ReturnType<typeof listQuery>>;

const pageShape = (item: z.ZodType) =>
  z.object({
    items: z.array(item),
    next: z
      .string()
      .nullable()
      .describe('pass as `cursor` for the next page; null: this is the last'),
    asOf: z
      .string()
      .nullable()
      .describe(
        'the day whose figures it shows, is held to or sorted by; null: there are none yet',
      ),
  });

/** A list with pages, for the customers of whoever asks, each page noted in the access log. */
export function addList<Row extends { key: number; place: Place['value'] }>(
  root: FastifyInstance,
  { name, item, orders, rows, shape, inFile = shape }: List<Row>,
  options: FiguresOptions & { authentication: Authentication },
): void {
  const { authenticate, askerOf } = options.authentication;
  root.withTypeProvider<ZodTypeProvider>().get(
    `/api/${name}`,
    {
      onRequest: authenticate(name),
      schema: {
        tags: [name],
        querystring: listQuery(Object.keys(orders)),
        response: {
          200: {
            description: 'a page; of CSV, the address of the next stands in the header `Link`',
            content: { 'application/json': { schema: pageShape(item) }, ...csvContent },
          },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const asked = request.query;
      const asker = askerOf(request);
      const inCsv = wantsCsv(request, asked.format);
      const limit = asked.limit ?? (inCsv ? mostExported : usualInPage);
      if (!inCsv && limit > mostInPage)
        return refuse(reply, wrong(`limit: ${mostInPage} at most, but in CSV ${mostExported}.`));
      const by = asked.sort === undefined ? undefined : orders[asked.sort];
      const sort = by && { ...by, descending: asked.order === 'desc' };
      const question = questionOf(name, asked);
      const after = asked.cursor === undefined ? undefined : readCursor(asked.cursor, question);
      if (asked.cursor !== undefined && (after === undefined || !fits(after.value, sort)))
        return refuse(
          reply,
          wrong(
            'cursor: take it from `next` of the page before, and ask for the rest as for that page.',
          ),
        );
      const held = await heldTo(options, asker, { asked, runId: after?.runId });
      if ('refusal' in held) return refuse(reply, held.refusal);
      const { runId, asOf, filters } = held;
      const { db } = options.store.as(askedBy(asker.person));
      const scope = scopeOf(asker.person);
      const found = await rows(db, { scope, runId, filters, sort, after, limit });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      await noteAccess(options, {
        managerId: asker.person.managerId,
        intent: `api.${name}.list`,
        customerIds: page.map(({ key }) => key),
      });
      const next =
        found.length > limit && last !== undefined
          ? writeCursor({ runId: runId ?? null, key: last.key, value: last.place }, question)
          : null;
      reply.header('vary', 'accept');
      if (!inCsv) return reply.send({ items: page.map(shape), next, asOf });
      asker.countPages(Math.ceil(page.length / mostInPage) - 1);
      if (next !== null) {
        const address = new URL(request.url, 'http://localhost');
        address.searchParams.set('cursor', next);
        reply.header('link', `<${address.pathname}${address.search}>; rel="next"`);
      }
      return sendCsv(reply, asOf === null ? name : `${name}-${asOf}`, item, page.map(inFile));
    },
  );
}

const wrong = (message: string): Refusal => ({ status: 400, code: 'wrong_request', message });

/** What is asked for, page by page: whom, in which order. */
const questionOf = (name: string, asked: ListQuery) => {
  const { branch, segment, tier, manager, tag, sort, order, asOf } = asked;
  return [name, branch, segment, tier, manager, tag, sort, sort && order, asOf];
};

/** Whether a place can be one in an order. */
function fits(value: Place['value'], sort: Sort | undefined): boolean {
  if (value === null) return true;
  return typeof value === (sort?.type === 'date' ? 'string' : 'number') && sort !== undefined;
}

/** Which run a list is of and what it is held to, looked up. */
async function heldTo(
  options: FiguresOptions,
  { person, scopes }: ApiAsker,
  { asked, runId }: { asked: ListQuery; runId: number | null | undefined },
): Promise<
  { runId: number | undefined; asOf: string | null; filters: ListFilters } | { refusal: Refusal }
> {
  const { branch, segment, tier, manager, tag, asOf } = asked;
  const said: DigestFilters = { branch, segment, tier, manager, tag };
  // What a token may not read, it may not find out by holding a list to it.
  const needed: TokenScope[] = [
    ...(segment === undefined && tier === undefined ? [] : ['values' as const]),
    ...(tag === undefined ? [] : ['customers' as const]),
  ];
  const lacking = needed.find((scope) => !scopes.includes(scope));
  if (lacking !== undefined) return { refusal: outOfScope(lacking) };
  const pinned = typeof runId === 'number' ? { id: runId } : undefined;
  const of = pinned ?? (asOf === undefined ? undefined : { upTo: asOf });
  const given = await askedContext(options, person, of);
  if ('refusal' in given) {
    const asksNothing = of === undefined && Object.values(said).every((each) => each === undefined);
    return asksNothing ? { runId: undefined, asOf: null, filters: {} } : given;
  }
  const found = await askedFilters(given.context, said);
  if ('refusal' in found) return found;
  const { run } = given.context;
  return { runId: run.id, asOf: run.asOf, filters: found.filters };
}
