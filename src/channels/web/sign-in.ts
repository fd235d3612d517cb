import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { logIncident } from '../../access/incident.ts';
import type { Principal } from '../../access/principal.ts';
import type { SignIn, StartedSignIn } from '../../access/sign-in.ts';
import { failTooMany } from '../../api/request-errors.ts';
import { isLocale } from '../../language/locale.ts';
import type { RateLimit } from '../../limits/rate-limit.ts';
import type { SendCode } from './mail-code.ts';
import type { Provider } from './openid-provider.ts';

const cookieName = 'bellwether_session';
const underWay = 'bellwether_openid';
const providerPath = '/web/sign-in/openid';

const linkBody = z.object({ token: z.string().regex(/^[\w-]{43}$/) });
const email = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^\s@]+@[^\s@]+$/);
const codeBody = z.object({ email, locale: z.string().refine(isLocale) });
const confirmBody = z.object({
  email,
  code: z
    .string()
    .transform((code) => code.replace(/\D/g, ''))
    .pipe(z.string().length(8)),
});
/** What of a sign-in under way the browser gave back; another cookie of ours under its name is none. */
const kept = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'no JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.object({ state: z.string(), nonce: z.string(), verifier: z.string() }));

/** What signing in needs; without `sendCode` or `provider` there is no such way in. */
export type WebSignInOptions = {
  signIn: SignIn;
  sendCode: SendCode | undefined;
  provider: Provider | undefined;
  /** wrong links and codes, and codes asked for, by the address of whoever tries */
  wrongCredentials: RateLimit;
};

/** Who a request is by, as they signed in; unlinked where they did not. */
export async function whoSignedIn(request: FastifyRequest, signIn: SignIn): Promise<Principal> {
  const secret = request.cookies[cookieName];
  return secret === undefined ? { kind: 'unlinked' } : signIn.who(secret);
}

/** The ways into the page, under `/web/sign-in/`, and out of it. `@fastify/cookie` is registered before. */
export function signInRoutes(server: FastifyInstance, options: WebSignInOptions): void {
  const { signIn, sendCode, provider, wrongCredentials } = options;

  const admit = (reply: FastifyReply, { secret, expiresAt }: StartedSignIn) =>
    reply.setCookie(cookieName, secret, {
      httpOnly: true,
      sameSite: 'strict',
      secure: 'auto',
      path: '/',
      expires: expiresAt,
    });

  /** Lets somebody in or not; who tries often is told to wait. */
  async function tried(
    request: FastifyRequest,
    reply: FastifyReply,
    started: () => Promise<StartedSignIn | undefined>,
  ): Promise<FastifyReply> {
    const standing = wrongCredentials.standing(request.ip);
    if (!standing.within) return failTooMany(reply, standing.retryAfter);
    const found = await started();
    if (found !== undefined) return admit(reply, found).code(204).send();
    wrongCredentials.count(request.ip);
    return reply.code(403).send({ error: 'It was used already, is too old, or is not the one.' });
  }

  server.post('/web/sign-in/link', async (request, reply) => {
    const body = linkBody.safeParse(request.body);
    if (!body.success) return reply.code(400).send({ error: '"token" is that of a link.' });
    return tried(request, reply, () => signIn.byLink(body.data.token));
  });

  if (sendCode !== undefined) {
    server.post('/web/sign-in/code', async (request, reply) => {
      const body = codeBody.safeParse(request.body);
      if (!body.success) {
        return reply.code(400).send({ error: '"email" is an address, and "locale" is en or zh.' });
      }
      const counted = wrongCredentials.count(request.ip);
      if (!counted.within) return failTooMany(reply, counted.retryAfter);
      const { email: to, locale } = body.data;
      // Answered before anything is looked up: neither words nor time tell whether the bank knows the address.
      void signIn
        .codeFor(to)
        .then((code) => (code === undefined ? undefined : sendCode({ to, code, locale })))
        .catch((error: unknown) => logIncident(request.log, error, 'a code was not sent'));
      return reply.code(204).send();
    });

    server.post('/web/sign-in/code/confirm', async (request, reply) => {
      const body = confirmBody.safeParse(request.body);
      if (!body.success) {
        return reply
          .code(400)
          .send({ error: '"email" is an address, and "code" the eight digits sent there.' });
      }
      return tried(request, reply, () => signIn.byCode(body.data.email, body.data.code));
    });
  }

  if (provider !== undefined) {
    const cookie = {
      httpOnly: true,
      // The provider sends the browser back from another site.
      sameSite: 'lax',
      secure: 'auto',
      path: providerPath,
      signed: true,
    } as const;

    server.get(providerPath, async (_, reply) => {
      const begins = await provider.begin();
      if (begins === undefined) return reply.redirect('/#sign-in-failed');
      const { address, ...begun } = begins;
      return reply
        .setCookie(underWay, JSON.stringify(begun), { ...cookie, maxAge: 600 })
        .redirect(address);
    });

    server.get(`${providerPath}/callback`, async (request, reply) => {
      const signed = request.cookies[underWay];
      const begun = signed === undefined ? undefined : request.unsignCookie(signed);
      const known = kept.safeParse(begun?.valid ? begun.value : undefined);
      reply.clearCookie(underWay, { path: providerPath });
      if (!known.success) return reply.redirect('/#sign-in-failed');
      const vouched = await provider.vouchedEmail(request.url, known.data);
      const started = vouched === undefined ? undefined : await signIn.byVouchedEmail(vouched);
      return started === undefined
        ? reply.redirect('/#sign-in-unknown')
        : admit(reply, started).redirect('/');
    });
  }

  server.post('/web/sign-out', async (request, reply) => {
    const secret = request.cookies[cookieName];
    if (secret !== undefined) await signIn.end(secret);
    return reply.clearCookie(cookieName, { path: '/' }).code(204).send();
  });
}
