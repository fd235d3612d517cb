import { createHmac, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyReply } from 'fastify';
import WebSocket from 'ws';
import { z } from 'zod';
import { wrongWithBlocks, wrongWithModal } from './block-rules.ts';

export const botToken = 'xoxb-the-bot';
export const appToken = 'xapp-the-app';
export const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';
export const home = { team: 'T1', bot: { user: 'UBOT', id: 'BBOT' } } as const;

/** A person of the workspace, as users.info tells of them. */
export type SlackPerson = {
  id: string;
  team_id: string;
  locale?: string;
  deleted?: boolean;
  is_bot?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_stranger?: boolean;
  is_email_confirmed?: boolean;
  profile: { email?: string };
};

/** A message somebody in Slack can read. */
export type Posted = {
  by: 'chat.postMessage' | 'chat.postEphemeral' | 'response';
  channel: string;
  /** who alone sees it; undefined: everybody in the conversation */
  onlyFor: string | undefined;
  thread: string | undefined;
  text: string;
  /** whether Slack reads formatting in the text */
  mrkdwn: boolean;
  blocks: z.infer<typeof blockList>;
  /** whether it stands in the place of the message before */
  replaces?: boolean;
  /** what the bot attached for itself, as JSON */
  metadata?: unknown;
};

type SlackFile = {
  id: string;
  name: string;
  content: Buffer | undefined;
  png: Buffer | undefined;
  readyAt: number;
};

/** A file that somebody in Slack can open. */
export type SharedFile = {
  name: string;
  content: Buffer;
  channel: string;
  thread: string | undefined;
};

const blockList = z.array(z.looseObject({ type: z.string() }));
const json = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(blockList);
const message = z.object({
  channel: z.string().default(''),
  user: z.string().optional(),
  thread_ts: z.string().optional(),
  text: z.string().default(''),
  mrkdwn: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((given) => given === 'true')])
    .default(true),
  blocks: z.union([json, blockList]).default([]),
  response_type: z.enum(['in_channel', 'ephemeral']).default('ephemeral'),
  metadata: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .optional(),
});
const publishedView = z.object({
  user_id: z.string(),
  view: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.object({ type: z.literal('home'), blocks: blockList })),
});
/** A modal as Slack takes it. */
export const modalView = z.strictObject({
  type: z.literal('modal'),
  callback_id: z.string().max(255),
  private_metadata: z.string().max(3000),
  title: z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(24) }),
  submit: z
    .strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(24) })
    .optional(),
  close: z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(24) }),
  blocks: blockList,
});
export type ModalView = z.infer<typeof modalView>;
const form = z.record(z.string(), z.string());
const pngStart = Buffer.from('89504e470d0a1a0a', 'hex');

/** What was uploaded: the body itself, or the only part of a form (RFC 7578). */
function uploadedContent(body: Buffer, type: string): Buffer {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary === undefined) return body;
  const start = body.indexOf('\r\n\r\n') + 4;
  return body.subarray(start, body.indexOf(`\r\n--${boundary}`, start));
}

