import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Linked, Principal } from '../../access/principal.ts';
import type { RequestLimits } from '../../limits/request-limits.ts';
import { takeEvent } from '../../store/events/take-event.ts';
import { seesCustomers } from '../../store/kinds.ts';
import type { Store } from '../../store/store.ts';
import { seesNobody } from '../authenticate.ts';
import { noteAccess } from '../note-access.ts';
import { fail, failTooMany, refuse } from '../request-errors.ts';
import { type AnswerRequest, longestRequest } from './answer-request.ts';

/** A platform that asks for its people: it signs each request and says in it who asks, as Slackbot does. */
export type SignedCallers = {
  /** Whether the platform signed a body, and lately. */
  isSigned(headers: IncomingHttpHeaders, body: string): boolean;
  /** Who of the bank somebody is, as the platform said of them in the last minutes or says now. */
  identify(asker: { team: string; user: string }): Promise<Principal>;
};

/** Who asks, as Slack says in `_meta.slack` of a request (its documentation of Slack identity auth, June 2026). */
const saidOfAsker = z
  .looseObject({
    params: z.looseObject({
      _meta: z.looseObject({
        slack: z.looseObject({
          user_id: z.string().regex(/^\w{1,40}$/),
          team_id: z.string().regex(/^\w{1,40}$/),
        }),
      }),
    }),
  })
  .transform(({ params: { _meta } }) => ({
    team: _meta.slack.team_id,
    user: _meta.slack.user_id,
  }));

/** What is asked before anybody asks a question, and shows nothing of the bank. */
const beforeAnybody = new Set([
  'initialize',
  'notifications/initialized',
  'ping',
  'server/discover',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
]);

/** What the log of access has of whatever is refused. */
const refused = {
  intent: 'api.chat',
  outcome: 'refused',
  customerIds: [],
  asked: { through: 'slackbot' },
} as const;

/** For whom tools are listed where nobody asks yet. Nothing is answered to them. */
const anyManager: Linked = {
  kind: 'linked',
  managerId: 0,
  name: '',
  email: null,
  role: 'manager',
  branchId: null,
  locale: null,
  timezone: null,
};

/**
 * `/mcp/slack`: the tools for Slackbot, for whom it says that it asks. What is not signed is refused; what is, is answered as the same
 * person is in chat. What is listed before anybody asks is what a manager may use.
 */
export function addSignedCallers(
  root: FastifyInstance,
  options: {
    callers: SignedCallers;
    answer: AnswerRequest;
    store: Store;
    limits: RequestLimits;
    now: () => Date;
  },
): void {
  const { callers, answer, limits } = options;
  root.register(async (server) => {
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    // Slack's servers speak for everybody: people are limited, and what is not signed.
    const config = { rateLimit: false };
    const route = { schema: { hide: true }, config, bodyLimit: longestRequest };
    server.post('/mcp/slack', route, async (request, reply) => {
      const raw = z.string().catch('').parse(request.body);
      if (!callers.isSigned(request.headers, raw)) {
        const counted = limits.wrongCredentials.count(request.ip);
        if (!counted.within) return failTooMany(reply, counted.retryAfter);
        await noteAccess(options, { ...refused, identity: request.ip, reason: 'token' });
        return fail(
          reply,
          401,
          'unauthorized',
          'The request does not carry a valid signature of Slack.',
        );
      }
      let body: unknown;
      try {
        body = JSON.parse(raw);
      } catch {
        return fail(reply, 400, 'wrong_request', 'The body is no JSON.');
      }
      const asker = saidOfAsker.safeParse(body).data;
      if (asker === undefined) {
        const { method } = z.looseObject({ method: z.string() }).safeParse(body).data ?? {};
        if (method !== undefined && beforeAnybody.has(method))
          return answer({ person: anyManager, through: 'slackbot' }, request, reply, body);
        const counted = limits.wrongCredentials.count(request.ip);
        if (!counted.within) return failTooMany(reply, counted.retryAfter);
        await noteAccess(options, { ...refused, identity: request.ip, reason: 'unlinked' });
        return fail(
          reply,
          403,
          'unknown_person',
          'The request does not say in _meta.slack who asks.',
        );
      }
      const identity = `${asker.team}:${asker.user}`;
      for (const limit of [limits.token, limits.tokenPages]) {
        const counted = limit.count(`slack ${identity}`);
        if (!counted.within) return failTooMany(reply, counted.retryAfter);
      }
      // Whoever overheard a request has its signature, which stays good for minutes.
      const { 'x-slack-signature': signature } = request.headers;
      if (!(await takeEvent(options.store.db, 'mcp', `slack ${signature}`, options.now()))) {
        await noteAccess(options, { ...refused, identity, reason: 'token' });
        return fail(reply, 401, 'unauthorized', 'This request was answered already: sign it anew.');
      }
      const person = await callers.identify(asker);
      if (person.kind === 'unlinked') {
        await noteAccess(options, { ...refused, identity, reason: 'unlinked' });
        return fail(reply, 403, 'unknown_person', 'Nobody of the bank is known by this account.');
      }
      if (!seesCustomers(person.role)) {
        await noteAccess(options, { ...refused, managerId: person.managerId, reason: 'role' });
        return refuse(reply, seesNobody(person.role));
      }
      return answer({ person, through: 'slackbot' }, request, reply, body);
    });
  });
}
