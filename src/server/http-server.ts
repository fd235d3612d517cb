import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { inRequest, newRequestId } from '../access/request-id.ts';
import { answerError, answerErrors } from '../api/request-errors.ts';
import { ConfigError } from '../settings/config-error.ts';
import type { Environment } from '../settings/environment.ts';

/** The longest parameter of a route, in characters: the signed name of a chart has about 80. */
const longestParameter = 200;

/**
 * How long a client may take, in milliseconds: to send its headers; to send a whole request; between two requests; and how
 * long a connection may be silent, an answer that is worked on included. Requests are checked for it every `check`.
 */
const usualPatience = {
  headers: 15_000,
  request: 30_000,
  nextRequest: 72_000,
  silence: 180_000,
  check: 5_000,
};

/** How the id of a request may be written that a proxy gave it. */
const proxysId = /^[\w-]{8,64}$/;

/**
 * Creates a server without routes. It answers every failed request alike, and logs one line per request with the route,
 * never the address, which may name a customer. A request has an id, that which the proxy before this server gave it in
 * `X-Request-Id` or a new one: it is answered in the same header, and in every line of the log.
 * @param options.proxyHops how many proxies stand before it, each of which adds to `X-Forwarded-For` who asked it; 0: what a
 *   client says of itself is not believed
 */
export function createHttpServer(
  log: FastifyBaseLogger,
  { proxyHops, patience = usualPatience }: { proxyHops: number; patience?: typeof usualPatience },
): FastifyInstance {
  const server = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: proxyHops === 0 ? false : (_, hop) => hop < proxyHops,
    requestTimeout: patience.request,
    keepAliveTimeout: patience.nextRequest,
    connectionTimeout: patience.silence,
    http: { headersTimeout: patience.headers, connectionsCheckingInterval: patience.check },
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: longestParameter },
    frameworkErrors: answerError,
    genReqId({ headers }) {
      const given = proxyHops === 0 ? undefined : headers['x-request-id'];
      return typeof given === 'string' && proxysId.test(given) ? given : newRequestId();
    },
    // The log adds the id by itself, also where a request has long been answered.
    childLoggerFactory: (logger) => logger,
  });
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    inRequest(request.id, done);
  });
  // What arrives as the body does, arrives outside of what went before.
  server.addHook('preValidation', (request, _, done) => inRequest(request.id, done));
  answerErrors(server);
  server.addHook('onResponse', async (request, reply) => {
    log.debug(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });
  return server;
}

/** The error that explains to the operator why the server cannot listen; any other error is returned as it is. */
export function listenError(
  error: unknown,
  { HOST, PORT }: Pick<Environment, 'HOST' | 'PORT'>,
): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'EADDRINUSE') {
    return new ConfigError(
      `PORT was given ${PORT}, and another program already listens there. Stop it, or choose another PORT.`,
    );
  }
  if (error.code === 'EACCES') {
    return new ConfigError(
      `PORT was given ${PORT}, which this user may not open. Choose one above 1023.`,
    );
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new ConfigError(
      `HOST was given ${JSON.stringify(HOST)}, which is no address of this machine.`,
    );
  }
  return error;
}
