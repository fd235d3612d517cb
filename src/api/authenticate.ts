import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AccessTokens } from '../access/access-tokens.ts';
import type { People } from '../access/people.ts';
import type { Linked, Principal } from '../access/principal.ts';
import { hashToken, isOurToken } from '../access/token.ts';
import { fewest } from '../conversation/small-groups.ts';
import type { RequestLimits } from '../limits/request-limits.ts';
import { type RefusalReason, type Role, seesCustomers, type TokenScope } from '../store/kinds.ts';
import type { Store } from '../store/store.ts';
import { useToken } from '../store/tokens/api-tokens.ts';
import { noteAccess } from './note-access.ts';
import { fail, failTooMany, type Refusal, refuse } from './request-errors.ts';
import { metadataAddress } from './resource-metadata.ts';

/** Who asks by a request: the person a token speaks for, and what it may read. */
export type ApiAsker = {
  person: Linked;
  scopes: readonly TokenScope[];
  /** Counts more pages as read by this token, as a file has many of. */
  countPages(pages: number): void;
};

/** Finds out who asks, before anything of a request is read. */
export type Authentication = {
  /**
   * Refuses a request whose token is not valid, may not read what the route gives, or has asked too often.
   * @param accessTokens those of the bank's authorization server, where the route takes them besides ours
   */
  authenticate(
    scope: TokenScope,
    accessTokens?: AccessTokens,
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

/** Why a token, or a signed request, is not answered whose person has a role that sees no customer, whatever it was made for. */
export const seesNobody = (role: Role): Refusal => ({
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

/** Why an access token is not answered that nobody of the bank is known by. */
const nobodyKnown: Refusal = {
  status: 403,
  code: 'unknown_person',
  message:
    'This token is good, but its person is not known here. An operator says who uses which address with `bellwether user list`.',
};

/** Why an access token is not answered that lacks the scope. */
const lacksScope = (scope: string): Refusal => ({
  status: 403,
  code: 'out_of_scope',
  message: `This token lacks the scope ${scope}.`,
});

/** Why no access token is answered for the moment. */
const cannotCheck: Refusal = {
  status: 503,
  code: 'issuer_unreachable',
  message: 'The server that issues access tokens does not answer. Try again in a few seconds.',
};

/** What a token turned out to be. `counted`: by what its requests are counted. */
type Read =
  | { kind: 'good'; principal: Linked; scopes: readonly TokenScope[]; counted: string }
  | { kind: 'wrong' }
  | {
      kind: 'refused';
      who: { managerId: number } | { identity: string };
      reason: RefusalReason;
      why: Refusal;
    }
  | { kind: 'unreachable' };

/** Bearer tokens, as an operator makes them; and, where a route takes them, those of the bank's authorization server. */
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
    reason: RefusalReason,
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

  async function readOurs(hash: string): Promise<Read> {
    const used = await useToken(store.db, hash, now());
    if (used === undefined) return { kind: 'wrong' };
    const principal = await people.byId(used.managerId);
    return principal.kind === 'unlinked'
      ? { kind: 'wrong' }
      : { kind: 'good', principal, scopes: used.scopes, counted: hash };
  }

  async function readAccess(token: string, { check, scope }: AccessTokens): Promise<Read> {
    const checked = await check(token);
    if (checked.kind === 'wrong' || checked.kind === 'unreachable') return checked;
    const email = checked.kind === 'good' ? checked.email : undefined;
    const principal: Principal =
      email === undefined ? { kind: 'unlinked' } : await people.byEmail(email);
    if (principal.kind === 'unlinked') {
      const identity = email ?? (checked.kind === 'nameless' ? checked.subject : '');
      return { kind: 'refused', who: { identity }, reason: 'unlinked', why: nobodyKnown };
    }
    const { managerId } = principal;
    if (!checked.scopes.includes(scope))
      return { kind: 'refused', who: { managerId }, reason: 'token', why: lacksScope(scope) };
    // Such tokens live for minutes: their person is counted.
    return { kind: 'good', principal, scopes: ['chat'], counted: `access token of ${managerId}` };
  }

  return {
    authenticate: (scope, accessTokens) => async (request, reply) => {
      const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
      const hash = token === undefined ? undefined : hashToken(token);
      const challenge = challenges(accessTokens);
      const wrong = limits.wrongCredentials.standing(request.ip);
      // Whoever shares an address with somebody who guesses goes on with a token that was good lately.
      if (!wrong.within && !(hash !== undefined && good.has(hash)))
        return failTooMany(reply, wrong.retryAfter);
      const read: Read =
        token === undefined || hash === undefined
          ? { kind: 'wrong' }
          : accessTokens !== undefined && !isOurToken(token)
            ? await readAccess(token, accessTokens)
            : await readOurs(hash);
      if (read.kind === 'unreachable') return refuse(reply, cannotCheck);
      if (read.kind === 'wrong' || hash === undefined) {
        if (hash !== undefined) good.delete(hash);
        limits.wrongCredentials.count(request.ip);
        await noteRefused({ identity: request.ip }, scope, 'token');
        reply.header(
          'www-authenticate',
          challenge(hash === undefined ? undefined : 'invalid_token'),
        );
        return fail(
          reply,
          401,
          'unauthorized',
          'Send a valid token: Authorization: Bearer …. An operator makes one with `bellwether token create`.',
        );
      }
      if (good.size >= mostGoodTokens) good.clear();
      good.add(hash);
      const counts = read.kind === 'good' ? read.counted : hash;
      const counted = limits.token.count(counts);
      if (!counted.within) return failTooMany(reply, counted.retryAfter);
      const paged = isPage(request) ? limits.tokenPages.count(counts) : counted;
      if (!paged.within) return failTooMany(reply, paged.retryAfter);
      if (read.kind === 'refused') {
        await noteRefused(read.who, scope, read.reason);
        if (read.reason === 'token')
          reply.header('www-authenticate', challenge('insufficient_scope'));
        return refuse(reply, read.why);
      }
      const { principal, scopes } = read;
      const { managerId, role } = principal;
      if (!seesCustomers(role)) {
        await noteRefused({ managerId }, scope, 'role');
        return refuse(reply, seesNobody(role));
      }
      if (principal.groupsOnly === true && scope !== 'metrics' && scope !== 'chat') {
        await noteRefused({ managerId }, scope, 'role');
        return refuse(reply, groupsAlone);
      }
      if (!scopes.includes(scope)) {
        await noteRefused({ managerId }, scope, 'token');
        return refuse(reply, outOfScope(scope));
      }
      askers.set(request, {
        person: principal,
        scopes,
        countPages(pages) {
          for (let page = 0; page < pages; page++) limits.tokenPages.count(counts);
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

/**
 * What `WWW-Authenticate` says to a request that is not answered (RFC 6750, 3): where access tokens are taken, where a program reads
 * how it gets one (RFC 9728, 5.1).
 */
const challenges =
  (accessTokens: AccessTokens | undefined) =>
  (error?: 'invalid_token' | 'insufficient_scope'): string => {
    if (accessTokens === undefined) return 'Bearer';
    const parts = [
      ...(error === undefined ? [] : [`error="${error}"`]),
      `scope="${accessTokens.scope}"`,
      `resource_metadata="${metadataAddress(accessTokens).href}"`,
    ];
    return `Bearer ${parts.join(', ')}`;
  };
