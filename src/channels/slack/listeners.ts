import type { App, BlockAction, MessageShortcut, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { People } from '../../access/people.ts';
import type { WorkInProgress } from '../work-in-progress.ts';
import type { AgentView } from './agent-view.ts';
import type { AnswerQuestion } from './answer.ts';
import { type SlackMember, vouchedFor } from './asker.ts';
import type { BotIdentity } from './bot-identity.ts';
import { postedIn, respondedTo } from './destinations.ts';
import { type HomePlace, refreshHome } from './home.ts';
import { isOwnChat, ownChat } from './own-chat.ts';
import { plainText } from './plain-text.ts';
import { textOfMessage } from './text-of-message.ts';

/** What the listeners need. */
export type ListenerOptions = {
  client: webApi.WebClient;
  answer: AnswerQuestion;
  /** the chat with the bot where the workspace has the agent view */
  agent: AgentView;
  /** shows somebody their home */
  showHome(place: HomePlace): Promise<void>;
  /** says below links to our own pages what they open; by the event, and the workspace */
  unfurl(event: unknown, team: string): Promise<void>;
  /** forgets a workspace that removed the app, and claims the event that says so; nothing of either where it fails */
  forget(team: string, event: string): Promise<void>;
  /** claims an event by its id; false if it was already claimed */
  take(event: string): Promise<boolean>;
  work: WorkInProgress;
  people: People;
  whoAmI: () => Promise<BotIdentity>;
  log: Logger;
};

const eventId = z.object({ event_id: z.string() });
const ofRemoval = z.object({
  event_id: z.string(),
  event: z.object({ type: z.literal('app_uninstalled') }),
});

/** The id of an event by which Slack says that a workspace removed the app; undefined for any other body. */
export const removalIn = (body: unknown): string | undefined =>
  ofRemoval.safeParse(body).data?.event_id;
/** Where the message of a button stands in a thread. */
const inThread = z.object({ thread_ts: z.string() });
const isForOneAlone = z.object({ is_ephemeral: z.literal(true) });

/** Handles each event once: Slack delivers an event again, newly signed, if the acknowledgement did not reach it. */
function takeEventsOnce(app: App, { take, work }: ListenerOptions): void {
  app.use(async ({ body, next }) => {
    const event = eventId.safeParse(body).data?.event_id;
    await work.track(
      (async () => {
        // The workspace is forgotten with the claim, or neither is done.
        const isClaimedLater = removalIn(body) !== undefined;
        if (event === undefined || isClaimedLater || (await take(event))) await next();
      })(),
    );
  });
}

function listenToCommands(app: App, { client, answer, log }: ListenerOptions): void {
  app.command('/value', async ({ ack, command }) => {
    await ack();
    const { team_id: team, user_id: user, channel_id: channel } = command;
    const direct = await isOwnChat(client, log, { user, channel });
    const place = { team, user, channel, direct };
    await answer(`/value ${plainText(command.text)}`, place, respondedTo(command.response_url));
  });
}

function listenToMentions(app: App, { client, answer }: ListenerOptions): void {
  app.event('app_mention', async ({ event, body }) => {
    const { user, channel, text, thread_ts } = event;
    if (user === undefined) return;
    const place = { team: body.team_id, user, channel, direct: false, thread: thread_ts };
    await answer(plainText(text), place, postedIn(client, place, thread_ts));
  });
}

function listenToDirectMessages(app: App, { client, answer, agent }: ListenerOptions): void {
  app.message(async ({ message, body }) => {
    if (message.subtype !== undefined || message.channel_type !== 'im') return;
    if (message.bot_id !== undefined || message.text === undefined) return;
    const { user, channel, text, thread_ts, ts } = message;
    const place = { team: body.team_id, user, channel, direct: true };
    if (!(await agent.isOn())) {
      await answer(plainText(text), place, postedIn(client, place, thread_ts));
      return;
    }
    const thread = thread_ts ?? ts;
    const inThread = { ...place, thread, begins: thread_ts === undefined };
    await answer(plainText(text), inThread, postedIn(client, place, thread));
  });
}

const pressed = z.union([
  z.object({
    type: z.enum(['overflow', 'static_select']),
    selected_option: z.object({ value: z.string() }),
  }),
  z.object({ type: z.enum(['button', 'feedback_buttons']), value: z.string() }),
]);

/** The command of a button, or of what was chosen in a menu. */
function commandOf(action: BlockAction['actions'][number]): string | undefined {
  const { data } = pressed.safeParse(action);
  if (data === undefined) return undefined;
  return 'value' in data ? data.value : data.selected_option.value;
}

/** The message shortcut that values whom a message mentions. */
export const valueMentioned = 'value_mentioned';

/** Answers about whom a message mentions, for whoever asked alone: what others wrote is theirs. */
function listenToShortcuts(app: App, { client, answer, log }: ListenerOptions): void {
  app.shortcut<MessageShortcut>(
    { callback_id: valueMentioned, type: 'message_action' },
    async ({ ack, shortcut }) => {
      await ack();
      const team = shortcut.team?.id ?? shortcut.user.team_id;
      if (team === undefined) return;
      const user = shortcut.user.id;
      const channel = shortcut.channel.id;
      const direct = await isOwnChat(client, log, { user, channel });
      const thread = direct ? undefined : inThread.safeParse(shortcut.message).data?.thread_ts;
      const place = { team, user, channel, direct, thread };
      const mentionedIn = plainText(textOfMessage(shortcut.message));
      await answer({ mentionedIn }, place, respondedTo(shortcut.response_url));
    },
  );
}

/** Answers a button of somebody's home in their own chat with the bot, for a home has no room; what it changed is shown there. */
async function answerAtHome(
  { client, answer, showHome }: ListenerOptions,
  who: { team: string; user: string },
  command: string,
): Promise<void> {
  const channel = await ownChat(client, who.user);
  if (channel === undefined) return;
  const place = { ...who, channel, direct: true };
  await answer(`/value ${command}`, place, postedIn(client, place, undefined));
  await showHome({ ...who, channel });
}

/** Shows somebody their home as they open it, or ask for it anew, and offers what to ask as they open the chat. */
function listenToHomes(app: App, { client, showHome, agent }: ListenerOptions): void {
  app.event('app_home_opened', async ({ event, body }) => {
    const place = { team: body.team_id, user: event.user, channel: event.channel };
    if (event.tab === 'home') await showHome(place);
    else await agent.offerPrompts(place);
  });
  app.action<BlockAction>(refreshHome, async ({ ack, body }) => {
    await ack();
    const team = body.team?.id ?? body.user.team_id;
    const channel = await ownChat(client, body.user.id);
    if (team === undefined || channel === undefined) return;
    await showHome({ team, user: body.user.id, channel });
  });
}

function listenToButtons(app: App, options: ListenerOptions): void {
  const { client, answer, agent, log } = options;
  app.action<BlockAction>(/^(?:(?:ask|turn):\d+|vote)$/, async ({ ack, action, body }) => {
    await ack();
    const channel = body.channel?.id;
    const team = body.team?.id ?? body.user.team_id;
    const command = commandOf(action);
    if (command === undefined || team === undefined) return;
    const user = body.user.id;
    if (channel === undefined) {
      if (body.view?.type === 'home') await answerAtHome(options, { team, user }, command);
      return;
    }
    const direct = await isOwnChat(client, log, { user, channel });
    const isThreaded = !direct || (await agent.isOn());
    const thread = isThreaded ? inThread.safeParse(body.container).data?.thread_ts : undefined;
    const place = { team, user, channel, direct, thread };
    // What others read, too, stays as it is for them.
    const isOwn = direct || isForOneAlone.safeParse(body.container).success;
    const inPlace = isOwn && action.action_id.startsWith('turn:');
    const to =
      direct && thread !== undefined && !inPlace
        ? postedIn(client, place, thread)
        : respondedTo(body.response_url, inPlace);
    await answer(`/value ${command}`, place, to);
  });
}

/** Takes in what Slack says of people who changed: whoever was deactivated, or is a guest by now, is answered no more. */
function listenToPeople(app: App, { people, whoAmI }: ListenerOptions): void {
  const told = async (user: SlackMember) => {
    const { team_id: home } = await whoAmI();
    if (user.id !== undefined)
      await people.told('slack', `${home}:${user.id}`, vouchedFor(user, home));
  };
  app.event('user_change', ({ event }) => told(event.user));
  app.event('team_join', ({ event }) => told(event.user));
}

/** Says below links to our own pages what they open. */
function listenToLinks(app: App, { unfurl }: ListenerOptions): void {
  app.event('link_shared', ({ event, body }) => unfurl(event, body.team_id));
}

/** Forgets the workspace once it removes the app. A token that was rotated or taken back is no removal: nothing is sent with it. */
function listenToRemoval(app: App, { forget, log }: ListenerOptions): void {
  app.event('app_uninstalled', ({ body }) => forget(body.team_id, body.event_id));
  app.event('tokens_revoked', async ({ event, body }) => {
    if ((event.tokens.bot ?? []).length === 0) return;
    log.warn(
      { workspace: body.team_id },
      'Slack took a token of the bot back: what was kept stays, and Slack takes nothing sent with it',
    );
  });
}

/**
 * Passes every question that reaches Bolt's app to `answer`: commands, mentions, direct messages, buttons and the message shortcut; who opened their home
 * to `showHome`; and what Slack says of people to `people`,
 * of links to `unfurl`, and of the app's removal to `forget`.
 */
export function listenForQuestions(app: App, options: ListenerOptions): void {
  takeEventsOnce(app, options);
  listenToCommands(app, options);
  listenToMentions(app, options);
  listenToDirectMessages(app, options);
  listenToButtons(app, options);
  listenToShortcuts(app, options);
  listenToHomes(app, options);
  listenToPeople(app, options);
  listenToLinks(app, options);
  listenToRemoval(app, options);
}
