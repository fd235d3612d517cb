import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessTokens } from '../../access/access-tokens.ts';
import { loggableError } from '../../access/loggable-error.ts';
import type { Linked } from '../../access/principal.ts';
import type { Authentication } from '../authenticate.ts';
import { fail } from '../request-errors.ts';
import { addResourceMetadata } from '../resource-metadata.ts';
import type { McpServices } from './mcp-server.ts';

/** Bytes of a request: the arguments of one command. */
const longestRequest = 65_536;
/** Programs that keep listening at once, though they are told nothing by itself: what somebody may use is looked up each time. */
const mostListening = 200;

/**
 * `/mcp`: the commands as tools for language models (Model Context Protocol, streamable HTTP, without sessions: any replica
 * answers any request), for whoever a bearer token with the scope `chat` speaks for, or an access token of the bank's own
 * authorization server.
 */
export function addMcp(
  root: FastifyInstance,
  services: Omit<McpServices, 'log'> & {
    authentication: Authentication;
    accessTokens?: AccessTokens;
  },
): void {
  const { accessTokens } = services;
  if (accessTokens !== undefined) addResourceMetadata(root, accessTokens);
  const { authenticate, askerOf } = services.authentication;
  const asking = new AsyncLocalStorage<Linked>();
  /** The protocol's handler, loaded by the first request: most servers are never sent one. */
  const makeHandler = async () => {
    const [{ createMcpHandler }, { mcpServer }] = await Promise.all([
      import('@modelcontextprotocol/server'),
      import('./mcp-server.ts'),
    ]);
    return createMcpHandler(
      () => {
        const person = asking.getStore();
        if (person === undefined) throw new Error('A request of a tool came from nobody.');
        return mcpServer(person, { ...services, log: root.log });
      },
      {
        maxRequestBodySize: longestRequest,
        maxSubscriptions: mostListening,
        onerror: (error) => root.log.warn(loggableError(error), 'a request of a tool was refused'),
      },
    );
  };
  let made: ReturnType<typeof makeHandler> | undefined;
  root.route({
    method: ['POST', 'GET', 'DELETE'],
    url: '/mcp',
    schema: { hide: true },
    bodyLimit: longestRequest,
    onRequest: authenticate('chat', accessTokens),
    handler: async (request, reply) => {
      // Several at once would count as one.
      if (Array.isArray(request.body))
        return fail(
          reply,
          400,
          'bad_request',
          'Send one request at a time: batches are not taken.',
        );
      const { person } = askerOf(request);
      const body = request.body === undefined ? {} : { parsedBody: request.body };
      reply.header('cache-control', 'no-store');
      // One that failed to load is made again for the next.
      made ??= makeHandler().catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      const handler = await made;
      return reply.send(
        await asking.run(person, () => handler.fetch(asWebRequest(request, reply), body)),
      );
    },
  });
  root.addHook('preClose', async () => (await made?.catch(() => undefined))?.close());
}

/** The head of a request, its body apart, as the protocol's handler reads it; it ends where the client goes away. */
function asWebRequest(request: FastifyRequest, reply: FastifyReply): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    for (const each of [value ?? []].flat()) headers.append(name, each);
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return new Request(new URL(request.url, `${request.protocol}://${request.host}`), {
    method: request.method,
    headers,
    signal: left.signal,
  });
}
