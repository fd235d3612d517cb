import { ActionTypes, type Activity, ActivityTypes, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { logIncident } from '../../access/incident.ts';
import type { People } from '../../access/people.ts';
import { managerIdOf, type Principal } from '../../access/principal.ts';
import type { Readers } from '../../conversation/channel.ts';
import { isFor } from '../../conversation/command.ts';
import type { Answer, Conversation, SharedTo } from '../../conversation/conversation.ts';
import { commandWord } from '../../conversation/phrases.ts';
import { commands } from '../../conversation/registry.ts';
import { shareIntent } from '../../conversation/rooms/share.ts';
import { voteIntent } from '../../conversation/votes/cast-vote.ts';
import { failedReply, tooManyReply } from '../../conversation/wording/fallback-replies.ts';
import { languageOf } from '../../language/language-of.ts';
import { defaultLocale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { type RequestLimits, refuseQuestion } from '../../limits/request-limits.ts';
import { recordAccess } from '../../store/access-log/record-access.ts';
import { takeEvent } from '../../store/events/take-event.ts';
import type { Store } from '../../store/store.ts';
import { keepConversation } from '../../store/teams/conversation-references.ts';
import type { Viewer } from '../chart-links.ts';
import {
  addressOf,
  addsBot,
  clientLocale,
  isPersonal,
  pressedCommand,
  threadOf,
} from './activity.ts';
import type { TeamsAdapter } from './adapter.ts';
import { isAllowedTenant } from './allowed-tenant.ts';
import { askedText } from './asked-text.ts';
import { identifyAsker } from './asker.ts';
import { consentIn, consentInvoke, offerOf, uploadedFile, uploadTo } from './file-consent.ts';
import { createForms, formActions, isOfForm, respondToFormWithText } from './forms.ts';
import {
  respondToConsent,
  respondWithCard,
  respondWithError,
  respondWithText,
} from './invoke-response.ts';
import { teamsLimits } from './limits.ts';
import type { PreparedReply, TeamsMessages } from './messages.ts';
import { createSearch, isOfSearch, respondToSearchWithText } from './search-extension.ts';
import { sendDirectly } from './send-directly.ts';
import { shareInRoom } from './share-in-room.ts';

/** What is said of an answer, which stays as it is. */
const ofAnAnswer: ReadonlySet<string> = new Set([voteIntent, shareIntent]);
const claimIntent = 'customer.claim';

/** Whose answer the charts of a card are part of. */
const viewerOf = (asker: Principal, message: string | undefined): Viewer => ({
  managerId: managerIdOf(asker),
  message,
});

/** What a turn needs. */
export type TurnOptions = {
  adapter: TeamsAdapter;
  /** the bot's id at Microsoft; empty if requests are not authenticated */
  appId: string;
  /** the bank's tenant: only its people are linked by e-mail */
  tenantId: string | undefined;
  /** tenants whose people are answered, in small letters; none: those of any */
  allowedTenants: readonly string[];
  /** whether requests carry tokens of the Bot Framework */
  authenticated: boolean;
  /** who an unknown person speaks as, if requests are not authenticated */
  stranger: (() => Promise<Principal>) | undefined;
  limits: Pick<RequestLimits, 'person' | 'workspace' | 'told'>;
  messages: TeamsMessages;
  /** who reads a conversation, by its address */
  readers: (address: string) => Promise<Readers>;
  conversation: Conversation;
  people: People;
  store: Store;
  now: () => Date;
  log: Logger;
};

/** Carries out one activity: a message, a button, or the bot being added to a conversation. */
export function createTurn(options: TurnOptions): (context: TurnContext) => Promise<void> {
  const { messages, conversation, people, store, now, log } = options;

  async function identify(context: TurnContext): Promise<Principal> {
    const known = await identifyAsker(context, people, options.tenantId);
    return known.kind === 'unlinked' && options.stranger !== undefined ? options.stranger() : known;
  }

  function ask(activity: Activity, text: string, principal: Principal): Promise<Answer> {
    const locale = clientLocale(activity);
    const thread = threadOf(activity);
    return conversation.answer({
      text,
      principal,
      channel: 'teams',
      address: addressOf(activity),
      ...(thread === undefined ? {} : { thread }),
      shared: !isPersonal(activity),
      readers: options.readers,
      ...(locale === undefined ? {} : { locale }),
    });
  }

  /** Whether the activity arrives for the first time: Teams delivers an activity again if it was acknowledged late. */
  const isFirst = ({ id, conversation: where }: Activity) =>
    id === undefined ? true : takeEvent(store.db, 'teams', `${where.id}:${id}`, now());

  /** Stores how to reach the conversation, so that the bot can write to it unasked. */
  async function keepReference({ activity }: TurnContext): Promise<void> {
    const address = addressOf(activity);
    const kept = TurnContext.getConversationReference(activity);
    const reference = { ...kept, conversation: { ...kept.conversation, id: address } };
    await keepConversation(store.db, address, reference, now());
  }

  /** Prepares an answer for sending; where it has a file, that is offered after it. */
  async function prepare(answer: Answer, text: string, asker: Principal): Promise<PreparedReply> {
    const { reply, locale, file, votable } = answer;
    const forms = formActions(answer, asker);
    const send = await messages.prepare(reply, locale, viewerOf(asker, votable), votable, forms);
    if (file === undefined) return send;
    const description = sayIn(locale)('channels.teams.offer');
    // By the time it is accepted, words such as “as csv” may be about another list.
    const again = file.command === undefined ? text : `value ${file.command}`;
    return async (context) => {
      await send(context);
      await context.sendActivity(offerOf(file, { text: again, description }));
    };
  }

  /** Whether an answer is for the asker's own chat alone: files can be offered nowhere else. */
  const isDirect = ({ reply, file }: Answer) => reply.visibility === 'asker' || file !== undefined;

  /** Posts an answer where it is shared, and says what whoever shared it is told. */
  async function share({ reply, locale }: Answer, to: SharedTo, asker: Principal): Promise<string> {
    const send = await messages.prepare(reply, locale, viewerOf(asker, undefined));
    return shareInRoom(options, send, to, locale);
  }

  async function onMessage(context: TurnContext, text: string): Promise<void> {
    const { activity } = context;
    const asker = await identify(context);
    const answer = await ask(activity, text, asker);
    if (answer.sharedTo !== undefined) {
      await context.sendActivity(await share(answer, answer.sharedTo, asker));
      return;
    }
    const send = await prepare(answer, text, asker);
    if (isDirect(answer) && !isPersonal(activity)) {
      await context.sendActivity(await sendDirectly(options, context, send, answer.locale));
    } else {
      await send(context);
      await suggest(context, answer, asker);
    }
  }

  /** A button was pressed. In a personal chat the answer is a new card; elsewhere only the asker sees it. */
  async function onButton(context: TurnContext, command: string): Promise<void> {
    const { activity } = context;
    const text = `value ${command}`;
    const asker = await identify(context);
    const answer = await ask(activity, text, asker);
    const { reply, locale, votable } = answer;
    if (answer.sharedTo !== undefined) {
      await respondWithText(context, await share(answer, answer.sharedTo, asker));
      return;
    }
    // A card would take the place of the answer that was voted on or shared, or of the digest, which says itself who took whom on.
    if (ofAnAnswer.has(answer.intent) || (answer.intent === claimIntent && !isPersonal(activity))) {
      await respondWithText(context, reply.summary);
      return;
    }
    if (isPersonal(activity) || !isDirect(answer)) {
      await (await prepare(answer, text, asker))(context);
      await respondWithText(context, reply.title);
    } else if (answer.file !== undefined) {
      const send = await prepare(answer, text, asker);
      await respondWithText(context, await sendDirectly(options, context, send, locale));
    } else {
      await respondWithCard(
        context,
        await messages.card(reply, locale, viewerOf(asker, votable), votable),
      );
    }
  }

  /** Somebody took or declined a file: who takes it is asked for anew, and gets what they may see now. */
  async function onConsent(context: TurnContext): Promise<void> {
    const { activity } = context;
    const consent = isPersonal(activity) ? consentIn(activity) : undefined;
    if (consent?.action === 'accept' && (await isFirst(activity))) {
      const { text } = consent.context;
      const asker = await identify(context);
      const { file, reply, locale, votable } = await ask(activity, text, asker);
      if (file === undefined) {
        await (await messages.prepare(reply, locale, viewerOf(asker, votable)))(context);
      } else {
        await uploadTo(consent.uploadInfo, file, options.authenticated);
        await context.sendActivity(uploadedFile(consent.uploadInfo));
      }
    }
    await respondToConsent(context, consent === undefined ? 400 : 200);
  }

  /** An activity that expects its answer in the response. */
  async function onInvoke(context: TurnContext): Promise<void> {
    const { activity } = context;
    if (activity.name === consentInvoke) return onConsent(context);
    if (isOfForm(activity)) return onForm(context);
    if (activity.name !== 'adaptiveCard/action') return;
    const command = pressedCommand(activity);
    if (command === undefined) {
      const message = sayIn(clientLocale(activity) ?? defaultLocale)('channels.teams.noButton');
      await respondWithError(context, 400, { code: 'BadRequest', message });
    } else if (await isFirst(activity)) {
      await onButton(context, command);
    } else {
      await respondWithText(context, 'Bellwether');
    }
  }

  async function welcome(context: TurnContext): Promise<void> {
    const text = 'value help';
    const stranger: Principal = { kind: 'unlinked' };
    const answer = await ask(context.activity, text, stranger);
    await (await prepare(answer, text, stranger))(context);
  }

  const cardOf = ({ reply, locale, votable }: Answer, asker: Principal) =>
    messages.card(reply, locale, viewerOf(asker, votable), votable);
  const search = createSearch({ ...options, ask, cardOf });
  const fillIn = createForms({ ask, cardOf, isFirst });

  async function onForm(context: TurnContext): Promise<void> {
    const asker = await identify(context);
    const known = asker.kind === 'linked' ? asker.locale : null;
    await fillIn(context, asker, known ?? clientLocale(context.activity) ?? defaultLocale);
  }

  /** Whether a question is one too many; whoever asked it is told so. */
  async function isRefused(context: TurnContext): Promise<boolean> {
    const { activity } = context;
    const invoked = activity.type === ActivityTypes.Invoke;
    if (!invoked && activity.type !== ActivityTypes.Message) return false;
    const refused = refuseQuestion(options.limits, {
      workspace: `teams:${activity.conversation.tenantId ?? ''}`,
      person: activity.from.aadObjectId ?? activity.from.id,
    });
    if (refused === undefined) return false;
    const locale = clientLocale(activity) ?? languageOf(askedText(activity)) ?? defaultLocale;
    const { summary } = tooManyReply(locale, refused.most, refused.seconds);
    if (isOfSearch(activity)) await respondToSearchWithText(context, summary);
    else if (isOfForm(activity)) await respondToFormWithText(context, summary);
    else if (invoked) await respondWithText(context, summary);
    else if (refused.tell) await context.sendActivity(summary);
    return true;
  }

  /** Whoever leaves a conversation may have left the bank: Teams is asked before they are answered again. */
  async function doubtWhoLeft({ conversation: where, membersRemoved }: Activity): Promise<void> {
    for (const { aadObjectId } of membersRemoved ?? [])
      if (aadObjectId) await people.doubt('teams', `${where.tenantId}:${aadObjectId}`);
  }

  /** Whether an activity comes from a tenant whose people are not answered; whoever asked is told so, and the log of access has it. */
  async function isForeign(context: TurnContext): Promise<boolean> {
    const { activity } = context;
    const tenant = activity.conversation.tenantId ?? '';
    if (isAllowedTenant(options.allowedTenants, tenant)) return false;
    const invoked = activity.type === ActivityTypes.Invoke;
    if (!invoked && activity.type !== ActivityTypes.Message) return true;
    if ((await isRefused(context)) || (!invoked && !(await isFirst(activity)))) return true;
    await recordAccess(store.db, {
      at: now(),
      managerId: null,
      identity: `${tenant}:${activity.from.aadObjectId ?? activity.from.id}`,
      channel: 'teams',
      address: addressOf(activity),
      intent: 'unknown',
      outcome: 'refused',
      reason: 'unlinked',
      customerIds: [],
    });
    const text = sayIn(clientLocale(activity) ?? defaultLocale)('channels.teams.foreign');
    if (isOfSearch(activity)) await respondToSearchWithText(context, text);
    else if (isOfForm(activity)) await respondToFormWithText(context, text);
    else if (invoked) await respondWithText(context, text);
    else await context.sendActivity(text);
    return true;
  }

  /** Where a person asked for help in their own chat: what they may ask, to choose from. */
  async function suggest(context: TurnContext, { intent, locale }: Answer, asker: Principal) {
    const { activity } = context;
    if (intent !== 'help' || asker.kind === 'unlinked' || !isPersonal(activity)) return;
    const offered = commands
      .filter((command) => command.everyday && command.intent !== 'help' && isFor(asker, command))
      .filter(({ arguments: known }) => Object.values(known).every(({ required }) => !required))
      .slice(0, teamsLimits.suggestedActions)
      .map((command) => ({
        type: ActionTypes.ImBack,
        title: command.button(locale),
        value: commandWord(command),
      }));
    await context.sendActivity({
      type: ActivityTypes.Message,
      text: sayIn(locale)('channels.teams.suggest'),
      suggestedActions: { to: [activity.from.id], actions: offered },
    });
  }

  async function carryOut(context: TurnContext): Promise<void> {
    const { activity } = context;
    if (await isForeign(context)) return;
    await doubtWhoLeft(activity);
    if (await isRefused(context)) return;
    // A chat where somebody searches need not be one that the bot is in.
    if (isOfSearch(activity)) return search(context);
    await keepReference(context);
    if (activity.type === ActivityTypes.Invoke) return onInvoke(context);
    const text = askedText(activity);
    const asked = activity.type === ActivityTypes.Message && text !== '';
    if (!(asked || addsBot(activity)) || !(await isFirst(activity))) return;
    await (asked ? onMessage(context, text) : welcome(context));
  }

  /** Tells the asker that it did not work, with a reference that the log also has. */
  async function apologise(context: TurnContext, error: unknown): Promise<void> {
    const reference = logIncident(log, error, 'a Teams question was not answered');
    const { activity } = context;
    const locale = clientLocale(activity) ?? languageOf(askedText(activity)) ?? defaultLocale;
    const { summary: message } = failedReply(locale, reference);
    if (isOfSearch(activity)) {
      await respondToSearchWithText(context, message);
    } else if (isOfForm(activity)) {
      await respondToFormWithText(context, message);
    } else if (activity.type === ActivityTypes.Invoke) {
      await respondWithError(context, 500, { code: 'InternalServerError', message });
    } else {
      await context.sendActivity(message);
    }
  }

  return async (context) => {
    try {
      await carryOut(context);
    } catch (error) {
      await apologise(context, error);
    }
  };
}
