import type { FastifyReply, FastifyRequest } from 'fastify';
import type { People } from '../access/people.ts';
import type { Linked, Principal } from '../access/principal.ts';
import { hashToken } from '../access/token.ts';
import { fewest } from '../conversation/small-groups.ts';
import type { RequestLimits } from '../limits/request-limits.ts';
import { type Role, seesCustomers, type TokenScope } from '../store/kinds.ts';
import type { Store } from '../store/store.ts';
import { useToken } from '../store/tokens/api-tokens.ts';
import { noteAccess } from './note-access.ts';
import { fail, failTooMany, type Refusal, refuse } from './request-errors.ts';

/** Who asks by a request: the person a token speaks for, and what it may read. */
export type ApiAsker = {
  person: Linked;
  scopes: readonly TokenScope[];
  /** Counts more pages as read by this token, as a file has many of. */
  countPages(pages: number): void;
};

/** Finds out who asks, before anything of a request is read. */
export type Authentication = {
  /** Refuses a request whose token is not valid, may not read what the route gives, or has asked too often. */
  authenticate(
    scope: TokenScope,
  ): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
  /** Who asks by a request that was let in. */
  askerOf(request: FastifyRequest): ApiAsker;
};

const mostGoodTokens = 1_000;
/** Whether a request reads a page of a list, or is one of a tool, which may. */
const isPage = ({ routeOptions }: FastifyRequest) => !(routeOptions.url ?? '').endsWith('/:id');

/** Why a token that was not made for something is not answered. */
export const outOfScope = (scope: TokenScope): Refusal => ({
  status: 403,
  code: 'out_of_scope',
  message: `This token may not ${scope === 'chat' ? 'ask as in chat' : `read ${scope}`}. An operator makes one that may with \`bellwether token create --scopes ${scope}\`.`,
});

/** Why a token is not answered whose person has a role that sees no customer, whatever it was made for. */
const seesNobody = (role: Role): Refusal => ({
  status: 403,
  code: 'role',
  message: `This token speaks for an ${role}, a role that sees no customer and no figure of one. An operator makes one for somebody else with \`bellwether token create --as\`.`,
});

/** Why a token is not answered about customers whose person sees figures of groups alone. */
const groupsAlone: Refusal = {
  status: 403,
  code: 'role',
  message:
    'This token speaks for an analyst, and analysts of this bank see figures of groups, no single customer: read /api/metrics, /api/segments and /api/models.',
};

/** Why such a token is not answered about a group whose figures tell of each of few. */
export const tooFew: Refusal = {
  status: 403,
  code: 'role',
  message: `These would be figures of fewer than ${fewest} customers, which tell of each of them. Ask about a larger group.`,
};

/** Bearer tokens, as an operator makes them. */
export function tokenAuthentication({
  store,
  people,
  limits,
  now,
}: {
  store: Store;
  people: People;
  limits: RequestLimits;
  now: () => Date;
}): Authentication {
  /** hashes of tokens that were valid when they were last used */
  const good = new Set<string>();
  const askers = new WeakMap<FastifyRequest, ApiAsker>();

  /** Whoever guesses is cut off by the limit on wrong tokens, and fills no log. */
  const noteRefused = (
    who: { managerId: number } | { identity: string },
    scope: TokenScope,
    reason: 'role' | 'token',
  ) =>
    noteAccess(
      { store, now },
      {
        ...who,
        intent: `api.${scope}`,
        outcome: 'refused',
        reason,
        customerIds: [],
      },
    );

  return {
    authenticate: (scope) => async (request, reply) => {
      const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
      const hash = token === undefined ? undefined : hashToken(token);
      const wrong = limits.wrongCredentials.standing(request.ip);
      // Whoever shares an address with somebody who guesses goes on with a token that was good lately.
      if (!wrong.within && !(hash !== undefined && good.has(hash)))
        return failTooMany(reply, wrong.retryAfter);
      const used = hash === undefined ? undefined : await useToken(store.db, hash, now());
      const principal: Principal =
        used === undefined ? { kind: 'unlinked' } : await people.byId(used.managerId);
      if (used === undefined || hash === undefined || principal.kind === 'unlinked') {
        if (hash !== undefined) good.delete(hash);
        limits.wrongCredentials.count(request.ip);
        await noteRefused({ identity: request.ip }, scope, 'token');
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
      const made = used.scopes.includes(scope);
      const { managerId, role } = principal;
      if (!seesCustomers(role)) {
        await noteRefused({ managerId }, scope, 'role');
        return refuse(reply, seesNobody(role));
      }
      if (principal.groupsOnly === true && scope !== 'metrics' && scope !== 'chat') {
        await noteRefused({ managerId }, scope, 'role');
        return refuse(reply, groupsAlone);
      }
      if (!made) {
        await noteRefused({ managerId }, scope, 'token');
        return refuse(reply, outOfScope(scope));
      }
      askers.set(request, {
        person: principal,
        scopes: used.scopes,
        countPages(pages) {
          for (let page = 0; page < pages; page++) limits.tokenPages.count(hash);
        },
      });
    },
    askerOf(request) {
      const asker = askers.get(request);
      if (asker === undefined)
        throw new Error('A request reached its handler without being authenticated.');
      return asker;
    },
  };
}
