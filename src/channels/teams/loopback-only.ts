import type { FastifyReply, FastifyRequest } from 'fastify';

const here = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
/** What a proxy adds for whoever it speaks for. */
const relayed = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'] as const;

/**
 * For requests that nobody authenticates: refuses those that a proxy passed on to the loopback address, or a web page
 * under a name of its own that leads there.
 */
export async function loopbackOnly(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { headers } = request;
  if (here.test(headers.host ?? '') && relayed.every((name) => headers[name] === undefined)) return;
  await reply.code(403).send({
    error: 'With TEAMS_AUTH=none only programs on this machine are answered, at localhost.',
  });
}
