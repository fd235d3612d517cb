import type { FastifyRequest } from 'fastify';

const loopbackAddress = /^(?:127\.|::1$|::ffff:127\.)/;
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
/** What a proxy adds for whoever it speaks for. */
const relayed = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'] as const;

/**
 * Whether a request comes from a program on this machine that asks for it by its loopback name: neither one that a proxy
 * passed on, nor one of a web page under a name of its own that leads here.
 */
export const isLocalCaller = ({ headers, socket }: FastifyRequest): boolean =>
  loopbackAddress.test(socket.remoteAddress ?? '') &&
  loopbackHost.test(headers.host ?? '') &&
  relayed.every((name) => headers[name] === undefined);
