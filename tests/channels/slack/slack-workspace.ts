import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import { pino } from 'pino';
import { z } from 'zod';
import { slackChannel } from '../../../src/channels/slack/slack-channel.ts';
import { drawPng } from '../../../src/charts/draw-png.ts';
import { describeCommands } from '../../../src/conversation/describe-commands.ts';
import type { RequestLimits } from '../../../src/limits/request-limits.ts';
import { bankPeople, openFortyCustomers, testMoment } from '../../banks/forty-customers.ts';
import { unlimited } from '../../unlimited.ts';
import type { Stage } from '../contract.ts';
import {
  appToken,
  botToken,
  home,
  type ModalView,
  modalView,
  signedHeaders,
  signingSecret,
  startSlackStandIn,
} from './slack-stand-in.ts';

/** Waits until something is so; fails after twelve seconds. */
export async function until(what: () => boolean | Promise<boolean>, name: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Waited in vain until ${name}.`);
}

const submitted = z.union([
  z.strictObject({
    response_action: z.literal('errors'),
    errors: z.record(z.string(), z.string().min(1)),
  }),
  z.strictObject({ response_action: z.literal('update'), view: modalView }),
]);

/**
 * A small bank in a Slack workspace: Petra, Jan, Ana and Li of the bank, a guest and a bot that carry Petra's address, and
 * somebody the bank does not know. The bot is in C1 and not in C2.
 * @param stage what of the bank is given, and not to be made
 */
export async function openWorkspace(
  mode: 'http' | 'socket' = 'http',
  stage: Partial<Stage & { limits: RequestLimits; show: 'answers' | 'links' }> = {},
) {
  const bank = stage.bank ?? (await openFortyCustomers());
  const slack = await startSlackStandIn();
  const member = (id: string, email: string, more: object = {}) =>
    slack.people.set(id, { id, team_id: home.team, is_bot: false, profile: { email }, ...more });
  member('UPETRA', bankPeople.petra);
  member('UJAN', bankPeople.jan);
  member('UANA', bankPeople.ana);
  member('ULI', bankPeople.li);
  member('UHELD', 'held@elsewhere.example');
  member('UNOBODY', 'nobody@elsewhere.example');
  member('UZH', 'zh@elsewhere.example', { locale: 'zh-CN' });
  member('UGUEST', bankPeople.petra, { is_restricted: true });
  member('UONECHANNEL', bankPeople.petra, { is_ultra_restricted: true });
  member('UBOTTY', bankPeople.petra, { is_bot: true });
  member('USTRANGER', bankPeople.petra, { is_stranger: true });
  member('UCONNECTED', bankPeople.petra, { team_id: 'T2' });
  member('UGONE', bankPeople.petra, { deleted: true });
  member('UUNCONFIRMED', bankPeople.petra, { is_email_confirmed: false });
  slack.botIsIn.add('C1');

  const lines: string[] = [];
  const channel = slackChannel({
    botToken,
    signingSecret: mode === 'http' ? signingSecret : undefined,
    appToken: mode === 'socket' ? appToken : undefined,
    apiUrl: slack.apiUrl,
    conversation: stage.conversation ?? bank.conversation,
    people: bank.people,
    store: bank.store,
    drawPng: stage.drawPng ?? drawPng,
    commands: describeCommands(),
    publicUrl: 'https://chat.bank.example/bell',
    show: stage.show ?? 'answers',
    limits: stage.limits ?? unlimited,
    now: () => testMoment,
    log: pino({ level: 'debug' }, { write: (line) => lines.push(line) }),
  });
  const server = Fastify();
  if (channel.plugin !== undefined) await server.register(channel.plugin);
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  channel.start();

  /** Sends a body to the server as Slack does. */
  async function send(
    body: string,
    contentType: string,
    headers = signedHeaders(body, testMoment),
  ) {
    return fetch(`${address}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': contentType, ...headers },
      body,
    });
  }
  const sendEvent = (event: object, id = `Ev${randomUUID()}`, team: string = home.team) =>
    send(
      JSON.stringify({
        token: 'old',
        team_id: team,
        api_app_id: 'A1',
        event,
        type: 'event_callback',
        event_id: id,
        event_time: 1782977400,
        authorizations: [{ team_id: home.team, user_id: home.bot.user, is_bot: true }],
      }),
      'application/json',
    );
  const form = 'application/x-www-form-urlencoded';
  /** Tells the server of something that somebody pressed or chose. */
  const interact = (user: string, what: object) => {
    const payload = {
      type: 'block_actions',
      team: { id: home.team, domain: 'bank' },
      user: { id: user, username: 'someone', team_id: home.team },
      api_app_id: 'A1',
      token: 'old',
      trigger_id: randomUUID(),
      ...what,
    };
    return send(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), form);
  };

  return {
    bank,
    slack,
    channel,
    lines,
    address,
    send,
    sendEvent,
    /** what a command looks like on the wire */
    commandBody: (text: string, user = 'UPETRA', where = 'C1', name = 'general') =>
      new URLSearchParams({
        token: 'old',
        team_id: home.team,
        team_domain: 'bank',
        channel_id: where,
        channel_name: name,
        user_id: user,
        user_name: 'someone',
        command: '/value',
        text,
        api_app_id: 'A1',
        is_enterprise_install: 'false',
        response_url: slack.responseAddress(user, where),
        trigger_id: `${randomUUID()}`,
      }).toString(),
    async command(text: string, user = 'UPETRA', where = 'C1', name = 'general') {
      return send(this.commandBody(text, user, where, name), form);
    },
    /** chooses in the menu of an answer */
    async choose(value: string, user = 'UPETRA', where = 'C1') {
      const chosen = {
        type: 'overflow',
        action_id: 'vote',
        block_id: 'b',
        selected_option: { text: { type: 'plain_text', text: 'Helpful', emoji: true }, value },
        action_ts: '1782977400.1',
      };
      return this.act(chosen, user, where);
    },
    /** presses a button of Slack's own that says whether an answer was helpful */
    async vote(value: string, user = 'UPETRA', where = 'C1') {
      const voted = {
        type: 'feedback_buttons',
        action_id: 'vote',
        block_id: 'b',
        text: { type: 'plain_text', text: 'Helpful', emoji: true },
        value,
        action_ts: '1782977400.1',
      };
      return this.act(voted, user, where);
    },
    async press(command: string, user = 'UPETRA', where = 'C1') {
      const pressed = {
        action_id: 'ask:0',
        block_id: 'b',
        text: { type: 'plain_text', text: 'Why?' },
        value: command,
        type: 'button',
        action_ts: '1782977400.1',
      };
      return this.act(pressed, user, where);
    },
    /** Uses the shortcut of a message that somebody else wrote. */
    messageShortcut(said: string | object, user: string, where: string) {
      const message = { type: 'message', user: 'UJAN', ts: '1782977300.000001' };
      return interact(user, {
        type: 'message_action',
        callback_id: 'value_mentioned',
        message_ts: message.ts,
        message: { ...message, ...(typeof said === 'string' ? { text: said } : said) },
        channel: { id: where, name: where.startsWith('D') ? 'directmessage' : 'general' },
        response_url: slack.responseAddress(user, where),
        action_ts: '1782977400.1',
      });
    },
    /** Opens the home of somebody. */
    openHome: (user = 'UPETRA', tab = 'home') =>
      sendEvent({
        type: 'app_home_opened',
        user,
        channel: user.replace(/^U/, 'D'),
        tab,
        event_ts: '1782977400.000300',
      }),
    /** Presses a button of somebody's home. */
    pressAtHome(actionId: string, value: string | undefined, user = 'UPETRA') {
      return interact(user, {
        container: { type: 'view', view_id: 'V1' },
        view: { id: 'V1', type: 'home', blocks: [] },
        actions: [
          { type: 'button', action_id: actionId, block_id: 'b', value, action_ts: '1782977400.1' },
        ],
      });
    },
    /** presses a button that an answer has, by its id; `alone`: of one that only they see */
    pressButton(
      { id, value }: { id: string; value: string },
      user = 'UPETRA',
      where = 'C1',
      alone = true,
    ) {
      return interact(user, {
        container: {
          type: 'message',
          message_ts: '1782977300.000001',
          channel_id: where,
          is_ephemeral: alone,
        },
        channel: { id: where, name: where.startsWith('D') ? 'directmessage' : 'general' },
        response_url: slack.responseAddress(user, where),
        actions: [
          { type: 'button', action_id: id, block_id: 'b', value, action_ts: '1782977400.1' },
        ],
      });
    },
    /** sends a form that is filled in, and gives what it shows then */
    async submit(view: ModalView, values: Record<string, object>, user = 'UPETRA') {
      const state = Object.fromEntries(
        Object.entries(values).map(([name, field]) => [name, { field }]),
      );
      const response = await interact(user, {
        type: 'view_submission',
        view: { id: 'V1', ...view, state: { values: state } },
        response_urls: [],
      });
      const said = await response.text();
      return said === '' ? undefined : submitted.parse(JSON.parse(said));
    },
    async act(action: object, user: string, where: string, thread?: string) {
      const inThread = thread === undefined ? {} : { thread_ts: thread };
      return interact(user, {
        container: {
          type: 'message',
          message_ts: '1782977300.000001',
          channel_id: where,
          ...inThread,
        },
        channel: { id: where, name: where.startsWith('D') ? 'directmessage' : 'general' },
        message: { type: 'message', text: 'What was said', ts: '1782977300.000001' },
        response_url: slack.responseAddress(user, where),
        actions: [action],
      });
    },
    mention: (text: string, more: object = {}, user = 'UPETRA', where = 'C1') =>
      sendEvent({
        type: 'app_mention',
        user,
        text: `<@${home.bot.user}> ${text}`,
        ts: '1782977400.000100',
        channel: where,
        event_ts: '1782977400.000100',
        ...more,
      }),
    directMessage: (text: string, user = 'UPETRA', more: object = {}, id?: string) =>
      sendEvent(
        {
          type: 'message',
          channel_type: 'im',
          user,
          text,
          ts: '1782977400.000200',
          channel: user.replace(/^U/, 'D'),
          event_ts: '1782977400.000200',
          ...more,
        },
        id,
      ),
    /** The only new message since `before`, once it is there. */
    async answer(before = 0) {
      await until(() => slack.messages.length > before, 'an answer came');
      const message = slack.messages[before];
      if (message === undefined) throw new Error('There is no answer.');
      return message;
    },
    /** Waits until nothing is being worked on. */
    async settled() {
      // In Socket Mode a channel that stops hears nothing more.
      const quiet = mode === 'http' ? 60 : 300;
      await new Promise((resolve) => setTimeout(resolve, quiet));
      if (mode === 'http') await channel.stop();
    },
    async close() {
      await channel.stop();
      await server.close();
      await slack.close();
      if (stage.bank === undefined) await bank.store.close();
    },
  };
}
