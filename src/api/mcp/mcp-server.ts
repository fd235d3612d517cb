import { createHash, randomUUID } from 'node:crypto';
import {
  acceptedContent,
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  McpServer,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import manifest from '../../../package.json' with { type: 'json' };
import { type IncidentLog, logIncident } from '../../access/incident.ts';
import type { People } from '../../access/people.ts';
import type { Linked } from '../../access/principal.ts';
import { replyText } from '../../channels/reply-text.ts';
import type { DrawPng } from '../../charts/png.ts';
import { slashForm } from '../../conversation/arguments/grammar.ts';
import { isFor, type RegisteredCommand } from '../../conversation/command.ts';
import type { Answer, Conversation } from '../../conversation/conversation.ts';
import type { Intent } from '../../conversation/intent.ts';
import { commandTools } from '../../conversation/language-model/command-tools.ts';
import { commandWord } from '../../conversation/phrases.ts';
import { commands } from '../../conversation/registry.ts';
import { longestLine } from '../../language/fold.ts';
import { defaultLocale, type Locale } from '../../language/locale.ts';
import { type Say, sayIn } from '../../language/messages.ts';
import { neutral } from '../../language/neutral-text.ts';
import { takeEvent } from '../../store/events/take-event.ts';
import type { Store } from '../../store/store.ts';
import { answerResult, answerShape, withinBoundary } from './answer-result.ts';

/** What a server of tools needs. `secret` signs what a person is asked to agree to: the same on every replica. */
export type McpServices = {
  store: Store;
  people: Pick<People, 'byId'>;
  conversation: Conversation;
  drawPng: DrawPng;
  secret: string;
  now: () => Date;
  log: IncidentLog;
};

/** What a person is asked to agree to: a slash form as it was called, as it is to be done, and which asking of it. */
type Asked = { form: string; does: string; id: string };

const agreement = z.object({ confirm: z.boolean() });

/** These are of the chat alone: help of slash forms, and a link that signs whoever has it in. */
const ofChatAlone = new Set<Intent>(['help', 'web']);
/** What takes something away for good, when its five minutes of undo are over. */
const takesAway = new Set<Intent>(['digest.remove']);

const modelCards = ['churn', 'clv', 'segments'] as const;
const longestCard = 12_000;
/** Characters of a slash form behind its first word: a line of chat is read as far. */
const longestForm = longestLine - '/value '.length;

/** How the lines begin between which data of the bank stands. */
const boundaryWord = 'BANK DATA';
const boundary = () => `${boundaryWord} ${randomUUID()}`;

/**
 * The commands that somebody may use, as tools for a language model: each call is the slash form that a person would type, so
 * that it is answered, refused, limited and noted as theirs. What changes something is done once the person has agreed to the
 * very slash form, asked by their own program; the agreement is signed, bound to the person, and used once.
 */
export function mcpServer(person: Linked, services: McpServices): McpServer {
  const { conversation, drawPng, store, people, secret, now, log } = services;
  const locale = person.locale ?? defaultLocale;
  const say = sayIn(locale);
  const agreements = createRequestStateCodec<Asked>({
    key: createHash('sha256').update(`mcp agreement ${secret}`).digest(),
    bind: ({ mcpReq }) => `${mcpReq.method} ${person.managerId}`,
  });
  const server = new McpServer(
    { name: 'bellwether', title: 'Bellwether', version: manifest.version },
    {
      instructions: say('mcp.instructions', { boundary: boundaryWord }),
      requestState: { verify: agreements.verify },
    },
  );
  // A program may go on for days: whoever left the bank meanwhile, or has another role, is answered as who they are.
  const ask = async (text: string, how: { asksFirst?: true } = {}): Promise<Answer> =>
    conversation.answer({
      ...how,
      text,
      principal: await people.byId(person.managerId),
      channel: 'mcp',
      address: String(person.managerId),
      shared: false,
      locale,
    });

  const usable = commands.filter(
    (command) => !ofChatAlone.has(command.intent) && isFor(person, command),
  );
  for (const { name, description, command, input } of commandTools(usable, locale)) {
    server.registerTool(
      name,
      {
        title: command.button(locale),
        description,
        inputSchema: input,
        outputSchema: answerShape,
        annotations: {
          readOnlyHint: !command.changes,
          destructiveHint: takesAway.has(command.intent),
          idempotentHint: !command.changes,
          openWorldHint: false,
        },
      },
      async (given, context) => {
        const said = slashForm(commandWord(command), command.arguments, given);
        if (said === undefined || said.length > longestForm)
          return refusal(say('mcp.notSaid', { usage: command.usage }));
        // With the slash nothing of it is read as a sentence, and what it is not understood as is not done.
        const form = `/value ${said}`;
        const understood = await conversation.parse(form, locale);
        if (understood.intent !== command.intent || understood.error !== undefined)
          return refusal(understood.error?.message ?? say('mcp.notSaid', { usage: command.usage }));
        try {
          if (!command.changes) return await answerResult(await ask(form), drawPng, boundary());
          const told = () => toldFirst(form, command);
          const asking = { server, context, agreements, say, once, told };
          const agreed = await agreedTo(form, asking);
          return typeof agreed === 'string'
            ? await answerResult(await ask(agreed), drawPng, boundary())
            : agreed;
        } catch (error) {
          const reference = logIncident(log, error, 'a tool failed', { tool: name });
          return refusal(say('fallback.failed.summary', { reference }));
        }
      },
    );
  }

  /** What a person is told before they agree: what is done and by which form; of an undo, what it would undo and that alone. */
  async function toldFirst(form: string, command: RegisteredCommand): Promise<Told> {
    if (command.intent === 'undo') {
      const { data, reply } = await ask(form, { asksFirst: true });
      const { success, data: asked } = askedFirst.safeParse(data);
      if (!success) return { instead: refusal(withinBoundary(neutral(reply.summary), boundary())) };
      // Names of customers stand in it: what they say is quoted, and none of them ends the quotation.
      const what = say('mcp.confirm.quoted', { text: reply.summary.replaceAll(/[“”]/gu, '"') });
      return { what, does: `/value undo ${asked.action}` };
    }
    return { what: command.button(locale), does: form };
  }

  /** Whether this replica is the first to act upon an agreement. */
  const once = (id: string) => takeEvent(store.db, 'mcp', id, now());

  addPrompts(server, say);
  addResources(server, { say, ask, locale });
  return server;
}

/** What is said before something is done, and the slash form that does it; or what to answer instead. */
type Told = { what: string; does: string } | { instead: CallToolResult };

/** What an undo that asks first says of itself. */
const askedFirst = z.looseObject({ outcome: z.literal('asked'), action: z.number() });

/** @returns the slash form that the person has agreed to; or what to answer instead of doing it */
async function agreedTo(
  form: string,
  {
    server,
    context,
    agreements,
    say,
    once,
    told: tell,
  }: {
    server: McpServer;
    context: ServerContext;
    agreements: RequestStateCodec<Asked>;
    say: Say;
    once: (id: string) => Promise<boolean>;
    told: () => Promise<Told>;
  },
): Promise<CallToolResult | InputRequiredResult | string> {
  const { inputResponses, requestState } = context.mcpReq;
  const asked = requestState<Asked>();
  if (asked !== undefined && inputResponses !== undefined) {
    const answer = acceptedContent(inputResponses, 'confirm', agreement);
    if (asked.form !== form || answer?.confirm !== true) return refusal(say('mcp.declined'));
    return (await once(asked.id)) ? asked.does : refusal(say('mcp.done'));
  }
  if (!canAsk(server, context)) return refusal(say('mcp.cannotAsk', { form: shown(form) }));
  const told = await tell();
  if ('instead' in told) return told.instead;
  return inputRequired({
    inputRequests: {
      confirm: inputRequired.elicit({
        message: say('mcp.confirm.message', { what: neutral(told.what), form: shown(told.does) }),
        requestedSchema: z.object({
          confirm: z.boolean().meta({ title: say('mcp.confirm.field') }),
        }),
      }),
    },
    requestState: await agreements.mint({ form, does: told.does, id: randomUUID() }, context),
  });
}

/** A slash form as a person reads it: on one line, without what would be obeyed instead of shown. */
const shown = (form: string): string => neutral(form.replace(/\s+/gu, ' '));

/** What a program says of itself with each request, since the protocol's revision of July 2026. */
const saidOfItself = z.looseObject({
  [CLIENT_CAPABILITIES_META_KEY]: z.looseObject({ elicitation: z.looseObject({}).optional() }),
});

/** Whether a program can ask its person: as it says with the request or, before that revision, said when it connected. */
function canAsk(server: McpServer, { mcpReq }: ServerContext): boolean {
  const said = saidOfItself.safeParse(mcpReq.envelope).data?.[CLIENT_CAPABILITIES_META_KEY];
  return (said ?? server.server.getClientCapabilities())?.elicitation !== undefined;
}

/** A result without an answer: it says what to do instead. */
const refusal = (text: string): CallToolResult => ({
  content: [{ type: 'text', text }],
  isError: true,
});

function addPrompts(server: McpServer, say: Say): void {
  const asUser = (text: string) => ({
    messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }],
  });
  for (const name of ['morning', 'review'] as const)
    server.registerPrompt(
      name,
      {
        title: say(`mcp.prompts.${name}.title`),
        description: say(`mcp.prompts.${name}.description`),
      },
      () => asUser(say(`mcp.prompts.${name}.text`)),
    );
  server.registerPrompt(
    'meeting',
    {
      title: say('mcp.prompts.meeting.title'),
      description: say('mcp.prompts.meeting.description'),
      argsSchema: z.object({
        customer: z.string().max(200).describe(say('mcp.prompts.meeting.customer')),
      }),
    },
    ({ customer }) => asUser(say('mcp.prompts.meeting.text', { customer })),
  );
}

function addResources(
  server: McpServer,
  { say, ask, locale }: { say: Say; ask: (text: string) => Promise<Answer>; locale: Locale },
): void {
  const mimeType = 'text/plain';
  server.registerResource(
    'glossary',
    'bellwether://glossary',
    {
      title: say('mcp.resources.glossary.title'),
      description: say('mcp.resources.glossary.description'),
      mimeType,
    },
    ({ href }) => ({
      contents: [{ uri: href, mimeType, text: say('mcp.resources.glossary.text') }],
    }),
  );
  for (const model of modelCards)
    server.registerResource(
      `model-${model}`,
      `bellwether://models/${model}`,
      {
        title: say('mcp.resources.model.title', { model }),
        description: say('mcp.resources.model.description'),
        mimeType,
      },
      async ({ href }) => {
        const { reply } = await ask(`value model ${model}`);
        const text = replyText(reply, locale, { length: longestCard });
        return { contents: [{ uri: href, mimeType, text }] };
      },
    );
}
