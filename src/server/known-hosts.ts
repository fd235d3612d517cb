import type { FastifyInstance } from 'fastify';
import { fail } from '../api/request-errors.ts';

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];
/** Asked by the addresses of machines, such as a cluster's probes do; none shows anything of a customer. */
const askedByAddress = new Set(['/healthz', '/readyz', '/metrics']);

/** The name or address of a `Host` header, without its port, in small letters. */
const nameIn = (host: string) => host.replace(/:\d{0,5}$/, '').toLowerCase();

const bracketed = (address: string) => (address.includes(':') ? `[${address}]` : address);

/**
 * Answers only requests that are made under a name of this server: a web page of somebody else can have its own name lead
 * to this address, and would else be of the same origin. Names are those of PUBLIC_URL, HOST and ALLOWED_HOSTS, this
 * machine's loopback names, and the address at which a request arrived.
 */
export function knownHostsOnly(server: FastifyInstance, names: readonly string[]): void {
  const known = new Set([...loopbackNames, ...names.map(nameIn)]);
  server.addHook('onRequest', async (request, reply) => {
    if (askedByAddress.has(request.routeOptions.url ?? '')) return undefined;
    const { localAddress = '' } = request.socket;
    const here = bracketed(localAddress.replace(/^::ffff:/, '').toLowerCase());
    // What a trusted proxy says it was asked for counts as well, since pages and cookies go by it.
    const asked = [request.headers.host ?? '', request.host].map(nameIn);
    if (asked.every((name) => known.has(name) || name === here)) return undefined;
    return fail(
      reply,
      421,
      'another_host',
      'This server does not answer under this name. Whoever runs it can name it in PUBLIC_URL or ALLOWED_HOSTS.',
    );
  });
}
