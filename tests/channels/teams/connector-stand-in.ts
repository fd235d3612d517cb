import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { z } from 'zod';

/** A member of a conversation, as Teams tells of them. */
export type TeamsMember = {
  id: string;
  aadObjectId: string;
  name: string;
  email?: string;
  userPrincipalName?: string;
  tenantId?: string;
  userRole?: string;
};

const card = z.looseObject({
  type: z.literal('AdaptiveCard'),
  version: z.literal('1.5'),
  body: z.array(z.looseObject({ type: z.string() })),
  actions: z.array(z.looseObject({ type: z.string() })),
});

const cardAttachment = z.object({
  contentType: z.literal('application/vnd.microsoft.card.adaptive'),
  content: card,
});
/** A file that is offered, or one that was uploaded. */
const fileAttachment = z.discriminatedUnion('contentType', [
  z.object({
    contentType: z.literal('application/vnd.microsoft.teams.card.file.consent'),
    name: z.string(),
    content: z.object({
      description: z.string(),
      sizeInBytes: z.number().int().positive(),
      acceptContext: z.looseObject({}),
      declineContext: z.looseObject({}),
    }),
  }),
  z.object({
    contentType: z.literal('application/vnd.microsoft.teams.card.file.info'),
    contentUrl: z.url(),
    name: z.string(),
    content: z.object({ uniqueId: z.string(), fileType: z.string() }),
  }),
]);

const activity = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  textFormat: z.enum(['plain', 'markdown', 'xml']).default('markdown'),
  summary: z.string().optional(),
  replyToId: z.string().optional(),
  attachments: z.array(cardAttachment).optional(),
});
const fileActivity = z.object({ attachments: z.tuple([fileAttachment]) });

/** An activity that the bot sent. */
export type Sent = { conversation: string; bytes: number; activity: z.infer<typeof activity> };

/** A file that the bot offered or showed. */
export type SentFile = { conversation: string } & z.infer<typeof fileAttachment>;

/** Teams takes no larger message. */
const mostBytes = 28 * 1024;

/** The Bot Framework connector as a bot in Teams meets it, over real HTTP. */
export async function startConnectorStandIn() {
  const server = Fastify({ bodyLimit: 4_000_000, routerOptions: { maxParamLength: 500 } });
  const members = new Map<string, TeamsMember>();
  /** who is in a conversation */
  const inConversation = new Map<string, string[]>();
  const sent: Sent[] = [];
  const opened: unknown[] = [];
  const files: SentFile[] = [];
  /** files in somebody's OneDrive, by name */
  const uploads = new Map<string, Buffer>();
  const asked: string[] = [];
  const settings = {
    /** whether Teams takes text alone */
    refusesCards: false,
  };
  const trouble = new Map<'send' | 'open' | 'member' | 'upload', number[]>();

  const failing = (what: 'send' | 'open' | 'member' | 'upload') => trouble.get(what)?.shift();
  const refuse = (code: number) => ({ error: { code: `Trouble${code}`, message: 'No.' } });

  server.post<{ Params: { id: string } }>('/v3/conversations/:id/activities', take);
  server.post<{ Params: { id: string } }>('/v3/conversations/:id/activities/:activityId', take);
  async function take(
    request: { params: { id: string }; body: unknown },
    reply: { code(status: number): { send(body: unknown): unknown } },
  ) {
    const status = failing('send');
    if (status !== undefined) return reply.code(status).send(refuse(status));
    const file = fileActivity.safeParse(request.body).data?.attachments[0];
    if (file !== undefined) {
      // Teams offers a file in a personal chat alone.
      if (!request.params.id.startsWith('a:personal-')) return reply.code(400).send(refuse(400));
      files.push({ conversation: request.params.id, ...file });
      return { id: `file-${files.length}` };
    }
    const { attachments = [] } = activity.parse(request.body);
    if (settings.refusesCards && attachments.length > 0) return reply.code(400).send(refuse(400));
    const bytes = Buffer.byteLength(JSON.stringify(request.body));
    if (bytes > mostBytes) return reply.code(413).send(refuse(413));
    sent.push({ conversation: request.params.id, bytes, activity: activity.parse(request.body) });
    return { id: `sent-${sent.length}` };
  }

  server.put<{ Params: { id: string; activityId: string } }>(
    '/v3/conversations/:id/activities/:activityId',
    async (request, reply) => {
      const status = failing('send');
      if (status !== undefined) return reply.code(status).send(refuse(status));
      const { id, activityId } = request.params;
      const before = sent[Number(activityId.replace('sent-', '')) - 1];
      if (before?.conversation !== id) return reply.code(404).send(refuse(404));
      before.activity = activity.parse(request.body);
      return { id: activityId };
    },
  );

  server.post('/v3/conversations', async (request, reply) => {
    const status = failing('open');
    if (status !== undefined) return reply.code(status).send(refuse(status));
    const wanted = z
      .looseObject({
        isGroup: z.literal(false),
        bot: z.looseObject({ id: z.string() }),
        members: z.tuple([z.looseObject({ id: z.string() })]),
        tenantId: z.string(),
        channelData: z.object({ tenant: z.object({ id: z.string() }) }),
      })
      .safeParse(request.body);
    if (!wanted.success) return reply.code(400).send(refuse(400));
    opened.push(request.body);
    return reply.code(201).send({ id: `a:personal-${wanted.data.members[0].id}` });
  });

  server.get<{ Params: { id: string; member: string } }>(
    '/v3/conversations/:id/members/:member',
    async (request, reply) => {
      asked.push(request.params.member);
      const status = failing('member');
      if (status !== undefined) return reply.code(status).send(refuse(status));
      // Teams has people by their id in the conversation, and by that of the tenant.
      const { member: id } = request.params;
      const member =
        members.get(id) ?? [...members.values()].find((each) => each.aadObjectId === id);
      return member ?? reply.code(404).send(refuse(404));
    },
  );

  // One a page, so that whoever asks has to turn pages.
  server.get<{ Params: { id: string }; Querystring: { continuationToken?: string } }>(
    '/v3/conversations/:id/pagedmembers',
    async (request, reply) => {
      const status = failing('member');
      if (status !== undefined) return reply.code(status).send(refuse(status));
      const all = inConversation.get(request.params.id) ?? [];
      const from = Number(request.query.continuationToken ?? 0);
      const member = members.get(all[from] ?? '');
      const next = from + 1 < all.length ? { continuationToken: String(from + 1) } : {};
      return { members: member === undefined ? [] : [member], ...next };
    },
  );

  server.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
  server.put<{ Params: { name: string } }>('/onedrive/:name', async (request, reply) => {
    const status = failing('upload');
    if (status !== undefined) return reply.code(status).send(refuse(status));
    const body = z.instanceof(Buffer).parse(request.body);
    if (request.headers['content-range'] !== `bytes 0-${body.length - 1}/${body.length}`)
      return reply.code(400).send(refuse(400));
    uploads.set(request.params.name, body);
    return reply.code(201).send({});
  });

  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;

  return {
    serviceUrl: `http://127.0.0.1:${port}/`,
    members,
    inConversation,
    sent,
    settings,
    opened,
    files,
    uploads,
    asked,
    /** The next time the bot sends, opens a chat or asks for a member, it is answered with a status. */
    failNext(what: 'send' | 'open' | 'member' | 'upload', status: number) {
      trouble.set(what, [...(trouble.get(what) ?? []), status]);
    },
    close: () => server.close(),
  };
}
