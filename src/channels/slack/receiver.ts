import { setTimeout as wait } from 'node:timers/promises';
import { type App, type Receiver, verifySlackRequest } from '@slack/bolt';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { failTooMany } from '../../api/request-errors.ts';
import type { RateLimit } from '../../limits/rate-limit.ts';
import { slackLimits } from './limits.ts';
import { removalIn } from './listeners.ts';

const jsonBody = z.record(z.string(), z.unknown());

/** Reads a body as Slack sends it: JSON for events, a form for commands, a form with JSON in `payload` for buttons. */
function readBody(raw: string, contentType: string): z.infer<typeof jsonBody> {
  if (contentType.startsWith('application/json')) return jsonBody.parse(JSON.parse(raw));
  const form = Object.fromEntries(new URLSearchParams(raw));
  return form.payload === undefined ? form : jsonBody.parse(JSON.parse(form.payload));
}

/** How far the clock of Slack's servers may be ahead, in milliseconds: what was sent later than that was not. */
const aheadAtMost = 300_000;

/** What the receiver needs. */
export type ReceiverOptions = {
  signingSecret: string;
  now: () => Date;
  /** claims a delivery by its signature; false if it was already claimed */
  take(signature: string): Promise<boolean>;
  /** whether an event was claimed, by its id */
  isTaken(event: string): Promise<boolean>;
  /** requests without a valid signature, by the address they came from */
  wrongCredentials: RateLimit;
  /** called with whatever fails after the acknowledgement */
  onError(error: unknown): void;
};

/**
 * Bolt's receiver on Fastify, at `POST /slack/events`. Bolt's own code verifies Slack's signature over the raw bytes.
 * Every delivery is acknowledged before any work is done, but for a removal of the app: where its work fails, Slack is to tell of it again. The same signed bytes are processed only once.
 */
export function slackReceiver(options: ReceiverOptions): {
  receiver: Receiver;
  plugin(server: FastifyInstance): Promise<void>;
} {
  let app: App | undefined;
  const receiver: Receiver = {
    init(given) {
      app = given;
    },
    start: async () => undefined,
    stop: async () => undefined,
  };
  /** What a form shows once it is sent: nothing, which closes it, where no listener says so in time. */
  async function shownInForm(to: App, body: Record<string, unknown>): Promise<unknown> {
    const acknowledged = Promise.withResolvers<unknown>();
    const ack = async (shown?: unknown) => acknowledged.resolve(shown);
    to.processEvent({ body, ack })
      .catch(options.onError)
      .finally(() => acknowledged.resolve(undefined));
    return Promise.race([acknowledged.promise, wait(slackLimits.formAnswered, undefined)]);
  }
  async function plugin(server: FastifyInstance): Promise<void> {
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    // Slack's servers speak for everybody: people are limited, and what is not signed.
    server.post('/slack/events', { config: { rateLimit: false } }, async (request, reply) => {
      const raw = z.string().catch('').parse(request.body);
      const sentAt = Number(request.headers['x-slack-request-timestamp']);
      const signature = String(request.headers['x-slack-signature'] ?? '');
      try {
        // Bolt looks only for what is too old.
        if (!(sentAt * 1000 - options.now().getTime() < aheadAtMost)) throw new Error('not yet');
        verifySlackRequest({
          signingSecret: options.signingSecret,
          body: raw,
          headers: {
            'x-slack-signature': signature,
            'x-slack-request-timestamp': sentAt,
          },
          nowMilliseconds: options.now().getTime(),
        });
      } catch {
        const counted = options.wrongCredentials.count(request.ip);
        if (!counted.within) return failTooMany(reply, counted.retryAfter);
        return reply
          .code(401)
          .send({ error: 'The request does not carry a valid signature of Slack.' });
      }
      let body: z.infer<typeof jsonBody>;
      try {
        body = readBody(raw, request.headers['content-type'] ?? '');
      } catch {
        return reply.code(400).send({ error: 'The body is neither JSON nor a form of Slack.' });
      }
      if (body.type === 'url_verification') return reply.send({ challenge: body.challenge });
      if (body.ssl_check !== undefined) return reply.code(200).send();
      if (app === undefined) throw new Error('The Slack app was not set up.');
      if (!(await options.take(signature))) return reply.code(200).send();
      if (body.type === 'view_submission')
        return reply.code(200).send(await shownInForm(app, body));
      const removal = removalIn(body);
      if (removal !== undefined) {
        await app.processEvent({ body, ack: async () => {} }).catch(options.onError);
        return reply.code((await options.isTaken(removal)) ? 200 : 503).send();
      }
      // Nothing else is put into acknowledgements, so Slack need not wait for listeners.
      app.processEvent({ body, ack: async () => {} }).catch(options.onError);
      return reply.code(200).send();
    });
  }
  return { receiver, plugin };
}
