import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import files from '@fastify/static';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { People } from '../../access/people.ts';
import { isShownCustomers, managerIdOf, type Principal } from '../../access/principal.ts';
import { customerInSlashForm } from '../../conversation/arguments/customer.ts';
import type { CommandDescription } from '../../conversation/command.ts';
import type { Answer, Conversation } from '../../conversation/conversation.ts';
import { phrasesFor } from '../../conversation/phrases.ts';
import type { Reply } from '../../conversation/reply.ts';
import { knownLanguages, textsOf } from '../../language/catalogs.ts';
import { defaultLocale, isLocale, knownLocale, type Locale } from '../../language/locale.ts';
import { inEveryLanguage } from '../../language/messages.ts';
import { recordAccess } from '../../store/access-log/record-access.ts';
import { shownBefore } from '../../store/access-log/shown-before.ts';
import { bankFacts } from '../../store/book/bank-facts.ts';
import { markRead, unreadMessages } from '../../store/inbox/messages.ts';
import type { Store } from '../../store/store.ts';
import { type AdaptiveCard, adaptiveCard } from '../adaptive-card.ts';
import type { ChartLinks } from '../chart-links.ts';
import type { Preparation } from '../definition.ts';
import { webLimits } from './limits.ts';
import { opsRoutes } from './ops/ops-routes.ts';
import { listPersonas, type PersonaId, personaIds, principalOf } from './personas.ts';
import { isSameOrigin } from './same-origin.ts';
import { signInRoutes, type WebSignInOptions, whoSignedIn } from './sign-in.ts';

/** What the web channel needs. */
export type WebChannelOptions = {
  conversation: Conversation;
  store: Store;
  people: People;
  /** its `plugin` is registered by whoever registers this one */
  chartLinks: ChartLinks;
  /** asked each time the page wants to know whether questions can be answered */
  preparation: () => Preparation;
  /** of this server: a page that came from another one says so */
  version: string;
  /** demo mode: in a bank made up for it a visitor who has not signed in picks whom to speak as */
  demo: boolean;
  /** the ways in for everybody else */
  ways: WebSignInOptions;
  /** how many questions a minute are taken from one address; undefined: as many as come */
  addressQuestions: number | undefined;
  /** commands to hint at while a slash form is typed, and whose examples to suggest */
  commands: readonly CommandDescription[];
  /** signs the cookie that says whom a visitor speaks as, the same on every replica */
  secret: string;
  now: () => Date;
};

const page = fileURLToPath(new URL('./page/', import.meta.url));
const cards = fileURLToPath(import.meta.resolve('adaptivecards/dist/adaptivecards.min.js'));

const cookieName = 'bellwether_persona';
const aPersona = z.enum(personaIds);
const locale = z.string().refine(isLocale);
const askBody = z.object({
  text: z.string().trim().min(1).max(webLimits.question),
  locale,
  /** of the page, so that visitors who speak as the same person each go on from their own questions */
  session: z.string().max(webLimits.session).optional(),
  /** whether a link asks it: anybody can write one, so what would change something asks first */
  linked: z.boolean().default(false),
});
const personaBody = z.object({ persona: aPersona });
const linked = z.object({ id: z.string().min(1).max(200) });
const readBody = z.object({ upTo: z.int32().positive() });
const inboxReply = z.custom<Reply>((reply) => typeof reply === 'object' && reply !== null);

/** The commands whose first example is suggested, in this order. */
const suggested = [
  'customer.value',
  'ranking.atRisk',
  'customer.explain',
  'book.summary',
  'segment.breakdown',
  'digest.add',
] as const;

/** The questions of a first morning in the demo, in their order. */
const tourSteps = ['one', 'two', 'three', 'four', 'five'] as const;

/** A question of a tour, and why it is asked. */
type TourStep = { ask: string; why: string };

/** Who is on the page: whether they signed in, or whom of the demo's people they speak as. */
type Visitor = { principal: Principal; signedIn: boolean; speaksAs: PersonaId | null };

