import { setTimeout as pause } from 'node:timers/promises';
import { type Activity, ActivityTypes, type InvokeResponse, type TurnContext } from 'botbuilder';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import { logIncident } from '../../access/incident.ts';
import { loggableError } from '../../access/loggable-error.ts';
import { failTooMany } from '../../api/request-errors.ts';
import { defaultLocale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { RateLimit } from '../../limits/rate-limit.ts';
import type { WorkInProgress } from '../work-in-progress.ts';
import { activityOf, clientLocale } from './activity.ts';
import type { TeamsAdapter } from './adapter.ts';
import { lateResponse } from './late-response.ts';
import { teamsLimits } from './limits.ts';
import { loopbackOnly } from './loopback-only.ts';

/** What the endpoint needs. */
export type EndpointOptions = {
  adapter: TeamsAdapter;
  /** whether requests carry tokens of the Bot Framework */
  authenticated: boolean;
  turn(context: TurnContext): Promise<void>;
  /** requests without a valid token, by the address they came from */
  wrongCredentials: RateLimit;
  work: WorkInProgress;
  log: Logger;
};

/** An error of the Bot Framework's authentication. */
const refusal = z
  .object({ statusCode: z.union([z.literal(401), z.literal(403)]) })
  .transform(({ statusCode }) => ({ status: statusCode }));

/** How a request of Teams is answered. */
type Outcome = { status: number; body?: unknown };

/** The framework's word for an invoke that no turn answered: no fault of the server, which serves what its app package declares. */
const unanswered = 501;

const answered = (invoke: InvokeResponse | undefined): Outcome =>
  invoke?.status === unanswered
    ? { status: 400, body: { error: 'Nothing here answers an activity of this kind.' } }
    : { status: invoke?.status ?? 200, body: invoke?.body };

/** What whoever caused an invoke is told while its turn goes on. */
const waiting = (activity: Activity): string =>
  sayIn(clientLocale(activity) ?? defaultLocale)('channels.teams.waiting');

/**
 * Carries out the turn of an activity. A slow turn is acknowledged before it is done and continues afterwards, because
 * Teams gives up on a slow request and may deliver the activity again. An invoke waits longer for its response, and then says that it takes
 * longer.
 */
async function carryOut(
  { adapter, turn, work, log }: EndpointOptions,
  authorization: string,
  activity: Activity,
): Promise<Outcome> {
  const begun = Promise.withResolvers<void>();
  let believed = false;
  const done = work.track(
    adapter
      .receive(authorization, activity, async (context) => {
        believed = true;
        begun.resolve();
        await turn(context);
      })
      .then(answered, (error: unknown): Outcome => {
        const { status } = refusal.safeParse(error).data ?? {};
        if (!believed && status !== undefined) {
          log.warn(loggableError(error), 'a Teams request was refused');
          const body = { error: 'The request does not carry a valid token of the Bot Framework.' };
          return { status, body };
        }
        const reference = logIncident(log, error, 'a Teams request failed');
        return { status: 502, body: { error: 'Teams could not be answered.', reference } };
      }),
  );
  const isInvoke = activity.type === ActivityTypes.Invoke;
  const patience = isInvoke ? teamsLimits.invokePatience : teamsLimits.turnPatience;
  const late = begun.promise
    .then(() => pause(patience, undefined, { ref: false }))
    .then((): Outcome => (isInvoke ? lateResponse(activity, waiting(activity)) : { status: 200 }));
  return Promise.race([done, late]);
}

/** Serves the Bot Framework: `POST /api/messages`. */
export const teamsEndpoint = (options: EndpointOptions) => async (server: FastifyInstance) => {
  if (!options.authenticated) server.addHook('onRequest', loopbackOnly);
  // Microsoft's servers speak for everybody: people are limited, and what carries no valid token.
  server.post('/api/messages', { config: { rateLimit: false } }, async (request, reply) => {
    const activity = activityOf.safeParse(request.body);
    if (!activity.success) {
      return reply.code(400).send({ error: 'An activity of the Bot Framework was expected.' });
    }
    // The bot's other channels, such as Direct Line, let a client say who they are.
    if (options.authenticated && activity.data.channelId !== 'msteams') {
      return reply.code(403).send({ error: 'Only Microsoft Teams is served here.' });
    }
    const { authorization = '' } = request.headers;
    const { status, body } = await carryOut(options, authorization, activity.data);
    if (status === 401) {
      const counted = options.wrongCredentials.count(request.ip);
      if (!counted.within) return failTooMany(reply, counted.retryAfter);
    }
    return reply.code(status).send(body);
  });
};
