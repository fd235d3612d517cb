import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLocalCaller } from '../../api/local-caller.ts';

/** Refuses what does not come from a program on this machine, for requests that nobody authenticates. */
export async function loopbackOnly(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (isLocalCaller(request)) return;
  await reply.code(403).send({
    error: 'With TEAMS_AUTH=none only programs on this machine are answered, at localhost.',
  });
}
