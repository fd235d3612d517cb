import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** What pages may load: files of this server, and nothing that stands in the page itself. */
const directives = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  workerSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/**
 * Gives every answer the headers by which browsers neither frame it, nor guess its kind, nor tell others where somebody came
 * from, nor run what is not a file of this server. What does not say how long it may be kept is kept nowhere.
 * @param options.https whether the outside reaches this server by HTTPS: browsers then ask for it by nothing else
 */
export async function secureHeaders(
  server: FastifyInstance,
  { https }: { https: boolean },
): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives },
    // Clients of Teams show charts on pages of their own.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
  server.addHook('onRequest', async (_, reply) => {
    reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()');
  });
  server.addHook('onSend', async (_, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}
