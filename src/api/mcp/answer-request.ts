import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { loggableError } from '../../access/loggable-error.ts';
import { fail } from '../request-errors.ts';
import type { McpCaller, McpServices } from './mcp-server.ts';

/** Bytes of a request: the arguments of one command. */
export const longestRequest = 65_536;
/** Programs that keep listening at once, though they are told nothing by itself: what somebody may use is looked up each time. */
const mostListening = 200;

/** Answers a request of the protocol for somebody. `body`: as it was parsed, where the request has one. */
export type AnswerRequest = (
  caller: McpCaller,
  request: FastifyRequest,
  reply: FastifyReply,
  body: unknown,
) => Promise<FastifyReply>;

/**
 * What answers requests of the protocol over HTTP, without sessions: any replica answers any request. The protocol's handler is loaded
 * by the first, for most servers are never sent one.
 */
export function createAnswerRequest(
  root: FastifyInstance,
  services: Omit<McpServices, 'log'>,
): AnswerRequest {
  const asking = new AsyncLocalStorage<McpCaller>();
  const makeHandler = async () => {
    const [{ createMcpHandler }, { mcpServer }] = await Promise.all([
      import('@modelcontextprotocol/server'),
      import('./mcp-server.ts'),
    ]);
    return createMcpHandler(
      () => {
        const caller = asking.getStore();
        if (caller === undefined) throw new Error('A request of a tool came from nobody.');
        return mcpServer(caller, { ...services, log: root.log });
      },
      {
        maxRequestBodySize: longestRequest,
        maxSubscriptions: mostListening,
        onerror: (error) => root.log.warn(loggableError(error), 'a request of a tool was refused'),
      },
    );
  };
  let made: ReturnType<typeof makeHandler> | undefined;
  root.addHook('preClose', async () => (await made?.catch(() => undefined))?.close());
  return async (caller, request, reply, body) => {
    // Several at once would count as one.
    if (Array.isArray(body))
      return fail(reply, 400, 'bad_request', 'Send one request at a time: batches are not taken.');
    reply.header('cache-control', 'no-store');
    // One that failed to load is made again for the next.
    made ??= makeHandler().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    const handler = await made;
    const parsed = body === undefined ? {} : { parsedBody: body };
    return reply.send(
      await asking.run(caller, () => handler.fetch(asWebRequest(request, reply), parsed)),
    );
  };
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
