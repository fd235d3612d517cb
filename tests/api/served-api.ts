import Fastify from 'fastify';
import { createPeople } from '../../src/access/people.ts';
import { hashToken, tokenFrom } from '../../src/access/token.ts';
import { type ApiOptions, api } from '../../src/api/plugin.ts';
import { answerErrors } from '../../src/api/request-errors.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { type TokenScope, tokenScopes } from '../../src/store/kinds.ts';
import type { Store } from '../../src/store/store.ts';
import { addToken } from '../../src/store/tokens/api-tokens.ts';
import { unlimited } from '../unlimited.ts';

/** An answer of the API: JSON as it was parsed, any other text as it is. */
export type Answer = { status: number; headers: Headers; body: unknown };

/** The API of a store on a port of its own, and how it is asked. */
export type ServedApi = {
  address: string;
  /** Makes a token for a person (id in the store). */
  tokenFor(managerId: number, scopes?: readonly TokenScope[]): Promise<string>;
  get(path: string, token?: string, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
};

/** Serves the API over HTTP, without limits; and to language models, where it is given what their tools do. */
export async function serveApi(
  store: Store,
  now: () => Date,
  tools?: ApiOptions['tools'],
  port = 0,
  config = readConfig('config/bellwether.yaml'),
): Promise<ServedApi> {
  const server = Fastify();
  answerErrors(server);
  await server.register(api, {
    store,
    config,
    people: createPeople(store, now),
    limits: unlimited,
    now,
    ...(tools === undefined ? {} : { tools }),
  });
  await server.listen({ host: '127.0.0.1', port });
  let made = 100;
  return {
    address: server.listeningOrigin,
    async tokenFor(managerId, scopes = tokenScopes) {
      const token = tokenFrom(Buffer.alloc(32, ++made));
      await addToken(store.db, {
        name: `token ${made}`,
        hash: hashToken(token),
        managerId,
        scopes,
        createdAt: now(),
        expiresAt: null,
      });
      return token;
    },
    async get(path, token, headers = {}) {
      const response = await fetch(`${server.listeningOrigin}${path}`, {
        headers: {
          ...headers,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
      });
      const isJson = response.headers.get('content-type')?.includes('json') ?? false;
      const body: unknown = isJson ? await response.json() : await response.text();
      return { status: response.status, headers: response.headers, body };
    },
    close: () => server.close(),
  };
}
