import type { FastifyInstance } from 'fastify';
import type { AccessTokens } from '../../access/access-tokens.ts';
import type { RequestLimits } from '../../limits/request-limits.ts';
import type { Authentication } from '../authenticate.ts';
import { addResourceMetadata } from '../resource-metadata.ts';
import { createAnswerRequest, longestRequest } from './answer-request.ts';
import type { McpServices } from './mcp-server.ts';
import { addSignedCallers, type SignedCallers } from './signed-callers.ts';

/**
 * `/mcp`: the commands as tools for language models (Model Context Protocol, streamable HTTP, without sessions: any replica
 * answers any request), for whoever a bearer token with the scope `chat` speaks for, or an access token of the bank's own
 * authorization server; and `/mcp/slack` for Slackbot, where Slack is set up.
 */
export function addMcp(
  root: FastifyInstance,
  services: Omit<McpServices, 'log'> & {
    authentication: Authentication;
    limits: RequestLimits;
    accessTokens?: AccessTokens;
    slackbot?: SignedCallers;
  },
): void {
  const { accessTokens, slackbot } = services;
  const { authenticate, askerOf } = services.authentication;
  const answer = createAnswerRequest(root, services);
  if (accessTokens !== undefined) addResourceMetadata(root, accessTokens);
  root.route({
    method: ['POST', 'GET', 'DELETE'],
    url: '/mcp',
    schema: { hide: true },
    bodyLimit: longestRequest,
    onRequest: authenticate('chat', accessTokens),
    handler: (request, reply) =>
      answer({ person: askerOf(request).person }, request, reply, request.body),
  });
  if (slackbot === undefined) return;
  // Who signs is Slack: nobody but the person agrees to what is done in their name.
  const unconfirmed = createAnswerRequest(root, { ...services, programsMayConfirm: false });
  addSignedCallers(root, { ...services, callers: slackbot, answer: unconfirmed });
}
