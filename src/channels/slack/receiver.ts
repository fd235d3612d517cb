import { type App, type Receiver, verifySlackRequest } from '@slack/bolt';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';

/** What Bolt is handed, with the response as its acknowledgement. */
type Body = Record<string, unknown>;

const jsonBody = z.record(z.string(), z.unknown());

/** A body as Slack sends it: JSON for events, a form for commands, a form with JSON in `payload` for buttons. */
function readBody(raw: string, contentType: string): Body {
  if (contentType.startsWith('application/json')) return jsonBody.parse(JSON.parse(raw));
  const form = Object.fromEntries(new URLSearchParams(raw));
  return form.payload === undefined ? form : jsonBody.parse(JSON.parse(form.payload));
}

/** How to tell one delivery of Slack's from the same one delivered again. */
function deliveryId(body: Body, signature: string): string {
  return typeof body.event_id === 'string' ? body.event_id : signature;
}

function acknowledge(reply: FastifyReply, answer: unknown): void {
  if (reply.sent) return;
  if (answer === undefined || answer === '') reply.code(200).send();
  else if (typeof answer === 'string') reply.code(200).type('text/plain').send(answer);
  else reply.code(200).send(answer);
}

/** What the receiver stands on. */
export type ReceiverOptions = {
  signingSecret: string;
  now: () => Date;
  /** claims a delivery; false where it was claimed before */
  take(id: string): Promise<boolean>;
  /** what went wrong after the acknowledgement */
  onError(error: unknown): void;
};

/**
 * Bolt's receiver on Fastify, at `POST /slack/events`. Slack's signature is verified by Bolt's own code over the raw
 * bytes; a delivery that comes again, signed anew or byte for byte, is acknowledged and not carried out twice.
 */
export function slackReceiver(options: ReceiverOptions): {
  receiver: Receiver;
  plugin(server: FastifyInstance): Promise<void>;
} {
  let app: App | undefined;
  const working = new Set<Promise<void>>();
  const receiver: Receiver = {
    init(given) {
      app = given;
    },
    start: async () => undefined,
    async stop() {
      await Promise.allSettled(working);
    },
  };
  async function plugin(server: FastifyInstance): Promise<void> {
    server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    server.removeContentTypeParser('application/json');
    server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    server.post('/slack/events', async (request, reply) => {
      const raw = z.string().catch('').parse(request.body);
      const signature = String(request.headers['x-slack-signature'] ?? '');
      try {
        verifySlackRequest({
          signingSecret: options.signingSecret,
          body: raw,
          headers: {
            'x-slack-signature': signature,
            'x-slack-request-timestamp': Number(request.headers['x-slack-request-timestamp']),
          },
          nowMilliseconds: options.now().getTime(),
        });
      } catch {
        return reply
          .code(401)
          .send({ error: 'The request does not carry a valid signature of Slack.' });
      }
      let body: Body;
      try {
        body = readBody(raw, request.headers['content-type'] ?? '');
      } catch {
        return reply.code(400).send({ error: 'The body is neither JSON nor a form of Slack.' });
      }
      if (body.type === 'url_verification') return reply.send({ challenge: body.challenge });
      if (body.ssl_check !== undefined) return reply.code(200).send();
      if (!(await options.take(deliveryId(body, signature)))) return reply.code(200).send();
      const retry = request.headers['x-slack-retry-num'];
      const bolt = app;
      if (bolt === undefined) throw new Error('The Slack app was not set up.');
      const work = bolt
        .processEvent({
          body,
          ack: async (answer?: unknown) => acknowledge(reply, answer),
          ...(retry === undefined ? {} : { retryNum: Number(retry) }),
        })
        .catch(options.onError)
        // What no listener takes is acknowledged all the same: Slack would only send it again.
        .finally(() => acknowledge(reply, undefined));
      working.add(work);
      work.finally(() => working.delete(work));
      return reply;
    });
  }
  return { receiver, plugin };
}
