import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Logger } from 'pino';
import { z } from 'zod';
import { loggableError } from '../../access/loggable-error.ts';

/** What of a sign-in under way the browser keeps until it comes back. */
export type Begun = { state: string; nonce: string; verifier: string };

/** The bank's own OpenID provider. */
export type Provider = {
  /** Where the browser goes to sign in there; undefined where the provider cannot be reached, which is logged. */
  begin(): Promise<(Begun & { address: string }) | undefined>;
  /**
   * The e-mail address that the provider vouches for, of whoever came back to an address of ours; undefined where it vouches
   * for none.
   */
  vouchedEmail(path: string, begun: Begun): Promise<string | undefined>;
};

export type ProviderSettings = { issuer: string; clientId: string; clientSecret: string };

const claimed = z.object({ email: z.string(), email_verified: z.boolean().optional() });

/**
 * The authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, 3.1; RFC 7636).
 * @param publicUrl how the page is reached from outside; its `/web/sign-in/openid/callback` is registered with the provider
 */
export function createProvider(
  { issuer, clientId, clientSecret }: ProviderSettings,
  { publicUrl, log }: { publicUrl: string; log: Logger },
): Provider {
  const callback = new URL('/web/sign-in/openid/callback', publicUrl);
  const plainHttp = new URL(issuer).protocol === 'http:';
  let discovered: Promise<Configuration> | undefined;
  const configuration = (): Promise<Configuration> => {
    discovered ??= discovery(
      new URL(issuer),
      clientId,
      clientSecret,
      undefined,
      // The environment admits http for an issuer on this machine alone.
      plainHttp ? { execute: [allowInsecureRequests] } : {},
    ).catch((error: unknown) => {
      // Asked again the next time.
      discovered = undefined;
      throw error;
    });
    return discovered;
  };

  return {
    async begin() {
      const verifier = randomPKCECodeVerifier();
      const begun = { state: randomState(), nonce: randomNonce(), verifier };
      const found = await configuration().catch((error: unknown) => {
        log.error(loggableError(error), 'the OpenID provider cannot be reached');
        return undefined;
      });
      if (found === undefined) return undefined;
      const address = buildAuthorizationUrl(found, {
        redirect_uri: callback.href,
        scope: 'openid email',
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: begun.state,
        nonce: begun.nonce,
      });
      return { ...begun, address: address.href };
    },
    async vouchedEmail(path, { state, nonce, verifier }) {
      const { search } = new URL(path, publicUrl);
      const back = new URL(callback);
      back.search = search;
      try {
        const tokens = await authorizationCodeGrant(await configuration(), back, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        const said = tokens.claims();
        if (said === undefined) return undefined;
        // Many providers tell the address where it is asked for, not in the token.
        const claims = claimed.safeParse(
          'email' in said
            ? said
            : await fetchUserInfo(await configuration(), tokens.access_token, said.sub),
        );
        if (!claims.success || claims.data.email_verified === false) return undefined;
        return claims.data.email;
      } catch (error) {
        log.warn(loggableError(error), 'the OpenID provider signed nobody in');
        return undefined;
      }
    },
  };
}
