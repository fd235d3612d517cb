import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Linked } from '../../../access/principal.ts';
import type { SignIn } from '../../../access/sign-in.ts';
import { fail } from '../../../api/request-errors.ts';
import { auditCommand, auditLine } from '../../../conversation/audit/read-audit.ts';
import type { Conversation } from '../../../conversation/conversation.ts';
import { chosenLocale, defaultLocale, isLocale, type Locale } from '../../../language/locale.ts';
import { sayIn } from '../../../language/messages.ts';
import { bankFacts } from '../../../store/book/bank-facts.ts';
import { countDeliveries, countedHours } from '../../../store/deliveries/count-deliveries.ts';
import { setDigestPaused } from '../../../store/digests/manage-digests.ts';
import { listModels } from '../../../store/models/list-models.ts';
import { countJobs } from '../../../store/operations/count-jobs.ts';
import { countRejectsByReason, listImports } from '../../../store/operations/list-imports.ts';
import { listRuns } from '../../../store/operations/list-runs.ts';
import {
  listTroubledDeliveries,
  retryDelivery,
} from '../../../store/operations/operated-deliveries.ts';
import {
  digestOwner,
  listOperatedDigests,
  resumeStopped,
} from '../../../store/operations/operated-digests.ts';
import { listPeople } from '../../../store/people/list-people.ts';
import type { Store } from '../../../store/store.ts';
import { listTokens } from '../../../store/tokens/api-tokens.ts';
import { whoSignedIn } from '../sign-in.ts';
import {
  type AuditView,
  auditPage,
  type OperatorsView,
  operatorsPage,
  type Reader,
  strangersPage,
} from './ops-page.ts';

/** What the operators' page needs. */
export type OpsOptions = {
  store: Store;
  conversation: Conversation;
  signIn: SignIn;
  now: () => Date;
};

/** How many rows of each table are shown. */
const most = {
  runs: 10,
  imports: 10,
  rejects: 20,
  deliveries: 50,
  digests: 200,
  models: 20,
  people: 500,
  tokens: 100,
};

const asked = z.object({ lang: z.string().optional().catch(undefined) });
const numbered = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
const change = numbered.extend({ change: z.enum(['pause', 'resume']) });
const searched = z.object({
  customer: z.string().trim().min(1).max(200),
  /** the entry that the page is before, as the page before gave it */
  before: z.coerce.number().int().positive().optional(),
});

async function viewOf({ db }: Store): Promise<OperatorsView> {
  const imports = await listImports(db, most.imports);
  return {
    runs: await listRuns(db, most.runs),
    imports,
    rejects: await countRejectsByReason(
      db,
      imports.map(({ id }) => id),
      most.rejects,
    ),
    counted: await countDeliveries(db, countedHours),
    deliveries: await listTroubledDeliveries(db, most.deliveries),
    digests: await listOperatedDigests(db, most.digests),
    jobs: await countJobs(db),
    models: (await listModels(db)).slice(0, most.models),
    people: (await listPeople(db)).slice(0, most.people),
    tokens: (await listTokens(db)).slice(0, most.tokens),
  };
}

/**
 * The operators' page at `/ops`, for whoever is signed in as operator: how runs, imports, deliveries and the like stand, and nothing of a
 * customer. An auditor finds the log of access there. `@fastify/cookie` is registered before.
 */
