import { createServer } from 'node:http';
import type { OAuthClientProvider, OAuthDiscoveryState } from '@modelcontextprotocol/client';
import { Provider } from 'oidc-provider';

/** A bank's authorization server on a port of its own, at which anybody signs in as the address they type. */
export type AuthorizationServer = {
  issuer: string;
  /** how often its keys were fetched */
  keysFetched(): number;
  /** A program's side of getting a token for somebody, by the authorization code with PKCE. */
  programOf(
    email: string,
    scope?: string,
  ): OAuthClientProvider & { comesBack(): Promise<URLSearchParams> };
  close(): Promise<void>;
};

const callback = 'http://127.0.0.1/callback';

/**
 * @param resources what it issues tokens for (RFC 8707), and the scopes of each
 * @param lasts seconds that a token is good for
 */
export async function serveAuthorization(
  resources: () => Readonly<Record<string, string>>,
  lasts = 3600,
): Promise<AuthorizationServer> {
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/jwks')) keys += 1;
    return answer(request, response);
  });
  let keys = 0;
  let answer: ReturnType<Provider['callback']> = () => Promise.resolve();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('It listens on no port.');
  const issuer = `http://127.0.0.1:${at.port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'assistant',
        token_endpoint_auth_method: 'none',
        redirect_uris: [callback],
        application_type: 'native',
      },
    ],
    scopes: ['openid', 'bellwether', 'other'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    ttl: { Session: 60, Interaction: 60, Grant: 60, AuthorizationCode: 60, AccessToken: lasts },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: id }) }),
    extraTokenClaims: (_, token) =>
      'accountId' in token
        ? { email: token.accountId, ...verifiedOf(token.accountId ?? '') }
        : undefined,
    features: {
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({
          scope: resources()[resource] ?? '',
          audience: resource,
          accessTokenTTL: lasts,
          accessTokenFormat: 'jwt',
        }),
      },
    },
  });
  answer = provider.callback();

  function programOf(email: string, scope = 'bellwether') {
    let saved: Awaited<ReturnType<OAuthClientProvider['tokens']>>;
    let verifier = '';
    let discovered: OAuthDiscoveryState | undefined;
    let address: URL | undefined;
    return {
      redirectUrl: callback,
      clientMetadata: { redirect_uris: [callback], token_endpoint_auth_method: 'none', scope },
      clientInformation: () => ({ client_id: 'assistant' }),
      tokens: () => saved,
      saveTokens(tokens: typeof saved) {
        saved = tokens;
      },
      redirectToAuthorization(asked: URL) {
        address = asked;
      },
      saveCodeVerifier(made: string) {
        verifier = made;
      },
      codeVerifier: () => verifier,
      saveDiscoveryState(state: OAuthDiscoveryState) {
        discovered = state;
      },
      discoveryState: () => discovered,
      async comesBack() {
        if (address === undefined) throw new Error('The program was not sent to sign in.');
        return signIn(address, email);
      },
    } satisfies OAuthClientProvider & { comesBack(): Promise<URLSearchParams> };
  }

  return {
    issuer,
    keysFetched: () => keys,
    programOf,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

/** What is said of an address: nothing of one that begins with silent, as some issuers do. */
function verifiedOf(email: string): Record<string, unknown> {
  if (email.startsWith('silent')) return {};
  if (email.startsWith('worded')) return { email_verified: 'false' };
  return { email_verified: !email.startsWith('unverified') };
}

/** Goes through the pages of the provider as a browser does: signs in, agrees, and comes back with a code. */
async function signIn(address: URL, email: string): Promise<URLSearchParams> {
  const cookies = new Map<string, string>();
  let next = address;
  for (let step = 0; step < 12; step++) {
    if (next.href.startsWith(callback)) return next.searchParams;
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const page = await fetch(next, { redirect: 'manual', headers: { cookie } });
    keep(page, cookies);
    const location = page.headers.get('location');
    if (location !== null) {
      next = new URL(location, next);
      continue;
    }
    const form = await page.text();
    const action = /action="([^"]+)"/.exec(form)?.[1];
    if (action === undefined) throw new Error(`A page without a form: ${form.slice(0, 200)}`);
    const prompt = /name="prompt" value="([^"]+)"/.exec(form)?.[1] ?? 'login';
    const sent = await fetch(new URL(action, next), {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      body: new URLSearchParams({ prompt, login: email, password: 'any' }),
    });
    keep(sent, cookies);
    next = new URL(sent.headers.get('location') ?? '', next);
  }
  throw new Error('Signing in led nowhere.');
}

function keep(page: Response, cookies: Map<string, string>): void {
  for (const line of page.headers.getSetCookie()) {
    const [name = '', value = ''] = line.split(';')[0]?.split(/=(.*)/s) ?? [];
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
}