/** Slack's Web API as a bot meets it, over real HTTP, with the habits that bite. */
export async function startSlackStandIn() {
  const server = Fastify({ bodyLimit: 4_000_000 });
  const sockets = new WebSocket.Server({ server: server.server, path: '/link' });
  const people = new Map<string, SlackPerson>();
  const botIsIn = new Set<string>();
  /** who is in a conversation beside the bot */
  const members = new Map<string, string[]>();
  const calls: { method: string; at: number; arguments: Record<string, string> }[] = [];
  const messages: Posted[] = [];
  /** what the home of somebody shows */
  const homes = new Map<string, Posted['blocks']>();
  /** the modals that were opened or updated, in order */
  const views: ModalView[] = [];
  /** what was said of links, and where */
  const unfurled: (Record<string, string> | { unfurls: Record<string, unknown> })[] = [];
  const files = new Map<string, SlackFile>();
  const shared: SharedFile[] = [];
  const responses = new Map<string, { channel: string; user: string; uses: number }>();
  const trouble = new Map<string, ((reply: FastifyReply) => unknown)[]>();
  const acknowledged: { envelope_id: string; at: number }[] = [];
  /** what the agent view was told: statuses and titles of threads, by what they were set for, and prompts of a chat */
  const agent = {
    said: [] as { what: 'status' | 'title'; channel: string; thread: string; text: string }[],
    prompts: new Map<string, { title: string; message: string }[]>(),
  };
  const settings = {
    /** the scopes that the app was given, where Slack tells */
    scopes: undefined as string | undefined,
    /** whether the app has the agent view */
    hasAgentView: true,
    /** how long Slack takes to process a file */
    processingMs: 150,
    /** how many more messages with a file Slack refuses, though it said the file was processed */
    refusesFiles: 0,
    /** whether Slack takes text alone */
    refusesBlocks: false,
    /** types of blocks that the workspace does not know */
    unknownBlocks: new Set<string>(),
    /** whether Slack names the blocks that it refuses */
    namesBlocks: true,
    /** how a response address tells of a refusal */
    refusesBy: 'status-500' as 'status-500' | 'ok-false' | 'plain-text',
  };
  let link: WebSocket | undefined;
  let base = '';

  const whatIsWrong = (blocks: Posted['blocks'], most: 50 | 100 = 50) =>
    wrongWithBlocks(
      blocks,
      (id) => {
        const file = files.get(id);
        return file?.png !== undefined && file.readyAt <= Date.now();
      },
      most,
    );
  const invalidBlocks = (errors: string[]) => ({
    ok: false,
    error: 'invalid_blocks',
    errors,
    response_metadata: { messages: errors.map((error) => `[ERROR] ${error}`) },
  });
  /** Whether the bot can post in a conversation. */
  const isOpen = (channel: string) =>
    botIsIn.has(channel) || (channel.startsWith('D') && people.has(channel.replace(/^D/, 'U')));
  const authors = {
    'apps.connections.open': appToken,
  } as Record<string, string>;

  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );

  const methods: Record<string, (given: Record<string, string>) => Record<string, unknown>> = {
    'auth.test': () => ({
      ok: true,
      url: 'https://bank.slack.com/',
      team: 'Bank',
      user: 'bellwether',
      team_id: home.team,
      user_id: home.bot.user,
      bot_id: home.bot.id,
      is_enterprise_install: false,
    }),
    'users.info': ({ user = '' }) => {
      const person = people.get(user);
      return person === undefined
        ? { ok: false, error: 'user_not_found' }
        : { ok: true, user: person };
    },
    'conversations.members': ({ channel = '' }) => ({
      ok: true,
      members: [home.bot.user, ...(members.get(channel) ?? [])],
      response_metadata: { next_cursor: '' },
    }),
    'conversations.open': ({ users = '' }) => ({
      ok: true,
      channel: { id: users.replace(/^U/, 'D') },
    }),
    'chat.postMessage': (given) => {
      const { channel, thread_ts, text, mrkdwn, blocks, metadata } = message.parse(given);
      if (!isOpen(channel)) {
        return {
          ok: false,
          error: channel.startsWith('C') ? 'not_in_channel' : 'channel_not_found',
        };
      }
      return keep({
        by: 'chat.postMessage',
        channel,
        onlyFor: undefined,
        thread: thread_ts,
        text,
        mrkdwn,
        blocks,
        ...(metadata === undefined ? {} : { metadata }),
      });
    },
    'views.publish': (given) => {
      const { user_id: user, view } = publishedView.parse(given);
      const wrong = whatIsWrong(view.blocks, 100);
      if (wrong.length > 0) return { ok: false, error: 'invalid_arguments', errors: wrong };
      homes.set(user, view.blocks);
      return { ok: true, view };
    },
    'views.open': ({ trigger_id = '', view = '{}' }) => {
      const opened = modalView.parse(JSON.parse(view));
      const wrong = wrongWithModal(opened.blocks);
      if (trigger_id === '') return { ok: false, error: 'invalid_trigger_id' };
      if (wrong.length > 0) return { ok: false, error: 'invalid_arguments', errors: wrong };
      views.push(opened);
      return { ok: true, view: { id: `V${views.length}`, ...opened } };
    },
    'views.update': ({ view_id = '', view = '{}' }) => {
      const updated = modalView.parse(JSON.parse(view));
      const wrong = wrongWithModal(updated.blocks);
      if (wrong.length > 0) return { ok: false, error: 'invalid_arguments', errors: wrong };
      views.push(updated);
      return { ok: true, view: { id: view_id, ...updated } };
    },
    'chat.unfurl': ({ unfurls = '{}', ...where }) => {
      const read = z.record(z.string(), z.object({ blocks: blockList })).parse(JSON.parse(unfurls));
      const wrong = Object.values(read).flatMap(({ blocks }) => whatIsWrong(blocks));
      if (wrong.length > 0) return { ok: false, error: 'cannot_parse_attachment' };
      unfurled.push({ ...where, unfurls: read });
      return { ok: true };
    },
    'chat.update': (given) => {
      const { ts, channel, text, blocks } = message.extend({ ts: z.string() }).parse(given);
      const posted = messages.find((each, i) => tsOf(i + 1) === ts && each.channel === channel);
      if (posted === undefined) return { ok: false, error: 'message_not_found' };
      const wrong = whatIsWrong(blocks);
      if (wrong.length > 0) return invalidBlocks(wrong);
      Object.assign(posted, { text, blocks });
      return { ok: true, channel, ts, text };
    },
    // Two a page, so that whoever looks for a message has to turn pages.
    'conversations.history': ({
      channel = '',
      cursor = '0',
      include_all_metadata,
      latest,
      oldest,
      inclusive,
    }) => {
      if (!isOpen(channel)) return { ok: false, error: 'channel_not_found' };
      const isWithin = (ts: string) =>
        (latest === undefined || ts < latest || (inclusive === 'true' && ts === latest)) &&
        (oldest === undefined || ts > oldest || (inclusive === 'true' && ts === oldest));
      const all = messages.flatMap(({ channel: where, onlyFor, text, blocks, metadata }, i) =>
        where === channel && onlyFor === undefined && isWithin(tsOf(i + 1))
          ? [{ type: 'message', ts: tsOf(i + 1), text, blocks, metadata }]
          : [],
      );
      const from = Number(cursor);
      const page = all.reverse().slice(from, from + 2);
      const next = from + 2 < all.length ? String(from + 2) : '';
      return {
        ok: true,
        messages: page.map(({ metadata, ...each }) =>
          include_all_metadata === 'true' && metadata !== undefined ? { ...each, metadata } : each,
        ),
        has_more: next !== '',
        response_metadata: { next_cursor: next },
      };
    },
    'chat.postEphemeral': (given) => {
      const { channel, thread_ts, text, mrkdwn, blocks, user } = message.parse(given);
      if (user === undefined) return { ok: false, error: 'user_not_found' };
      if (!botIsIn.has(channel)) return { ok: false, error: 'not_in_channel' };
      return keep({
        by: 'chat.postEphemeral',
        channel,
        onlyFor: user,
        thread: thread_ts,
        text,
        mrkdwn,
        blocks,
      });
    },
    'files.getUploadURLExternal': ({ filename, length }) => {
      if (filename === undefined || !(Number(length) > 0)) {
        return { ok: false, error: 'invalid_arguments' };
      }
      const id = `F${files.size + 1}`;
      const readyAt = Number.POSITIVE_INFINITY;
      files.set(id, { id, name: filename, content: undefined, png: undefined, readyAt });
      return { ok: true, upload_url: `${base}/upload/v1/${id}`, file_id: id };
    },
    'files.completeUploadExternal': ({ files: given = '[]', channel_id: where, thread_ts }) => {
      const wanted = z.array(z.object({ id: z.string(), title: z.string().optional() }));
      const asked = wanted.parse(JSON.parse(given));
      if (where !== undefined && !isOpen(where)) return { ok: false, error: 'not_in_channel' };
      for (const { id } of asked) {
        const file = files.get(id);
        if (file?.content === undefined) return { ok: false, error: 'file_not_found' };
        if (where !== undefined) {
          const { name, content } = file;
          shared.push({ name, content, channel: where, thread: thread_ts });
        }
        file.readyAt = Date.now() + settings.processingMs;
      }
      return { ok: true, files: asked };
    },
    'files.info': ({ file: id = '' }) => {
      const file = files.get(id);
      if (file === undefined) return { ok: false, error: 'file_not_found' };
      const ready = file.readyAt <= Date.now();
      return {
        ok: true,
        file: { id, mimetype: ready ? 'image/png' : '', filetype: ready ? 'png' : '' },
      };
    },
    'assistant.threads.setStatus': ({ channel_id, thread_ts, status }) =>
      toAgent('status', { channel_id, thread_ts, text: status }),
    'assistant.threads.setTitle': ({ channel_id, thread_ts, title }) =>
      toAgent('title', { channel_id, thread_ts, text: title }),
    'assistant.threads.setSuggestedPrompts': ({ channel_id = '', prompts = '[]' }) => {
      if (!settings.hasAgentView) return { ok: false, error: 'missing_scope' };
      const offered = z
        .array(z.strictObject({ title: z.string().min(1), message: z.string().min(1) }))
        .min(1)
        .max(4)
        .safeParse(JSON.parse(prompts));
      if (!offered.success || !isOpen(channel_id)) return { ok: false, error: 'invalid_arguments' };
      agent.prompts.set(channel_id, offered.data);
      return { ok: true };
    },
    'apps.connections.open': () => ({ ok: true, url: `${base.replace(/^http/, 'ws')}/link` }),
  };
  function toAgent(
    what: 'status' | 'title',
    { channel_id: channel, thread_ts: thread, text }: Record<string, string | undefined>,
  ): Record<string, unknown> {
    if (!settings.hasAgentView) return { ok: false, error: 'missing_scope' };
    if (channel === undefined || thread === undefined || text === undefined || !isOpen(channel))
      return { ok: false, error: 'invalid_arguments' };
    agent.said.push({ what, channel, thread, text });
    return { ok: true };
  }

  /** Methods that read nothing but a form. */
  const formOnly = new Set([
    'users.info',
    'conversations.history',
    'files.getUploadURLExternal',
    'files.info',
  ]);

  const tsOf = (place: number) => `1782977400.${String(place).padStart(6, '0')}`;

  function keep(posted: Posted): Record<string, unknown> {
    const wrong = whatIsWrong(posted.blocks);
    const withFile = posted.blocks.some(({ type }) => type === 'image');
    if (withFile && settings.refusesFiles-- > 0) return invalidBlocks(['invalid slack file']);
    const unknown = posted.blocks.flatMap(({ type }, at) =>
      settings.unknownBlocks.has(type)
        ? [`unsupported type: ${type} [json-pointer:/blocks/${at}/type]`]
        : [],
    );
    if (unknown.length > 0) return invalidBlocks(settings.namesBlocks ? unknown : ['refused']);
    if (settings.refusesBlocks && posted.blocks.length > 0) return invalidBlocks(['refused']);
    if (posted.text.length > 40_000) return { ok: false, error: 'msg_too_long' };
    if (wrong.length > 0) return invalidBlocks(wrong);
    if (posted.text === '' && posted.blocks.length === 0) return { ok: false, error: 'no_text' };
    messages.push(posted);
    return {
      ok: true,
      channel: posted.channel,
      ts: tsOf(messages.length),
    };
  }

  server.post<{ Params: { method: string } }>('/api/:method', async (request, reply) => {
    const { method } = request.params;
    const type = request.headers['content-type'] ?? '';
    const raw = z.instanceof(Buffer).catch(Buffer.alloc(0)).parse(request.body).toString();
    const given = type.startsWith('application/json')
      ? formOnly.has(method)
        ? {}
        : z.record(z.string(), z.coerce.string()).parse(JSON.parse(raw))
      : form.parse(Object.fromEntries(new URLSearchParams(raw)));
    calls.push({ method, at: Date.now(), arguments: given });
    if (settings.scopes !== undefined) reply.header('x-oauth-scopes', settings.scopes);
    if (request.headers.authorization !== `Bearer ${authors[method] ?? botToken}`) {
      return { ok: false, error: 'invalid_auth' };
    }
    const interfere = trouble.get(method)?.shift();
    if (interfere !== undefined) return interfere(reply);
    const answer = methods[method]?.(given) ?? { ok: false, error: 'unknown_method' };
    const lose = trouble.get(`lost ${method}`)?.shift();
    return lose === undefined ? answer : lose(reply);
  });

  server.post<{ Params: { id: string } }>('/upload/v1/:id', async (request, reply) => {
    const file = files.get(request.params.id);
    const body = z.instanceof(Buffer).parse(request.body);
    if (file === undefined) return reply.code(500).send('upload failed');
    file.content = uploadedContent(body, request.headers['content-type'] ?? '');
    if (file.content.indexOf(pngStart) === 0) file.png = file.content;
    return reply.type('text/plain').send(`OK - ${file.content.length}`);
  });

  server.post<{ Params: { id: string } }>('/respond/:id', async (request, reply) => {
    const address = responses.get(request.params.id);
    const raw = z.instanceof(Buffer).parse(request.body).toString();
    calls.push({ method: 'response', at: Date.now(), arguments: {} });
    const interfere = trouble.get('response')?.shift();
    if (interfere !== undefined) return interfere(reply);
    if (address === undefined) return reply.code(404).send({ ok: false, error: 'expired_url' });
    if (++address.uses > 5) return reply.code(404).send({ ok: false, error: 'used_url' });
    const { text, mrkdwn, blocks, response_type, replace_original } = message
      .extend({ replace_original: z.boolean().default(false) })
      .parse(JSON.parse(raw));
    const outcome = keep({
      by: 'response',
      channel: address.channel,
      onlyFor: response_type === 'ephemeral' ? address.user : undefined,
      thread: undefined,
      text,
      mrkdwn,
      blocks,
      ...(replace_original ? { replaces: true } : {}),
    });
    if (outcome.ok === true) return reply.type('text/plain').send('ok');
    if (settings.refusesBy === 'ok-false') return outcome;
    if (settings.refusesBy === 'plain-text') {
      return reply.code(400).type('text/plain').send(String(outcome.error));
    }
    return reply.code(500).send(outcome);
  });

  sockets.on('connection', (opened) => {
    link = opened;
    opened.on('message', (data) => {
      const { envelope_id } = z.object({ envelope_id: z.string() }).parse(JSON.parse(String(data)));
      acknowledged.push({ envelope_id, at: Date.now() });
    });
    opened.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
  });

  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  base = `http://127.0.0.1:${port}`;

  const interfereNext = (name: string, how: (reply: FastifyReply) => unknown) =>
    trouble.set(name, [...(trouble.get(name) ?? []), how]);

  return {
    apiUrl: `${base}/api/`,
    people,
    botIsIn,
    homes,
    agent,
    unfurled,
    views,
    members,
    calls,
    messages,
    files,
    shared,
    acknowledged,
    settings,
    /** an address that Slack would send along with a command or a button */
    responseAddress(user: string, channel: string): string {
      const id = randomBytes(6).toString('hex');
      responses.set(id, { channel, user, uses: 0 });
      return `${base}/respond/${id}`;
    },
    /** The next call of a method (or `response`, `upload`) fails with an error code. */
    failNext(method: string, error: string) {
      interfereNext(method, () => ({ ok: false, error }));
    },
    /** The next call of a method waits until it is let go. */
    holdNext(method: string): () => void {
      let letGo = () => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      interfereNext(method, async () => {
        await held;
        return { ok: false, error: 'internal_error' };
      });
      return letGo;
    },
    /** The next call of a method meets an error of the servers before Slack. */
    breakNext(method: string, status: number) {
      interfereNext(method, (reply) => reply.code(status).send('<html>upstream error</html>'));
    },
    /** The next call of a method is carried out, and then something happens before its answer is out. */
    thenNext(method: string, then: () => unknown) {
      interfereNext(`lost ${method}`, async (reply) => {
        await then();
        reply.hijack();
        reply.raw.destroy();
      });
    },
    /** The next call of a method is told to come back. */
    limitNext(method: string, seconds: number) {
      interfereNext(method, (reply) =>
        reply
          .code(429)
          .header('retry-after', String(seconds))
          .send({ ok: false, error: 'ratelimited' }),
      );
    },
    /** The next call of a method is carried out, and its answer lost on the way. */
    loseNextAnswer(method: string) {
      interfereNext(`lost ${method}`, (reply) => {
        reply.hijack();
        reply.raw.destroy();
      });
    },
    /** Sends an envelope over the Socket Mode link. */
    push(envelope: unknown) {
      if (link === undefined) throw new Error('Nobody has connected.');
      link.send(JSON.stringify(envelope));
    },
    connected: () => link !== undefined,
    async close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      await server.close();
    },
  };
}

/** The headers Slack signs a request with. */
export function signedHeaders(
  body: string,
  at: Date,
  secret = signingSecret,
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}
