import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { logIncident } from '../access/incident.ts';
import { inRequest } from '../access/request-id.ts';

/** What a failed request is answered with, `code` for programs and `message` for people. */
export const failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** Answers that a request failed. */
export function fail(
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
): FastifyReply {
  return reply.code(status).send({ error: { code, message } });
}

/** Why a request has no answer. */
export type Refusal = { status: 400 | 403 | 404 | 503; code: string; message: string };

/** Answers why a request has no answer. */
export const refuse = (reply: FastifyReply, { status, code, message }: Refusal): FastifyReply =>
  fail(reply, status, code, message);

/** What a route can be answered with in place of its answer, for its description. */
export const failures = {
  400: failure,
  401: failure,
  403: failure,
  404: failure,
  429: failure,
  503: failure,
};

/** Answers that a request is one too many, and after how many seconds the next is taken. */
export function failTooMany(reply: FastifyReply, retryAfter: number): FastifyReply {
  return fail(reply.header('retry-after', retryAfter), 429, ...tooMany);
}

const refusal = z.object({ statusCode: z.number().int().min(400).max(499) });

const tooMany = [
  'too_many',
  'More requests came than are taken in a minute: wait as long as Retry-After says.',
] as const;
const nothingHere = ['not_found', 'There is nothing at this address.'] as const;
/** What is said of the requests that Fastify refuses by itself; its own words repeat the request. */
const refused: Record<number, readonly [code: string, message: string]> = {
  404: nothingHere,
  405: ['wrong_method', 'This address does not take this method.'],
  408: ['too_slow', 'The request did not arrive in time.'],
  413: ['too_large', 'The request is too large: 1 MiB is the most.'],
  414: ['too_long', 'A part of the address is too long.'],
  415: ['wrong_content_type', 'This address takes JSON: content-type application/json.'],
  429: tooMany,
};

/**
 * Answers a request that failed, of whatever route: what is wrong with it where it is the request's fault, and else a
 * reference that is in the log. Neither says what the error's message does, since that may repeat a statement of the
 * database with its values.
 */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const wrong = error.validation.map(({ instancePath, message }) =>
      instancePath.length > 1 ? `${instancePath.slice(1)}: ${message}` : message,
    );
    fail(reply, 400, 'wrong_request', wrong.join('; '));
    return;
  }
  const { data } = refusal.safeParse(error);
  if (data !== undefined) {
    const [code, message] = refused[data.statusCode] ?? [
      'wrong_request',
      'The request could not be read.',
    ];
    fail(reply, data.statusCode, code, message);
    return;
  }
  const reference = inRequest(request.id, () =>
    logIncident(request.log, error, 'a request failed', {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
    }),
  );
  fail(reply, 500, 'failed', `The request failed; tell the operator the reference ${reference}.`);
}

/** A text with a zero byte, which no text in the database may have. */
class ZeroByte extends Error {}

/**
 * Goes through what a client sent, however deep. Half a character, as a client makes by cutting an emoji in two, can
 * be stored nowhere and is written as U+FFFD, as it would be in any file.
 * @throws ZeroByte, its message the name under which it was found
 */
function mendTexts(sent: unknown): void {
  const open = typeof sent === 'object' && sent !== null ? [sent] : [];
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
    for (const [key, value] of Object.entries(holder)) {
      if (key.includes('\0') || (typeof value === 'string' && value.includes('\0')))
        throw new ZeroByte(key.replaceAll('\0', ''));
      if (typeof value === 'string' && !value.isWellFormed())
        Reflect.set(holder, key, value.toWellFormed());
      if (typeof value === 'object' && value !== null) open.push(value);
    }
  }
}

async function refuseZeroBytes(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  try {
    for (const sent of [request.params, request.query, request.body]) mendTexts(sent);
  } catch (error) {
    if (!(error instanceof ZeroByte)) throw error;
    await fail(reply, 400, 'wrong_request', `${error.message}: a zero byte is in it.`);
  }
}

/** Has every route of a server, also of plugins registered afterwards, answer errors as `answerError` does. */
export function answerErrors(server: FastifyInstance): void {
  server.setErrorHandler(answerError);
  server.setNotFoundHandler((_, reply) => fail(reply, 404, ...nothingHere));
  server.addHook('preValidation', refuseZeroBytes);
}
