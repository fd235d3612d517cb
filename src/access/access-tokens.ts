import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type FlattenedJWSInput,
  type JWKSCacheInput,
  type JWSHeaderParameters,
  type JWTPayload,
  jwksCache,
  jwtVerify,
} from 'jose';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type McpAuthorizationConfig, safeAddress } from '../settings/mcp.ts';
import { loggableError } from './loggable-error.ts';

/**
 * What an access token turned out to be. wrong: it is none that was issued for this server, or no longer; nameless: it vouches for no
 * address of a person; unreachable: its issuer's keys cannot be had, so that nothing can be said of it.
 */
export type CheckedAccessToken =
  | { kind: 'good'; email: string; scopes: readonly string[] }
  | { kind: 'nameless'; subject: string; scopes: readonly string[] }
  | { kind: 'wrong' }
  | { kind: 'unreachable' };

/** Access tokens of the bank's own authorization server: what is told of them, and whether one is good. */
export type AccessTokens = {
  issuer: string;
  /** the resource that they are for (RFC 8707), as others reach it */
  resource: URL;
  /** the scope that one must have */
  scope: string;
  check(token: string): Promise<CheckedAccessToken>;
};

/** Milliseconds that the issuer may take to answer, and for which it is left alone when it did not. */
const patience = 5_000;
const pause = 5_000;
/** Milliseconds for which keys that were had serve where the issuer does not answer; a key that it took back must not serve for long. */
const keysServe = 3_600_000;
/** Seconds by which the clocks of issuer and server may differ. */
const clockTolerance = 5;
/** Characters of a token; those of large issuers have 2,000. */
const longestToken = 8_000;

class Unreachable extends Error {}

/** Whether it is the issuer's keys that are wrong or did not come; the general code is of an answer that holds none. */
const isOfKeys = (error: unknown): boolean =>
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  (error instanceof errors.JOSEError && error.code === errors.JOSEError.code);

const metadata = z.looseObject({ issuer: z.string(), jwks_uri: safeAddress });
/** `scope` as of RFC 9068; `scp` as some issuers write it, as a text or a list. */
const scopeClaims = z.looseObject({
  scope: z.string().optional(),
  scp: z.union([z.string(), z.array(z.string())]).optional(),
});

/**
 * Checks access tokens as RFC 9068, 4 has it: signed by a key of the issuer with one of the algorithms, issued for this server, not
 * expired. Keys are fetched when they are first needed and kept for ten minutes; a key that is not among them has them fetched
 * again, at most every half minute.
 * @param options.fetch asks the issuer
 * @param options.resource this server's `/mcp`, as others reach it
 */
export function createAccessTokens(
  {
    issuer,
    audience,
    keys,
    algorithms,
    scope,
    personClaim,
    emailsVouchedFor,
  }: McpAuthorizationConfig,
  {
    resource,
    fetch,
    now,
    log,
  }: { resource: URL; fetch: typeof globalThis.fetch; now: () => Date; log: Pick<Logger, 'error'> },
): AccessTokens {
  const ask = async (address: string, options: RequestInit): Promise<Response> => {
    let answer: Response;
    try {
      answer = await fetch(address, options);
    } catch (error) {
      throw new Unreachable('The issuer of access tokens cannot be reached.', { cause: error });
    }
    if (answer.ok) return answer;
    throw new Unreachable(`The issuer of access tokens answered ${answer.status}.`);
  };

  /** Where the issuer's keys are: as OpenID Connect Discovery 1.0 has it, or else RFC 8414. */
  async function keysAddress(): Promise<string> {
    if (keys !== undefined) return keys;
    const base = new URL(issuer);
    const path = base.pathname.replace(/\/$/, '');
    const places = [
      `${base.origin}${path}/.well-known/openid-configuration`,
      `${base.origin}/.well-known/oauth-authorization-server${path}`,
    ];
    let failed: unknown;
    for (const place of places) {
      try {
        const answer = await ask(place, { signal: AbortSignal.timeout(patience) });
        const told = metadata.parse(await answer.json());
        if (told.issuer !== issuer) throw new Unreachable('The metadata are of another issuer.');
        return told.jwks_uri;
      } catch (error) {
        failed = error;
      }
    }
    throw new Unreachable('The issuer of access tokens does not say where its keys are.', {
      cause: failed,
    });
  }

  const atHand: JWKSCacheInput = {};
  let found: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;
  const keySet = () => {
    found ??= keysAddress()
      .then((address) =>
        createRemoteJWKSet(new URL(address), {
          timeoutDuration: patience,
          [customFetch]: ask,
          [jwksCache]: atHand,
        }),
      )
      .catch((error: unknown) => {
        found = undefined;
        throw error;
      });
    return found;
  };
  let leftAloneUntil = 0;

  /**
   * The key of a token. Where the issuer does not answer it is looked for among those at hand; one that is not there may be new, so
   * that nothing can be said.
   */
  async function keyOf(header: JWSHeaderParameters, token: FlattenedJWSInput) {
    let why: unknown;
    if (now().getTime() >= leftAloneUntil) {
      try {
        return await (await keySet())(header, token);
      } catch (error) {
        if (!(error instanceof Unreachable || isOfKeys(error))) throw error;
        leftAloneUntil = now().getTime() + pause;
        log.error(loggableError(error), 'keys of access tokens cannot be fetched');
        why = error;
      }
    }
    const { jwks, uat = 0 } = atHand;
    if (jwks !== undefined && now().getTime() - uat < keysServe) {
      try {
        return await createLocalJWKSet(jwks)(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        why = error;
      }
    }
    throw new Unreachable('There is no key at hand to check an access token by.', { cause: why });
  }

  /** Whom a good token is of, and for what it was issued. */
  function read(claims: JWTPayload): CheckedAccessToken {
    const { scope: said = '', scp = [] } = scopeClaims.safeParse(claims).data ?? {};
    const scopes = [said, scp].flat().flatMap((each) => each.split(' '));
    const email = claims[personClaim];
    // An address that whoever has it typed themselves vouches for nobody.
    const vouched = personClaim !== 'email' || emailsVouchedFor || claims.email_verified === true;
    return typeof email === 'string' && email !== '' && vouched
      ? { kind: 'good', email, scopes }
      : { kind: 'nameless', subject: claims.sub ?? '', scopes };
  }

  return {
    issuer,
    resource,
    scope,
    async check(token) {
      if (token.length > longestToken) return { kind: 'wrong' };
      try {
        const { payload } = await jwtVerify(token, keyOf, {
          issuer,
          audience: audience ?? resource.href,
          algorithms,
          clockTolerance,
          currentDate: now(),
          requiredClaims: ['exp'],
        });
        return read(payload);
      } catch (error) {
        if (error instanceof Unreachable) return { kind: 'unreachable' };
        if (error instanceof errors.JOSEError) return { kind: 'wrong' };
        throw error;
      }
    },
  };
}