export function opsRoutes(server: FastifyInstance, options: OpsOptions): void {
  const { store, conversation, signIn, now } = options;

  async function readerOf(
    request: FastifyRequest,
  ): Promise<Reader & { person: Linked | undefined }> {
    const principal = await whoSignedIn(request, signIn);
    const person = principal.kind === 'linked' ? principal : undefined;
    const bank = await bankFacts(store.db);
    return {
      person,
      locale: localeOf(request, person),
      timezone: person?.timezone ?? bank?.timezone ?? 'UTC',
      name: person?.name ?? '',
    };
  }

  const send = (reply: FastifyReply, page: string) =>
    reply.type('text/html; charset=utf-8').send(page);

  /** Who is an operator; undefined where it was answered that they are not. */
  async function operator(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Linked | undefined> {
    const { person } = await readerOf(request);
    if (person?.role === 'operator') return person;
    await fail(reply, 403, 'forbidden', 'This is for operators who are signed in.');
    return undefined;
  }

  server.get('/ops', { schema: { hide: true } }, async (request, reply) => {
    const reader = await readerOf(request);
    if (reader.person?.role === 'operator')
      return send(reply, operatorsPage(reader, await viewOf(store)));
    if (reader.person?.role === 'auditor') return send(reply, auditPage(reader, undefined));
    return send(reply.code(403), strangersPage(reader));
  });

  server.post('/ops/audit', { schema: { hide: true } }, async (request, reply) => {
    const reader = await readerOf(request);
    const { person } = reader;
    if (person?.role !== 'auditor')
      return fail(reply, 403, 'forbidden', 'This is for auditors who are signed in.');
    const body = searched.safeParse(request.body);
    if (!body.success)
      return fail(
        reply,
        400,
        'wrong_request',
        '"customer" is a customer’s id, up to 200 characters.',
      );
    const { customer, before } = body.data;
    // The search is an entry of the log itself, wherever it is made.
    const answer = await conversation.answer({
      text: before === undefined ? auditLine(customer) : auditCommand(customer, before),
      principal: person,
      channel: 'web',
      address: String(person.managerId),
      shared: false,
      locale: reader.locale,
    });
    const { summary, table, actions } = answer.reply;
    const view: AuditView = {
      asked: customer,
      summary,
      columns: table?.columns.map(({ label }) => label) ?? [],
      rows: table?.rows.map((row) => row.map(String)) ?? [],
      earlier: /before=(\d+)$/.exec(actions[0]?.command ?? '')?.[1],
    };
    return send(reply, auditPage(reader, view));
  });

  server.post('/ops/deliveries/:id/retry', { schema: { hide: true } }, async (request, reply) => {
    const person = await operator(request, reply);
    if (person === undefined) return reply;
    const parsed = numbered.safeParse(request.params);
    if (!parsed.success) return fail(reply, 404, 'not_found', 'There is nothing at this address.');
    const { id } = parsed.data;
    if (!(await retryDelivery(store.db, id)))
      return fail(reply, 409, 'not_possible', 'It arrived meanwhile, or its time is over.');
    request.log.info(
      { by: person.managerId, delivery: id },
      'an operator has a delivery tried again',
    );
    return reply.code(204).send();
  });

  server.post('/ops/digests/:id/:change', { schema: { hide: true } }, async (request, reply) => {
    const person = await operator(request, reply);
    if (person === undefined) return reply;
    const parsed = change.safeParse(request.params);
    if (!parsed.success) return fail(reply, 404, 'not_found', 'There is nothing at this address.');
    const { id, change: wanted } = parsed.data;
    const ownerId = await digestOwner(store.db, id);
    if (ownerId === undefined)
      return fail(reply, 409, 'not_possible', 'There is no such digest any more.');
    const changed =
      wanted === 'pause'
        ? await setDigestPaused(store.db, ownerId, id, true, now())
        : await resumeStopped(store.db, id, now());
    if (!changed) {
      const { locale } = await readerOf(request);
      return fail(reply, 409, 'not_possible', sayIn(locale)('ops.notResumed'));
    }
    request.log.info(
      { by: person.managerId, digest: id, change: wanted },
      'an operator changed a digest',
    );
    return reply.code(204).send();
  });
}

function localeOf(request: FastifyRequest, person: Linked | undefined): Locale {
  const { lang } = asked.parse(request.query);
  if (lang !== undefined && isLocale(lang)) return lang;
  const accepted = request.headers['accept-language']?.split(',')[0]?.split(';')[0];
  return person?.locale ?? chosenLocale(accepted) ?? defaultLocale;
}