/** The web chat: the page at `/`, and what it asks under `/web/`. Nothing on the page comes from anywhere else. */
export function webChannel(options: WebChannelOptions): FastifyPluginAsync {
  const { conversation, store, people, chartLinks, preparation, commands, secret, now, ways } =
    options;

  /** Whether visitors pick whom to speak as: in demo mode, until a bank of its own is in the store. */
  async function isDemo(): Promise<boolean> {
    return options.demo && (await bankFacts(store.db))?.demo !== false;
  }

  function persona(request: FastifyRequest): PersonaId {
    const signed = request.cookies[cookieName];
    const chosen = signed === undefined ? undefined : request.unsignCookie(signed);
    return aPersona.safeParse(chosen?.valid ? chosen.value : undefined).data ?? 'manager';
  }

  async function visitorOf(request: FastifyRequest): Promise<Visitor> {
    const principal = await whoSignedIn(request, ways.signIn);
    const signedIn = principal.kind === 'linked';
    if (signedIn || !(await isDemo())) return { principal, signedIn, speaksAs: null };
    const speaksAs = persona(request);
    return { principal: await principalOf(speaksAs, people), signedIn, speaksAs };
  }

  const principalFor = async (request: FastifyRequest): Promise<Principal> =>
    (await visitorOf(request)).principal;

  async function cardOf(
    reply: Reply,
    locale: Locale,
    { asker, message }: { asker: Principal; message: string | undefined },
  ): Promise<AdaptiveCard> {
    const viewer = { managerId: managerIdOf(asker), message };
    const chartUrls = await Promise.all(
      reply.charts.map(({ spec }) => chartLinks.pathFor(spec, viewer)),
    );
    return adaptiveCard(reply, { locale, chartUrls });
  }

  return async (server) => {
    await server.register(cookie, { secret });
    await server.register(files, { root: page, prefix: '/web/', index: false });

    server.addHook('onRequest', async (request, response) => {
      if (request.method === 'POST' && !isSameOrigin(request)) {
        return response.code(403).send({ error: 'Only the page of this server may ask.' });
      }
      return undefined;
    });

    // A page that is open while the server is updated hears of it with its next answer.
    server.addHook('onSend', async (_, response) => {
      response.header('x-bellwether-version', options.version);
    });

    server.get('/', (_, response) => response.sendFile('index.html'));
    // A customer's card by its address, for the bank's other systems: the page asks for it as whoever opens it.
    server.get('/c/:id', { schema: { hide: true } }, (request, response) =>
      response.redirect(`../#c/${encodeURIComponent(linked.parse(request.params).id)}`),
    );
    // Whose brief stands after the `#`, so that no log has it.
    server.get('/print', (_, response) => response.sendFile('print.html'));
    // At the root of the page, which is as far as each of them reaches.
    for (const file of ['app.webmanifest', 'service-worker.js'])
      server.get(`/${file}`, { schema: { hide: true } }, (_, response) => response.sendFile(file));
    server.get('/web/adaptivecards.js', (_, response) =>
      response.sendFile('adaptivecards.min.js', dirname(cards)),
    );

    server.get('/web/words', (_, response) =>
      response.send(
        [...knownLanguages].map(([locale, { name, formats, script }]) => ({
          locale,
          name,
          formats,
          script,
          texts: textsOf(locale, 'web-page'),
        })),
      ),
    );

    server.get('/web/status', async (request, response) => {
      const prepared = preparation();
      // A store that is being filled is busy: nobody is asked for until it is ready.
      const ready = prepared.state === 'ready';
      const visitor = ready ? await visitorOf(request) : undefined;
      const demo = ready ? await isDemo() : options.demo;
      const speaksAs = visitor === undefined && demo ? persona(request) : visitor?.speaksAs;
      return response.send({
        preparation: prepared,
        demo,
        speaksAs: speaksAs ?? null,
        name: visitor?.principal.kind === 'linked' ? visitor.principal.name : null,
        personas:
          visitor !== undefined && visitor.speaksAs !== null ? await listPersonas(people) : [],
        signedIn: visitor?.signedIn ?? false,
        ways: { code: ways.sendCode !== undefined, openid: ways.provider !== undefined },
        suggestions: suggestions(commands),
        tour: tourOf(speaksAs ?? null),
        commands: commands
          .filter(({ intent }) => intent !== 'unknown')
          .map(({ usage, summary }) => ({
            usage,
            summary: inEveryLanguage((_, locale) => summary(locale)),
          })),
      });
    });

    server.post('/web/persona', async (request, response) => {
      const body = personaBody.safeParse(request.body);
      if (!body.success || !(await isDemo())) {
        return response.code(400).send({
          error: `In demo mode, "persona" is one of ${personaIds.join(', ')}.`,
        });
      }
      return response
        .setCookie(cookieName, body.data.persona, {
          signed: true,
          httpOnly: true,
          sameSite: 'strict',
          secure: 'auto',
          path: '/',
        })
        .code(204)
        .send();
    });

    signInRoutes(server, ways);
    opsRoutes(server, { store, conversation, signIn: ways.signIn, now });

    const asking =
      options.addressQuestions === undefined
        ? {}
        : { rateLimit: { max: options.addressQuestions } };
    server.post('/web/ask', { config: asking }, async (request, response) => {
      const body = askBody.safeParse(request.body);
      if (!body.success) {
        return response.code(400).send({
          error: `"text" is a question of 1 to ${webLimits.question} characters, and "locale" is en or zh.`,
        });
      }
      const principal = await principalFor(request);
      const { session: thread } = body.data;
      const answer = await conversation.answer({
        text: body.data.text,
        ...(thread === undefined ? {} : { thread }),
        locale: body.data.locale,
        principal,
        channel: 'web',
        address: principal.kind === 'linked' ? String(principal.managerId) : '',
        shared: false,
        ...(body.data.linked ? { asksFirst: true as const } : {}),
      });
      return response.send({
        intent: answer.intent,
        locale: answer.locale,
        title: answer.reply.title,
        summary: answer.reply.summary,
        card: await cardOf(answer.reply, answer.locale, {
          asker: principal,
          message: answer.votable,
        }),
        printable: printable(answer),
        file: fileOf(answer),
        votable: answer.votable ?? null,
      });
    });

    server.get('/web/inbox', async (request, response) => {
      const principal = await principalFor(request);
      const unread = isShownCustomers(principal)
        ? await unreadMessages(store.db, principal.managerId, webLimits.unreadMessages)
        : [];
      const shown = await shownBefore(
        store.db,
        unread.map(({ key }) => key),
      );
      for (const { key } of unread)
        await recordAccess(store.db, {
          at: now(),
          managerId: managerIdOf(principal),
          channel: 'inbox',
          intent: 'inbox',
          customerIds: shown.get(key) ?? [],
          message: key,
        });
      const messages = await Promise.all(
        unread.map(async ({ id, key, at, locale, reply }) => {
          const parsed = inboxReply.parse(reply);
          const { title, summary } = parsed;
          const card = await cardOf(parsed, knownLocale(locale) ?? defaultLocale, {
            asker: principal,
            message: key,
          });
          return { id, at, locale, title, summary, card };
        }),
      );
      return response.send({ messages });
    });

    server.post('/web/inbox/read', async (request, response) => {
      const body = readBody.safeParse(request.body);
      if (!body.success) {
        return response.code(400).send({ error: '"upTo" is the id of the last message read.' });
      }
      const principal = await principalFor(request);
      if (principal.kind === 'linked') {
        await markRead(store.db, principal.managerId, body.data.upTo, now());
      }
      return response.code(204).send();
    });
  };
}

/** The file of an answer for the page to save, its content in base64; null where none was asked for. */
function fileOf({ file }: Answer): { name: string; type: string; content: string } | null {
  return file === undefined
    ? null
    : {
        name: file.name,
        type: file.type,
        content: Buffer.from(file.content).toString('base64'),
      };
}

/** Whose brief an answer is, as the page to print names them; null for any other answer. */
function printable({ intent, data }: Answer): string | null {
  const { customer } = data;
  return intent === 'customer.brief' && typeof customer === 'string'
    ? customerInSlashForm(customer)
    : null;
}

/** The first morning of somebody in the demo, by language; null for whoever has none. */
function tourOf(persona: PersonaId | null): Record<string, TourStep[]> | null {
  if (persona === null || persona === 'outsider') return null;
  return inEveryLanguage((say) =>
    tourSteps.map((step) => ({
      ask: say(`tour.${persona}.${step}.ask`),
      why: say(`tour.${persona}.${step}.why`),
    })),
  );
}

function suggestions(commands: readonly CommandDescription[]): Record<string, string[]> {
  const known = suggested.flatMap((intent) => commands.filter((each) => each.intent === intent));
  return inEveryLanguage((_, locale) => known.map((each) => phrasesFor(each, locale).sentences[0]));
}
