import { randomUUID } from 'node:crypto';
import {
  type CallToolResult,
  type InputRequiredResult,
  McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import manifest from '../../../package.json' with { type: 'json' };
import { type IncidentLog, logIncident } from '../../access/incident.ts';
import type { People } from '../../access/people.ts';
import type { Linked } from '../../access/principal.ts';
import type { DrawPng } from '../../charts/png.ts';
import { slashForm } from '../../conversation/arguments/grammar.ts';
import { isFor, type RegisteredCommand } from '../../conversation/command.ts';
import type { Answer, Conversation, Question } from '../../conversation/conversation.ts';
import type { Intent } from '../../conversation/intent.ts';
import { commandTools } from '../../conversation/language-model/command-tools.ts';
import { commandWord } from '../../conversation/phrases.ts';
import { commands } from '../../conversation/registry.ts';
import { suggestCustomers } from '../../conversation/suggest-customers.ts';
import { longestLine } from '../../language/fold.ts';
import { defaultLocale } from '../../language/locale.ts';
import { type Say, sayIn } from '../../language/messages.ts';
import { neutral } from '../../language/neutral-text.ts';
import { takeEvent } from '../../store/events/take-event.ts';
import type { Store } from '../../store/store.ts';
import { agreedTo, createAgreements, type Told } from './agreements.ts';
import { answerResult, answerShape, withinBoundary } from './answer-result.ts';
import { shownAsCustomerCard } from './customer-card.ts';
import { addPrompts } from './prompts.ts';
import { addResources } from './resources.ts';

/** What a server of tools needs. `secret` signs what a person is asked to agree to: the same on every replica. */
export type McpServices = {
  store: Store;
  people: Pick<People, 'byId'>;
  conversation: Conversation;
  drawPng: DrawPng;
  secret: string;
  /** whether a program that cannot ask its person may say by itself that they agreed to a change */
  programsMayConfirm: boolean;
  now: () => Date;
  log: IncidentLog;
};

/** For whom a program asks; `through`: a platform that the answer stands in, as the log of access has it. */
export type McpCaller = { person: Linked } & Pick<Question, 'through'>;

/** These are of the chat alone: help of slash forms, and a link that signs whoever has it in. */
const ofChatAlone = new Set<Intent>(['help', 'web']);
/** What takes something away for good, when its five minutes of undo are over. */
const takesAway = new Set<Intent>(['digest.remove']);

/** Customers that are suggested for the beginning of a name. */
const mostSuggested = 20;
/** What is answered by a page where a program shows pages. */
const shownAsPage: Partial<Record<Intent, Record<string, unknown>>> = {
  'customer.value': shownAsCustomerCard,
};
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
export function mcpServer({ person, through }: McpCaller, services: McpServices): McpServer {
  const { conversation, drawPng, store, people, secret, programsMayConfirm, now, log } = services;
  const locale = person.locale ?? defaultLocale;
  const say = sayIn(locale);
  const agreements = createAgreements(person.managerId, secret);
  const server = new McpServer(
    { name: 'bellwether', title: 'Bellwether', version: manifest.version },
    {
      instructions: say('mcp.instructions', { boundary: boundaryWord }),
      requestState: { verify: agreements.verify },
    },
  );
  // A program may go on for days: whoever left the bank meanwhile, or has another role, is answered as who they are.
  const ask = async (
    text: string,
    how: { asksFirst?: true; confirmedBy?: 'program' } = {},
  ): Promise<Answer> =>
    conversation.answer({
      ...how,
      text,
      principal: await people.byId(person.managerId),
      channel: 'mcp',
      address: String(person.managerId),
      shared: false,
      locale,
      ...(through === undefined ? {} : { through }),
    });

  const usable = commands.filter(
    (command) => !ofChatAlone.has(command.intent) && isFor(person, command),
  );
  for (const { name, description, command, input } of commandTools(usable, locale)) {
    const page = shownAsPage[command.intent];
    server.registerTool(
      name,
      {
        title: command.button(locale),
        description,
        inputSchema:
          command.changes && programsMayConfirm
            ? input.extend({
                confirmation: z.string().optional().describe(say('mcp.confirm.given')),
              })
            : input,
        outputSchema: answerShape,
        annotations: {
          readOnlyHint: !command.changes,
          destructiveHint: takesAway.has(command.intent),
          idempotentHint: !command.changes,
          openWorldHint: false,
        },
        ...(page === undefined ? {} : { _meta: page }),
      },
      async ({ confirmation, ...given }, context) => {
        const said = slashForm(commandWord(command), command.arguments, given);
        if (said === undefined || said.length > longestForm)
          return refusal(say('mcp.notSaid', { usage: command.usage }));
        // With the slash nothing of it is read as a sentence, and what it is not understood as is not done.
        const form = `/value ${said}`;
        const understood = await conversation.parse(form, locale);
        if (understood.intent !== command.intent || understood.error !== undefined)
          return refusal(understood.error?.message ?? say('mcp.notSaid', { usage: command.usage }));
        try {
          return command.changes
            ? await change(form, command, { confirmation, context })
            : await answerResult(await ask(form), drawPng, boundary());
        } catch (error) {
          const reference = logIncident(log, error, 'a tool failed', { tool: name });
          return refusal(say('fallback.failed.summary', { reference }));
        }
      },
    );
  }

  /** Does what a slash form says, once the person has agreed to it. */
  async function change(
    form: string,
    command: RegisteredCommand,
    { confirmation, context }: { confirmation: unknown; context: ServerContext },
  ): Promise<CallToolResult | InputRequiredResult> {
    const { success: given, data: brought } = z.string().safeParse(confirmation);
    const agreed = await agreedTo(form, {
      server,
      context,
      agreements,
      say,
      programsMayConfirm,
      confirmation: given ? brought : undefined,
      // Whether this replica is the first to act upon an agreement.
      once: (id) => takeEvent(store.db, 'mcp', id, now()),
      tell: () => toldFirst(form, command),
    });
    switch (agreed.kind) {
      case 'agreed':
        return answerResult(
          await ask(agreed.does, agreed.by === 'program' ? { confirmedBy: agreed.by } : {}),
          drawPng,
          boundary(),
        );
      case 'asking':
        return agreed.asking;
      case 'sayFirst':
        return toBeConfirmed(agreed, { intent: command.intent, say });
      case 'cannotAsk':
        return refusal(say('mcp.cannotAsk', { form: agreed.form }));
      case 'nothing':
        return refusal(withinBoundary(neutral(agreed.why), boundary()));
      case 'declined':
        return refusal(say('mcp.declined'));
      case 'done':
        return refusal(say('mcp.done'));
    }
  }

  /** What a person is told before they agree: what is done and by which form; of an undo, what it would undo and that alone. */
  async function toldFirst(form: string, command: RegisteredCommand): Promise<Told> {
    if (command.intent !== 'undo') return { what: command.button(locale), does: form };
    const { data, reply } = await ask(form, { asksFirst: true });
    const asked = askedFirst.safeParse(data);
    if (!asked.success) return { nothing: reply.summary };
    // Names of customers stand in it: what they say is quoted, and none of them ends the quotation.
    const what = say('mcp.confirm.quoted', { text: reply.summary.replaceAll(/[“”]/gu, '"') });
    return { what, does: `/value undo ${asked.data.action}` };
  }

  const suggest = async (typed: string): Promise<string[]> => {
    const principal = await people.byId(person.managerId);
    const address = String(person.managerId);
    const asked = { principal, channel: 'mcp', address, typed, limit: mostSuggested } as const;
    const within = through === undefined ? {} : { through };
    const found = await suggestCustomers({ store, now }, { ...asked, ...within });
    return found.map(({ externalId }) => neutral(externalId));
  };
  addPrompts(server, person, { say, suggest });
  addResources(server, { say, ask, locale });
  return server;
}

/**
 * What a program that cannot ask its person is answered: what would be done, and by which confirmation it is, once the person has
 * agreed. Nothing was changed.
 */
function toBeConfirmed(
  { what, confirmation }: { what: string; confirmation: string },
  { intent, say }: { intent: Intent; say: Say },
): CallToolResult {
  const how = say('mcp.confirm.how');
  const structured: z.infer<typeof answerShape> = {
    intent,
    title: say('mcp.confirm.title'),
    summary: how,
    facts: [],
    details: [what],
    table: null,
    charts: [],
    next: [],
    data: { changed: false, confirmation },
  };
  const text = `${how}\n${withinBoundary(what, boundary())}\nconfirmation: ${confirmation}`;
  return { content: [{ type: 'text', text }], structuredContent: structured };
}

/** What an undo that asks first says of itself. */
const askedFirst = z.looseObject({ outcome: z.literal('asked'), action: z.number() });

/** A result without an answer: it says what to do instead. */
const refusal = (text: string): CallToolResult => ({
  content: [{ type: 'text', text }],
  isError: true,
});
