import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import { logIncident } from '../../access/incident.ts';
import { loggableError } from '../../access/loggable-error.ts';
import type { People } from '../../access/people.ts';
import { isShownCustomers } from '../../access/principal.ts';
import { customerInSlashForm } from '../../conversation/arguments/customer.ts';
import { type CommandDescription, isFor } from '../../conversation/command.ts';
import { apartThread, type Conversation } from '../../conversation/conversation.ts';
import { phrasesFor } from '../../conversation/phrases.ts';
import { defaultLocale, type Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { type RequestLimits, refuseQuestion } from '../../limits/request-limits.ts';
import { identifyAsker } from './asker.ts';
import type { BotIdentity } from './bot-identity.ts';
import type { HomePlace } from './home.ts';
import { slackLimits } from './limits.ts';
import type { LinksOnly } from './links-only.ts';
import { slackCode } from './message.ts';
import type { FormsTaken } from './native-forms.ts';

/** The scope that comes with the agent view; an app without it has an ordinary chat. */
export const agentScope = 'assistant:write';

/** A thread of somebody's own chat with the bot; `thread` is the timestamp of its first message. */
export type AgentThread = { channel: string; thread: string };

/**
 * The chat with the bot as Slack's agent view has it: each question of one's own begins a thread, with a status while it is worked on and a
 * title, and prompts stand where nothing was asked yet. Nothing here holds an answer up, or fails it.
 */
export type AgentView = {
  /** Whether the workspace shows the chat with the bot so. */
  isOn(): Promise<boolean>;
  /** Says that a question is worked on; it is gone with the answer. */
  working(where: AgentThread, locale: Locale): Promise<void>;
  /** Names a thread by what its first question was answered with. */
  name(where: AgentThread, title: string): Promise<void>;
  /** Offers whoever opened the chat what to ask: by their role, and by what the last run found of their customers. */
  offerPrompts(place: HomePlace): Promise<void>;
};

/** What is needed for the agent view. */
export type AgentViewOptions = {
  client: webApi.WebClient;
  conversation: Conversation;
  people: People;
  limits: RequestLimits;
  commands: readonly CommandDescription[];
  forms: FormsTaken;
  whoAmI: () => Promise<BotIdentity>;
  /** where the bank keeps customers' data out of Slack */
  links: LinksOnly | undefined;
  log: Logger;
};

/** Error codes by which Slack says that a workspace, or an app installed before, has no agent view. */
const without = new Set([
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'access_denied',
  'feature_not_enabled',
  'not_supported',
  'method_not_supported_for_channel_type',
  'unknown_method',
  'team_access_not_granted',
  'org_login_required',
]);

const atRisk = z.object({
  customers: z.array(z.object({ customer: z.string(), name: z.string().nullish() })),
});

/** The agent view of a workspace. A workspace that has none is remembered, and not asked again with each message. */
export function agentView(options: AgentViewOptions): AgentView {
  const { client, conversation, people, limits, commands, forms, whoAmI, links, log } = options;

  /** Does what only decorates: a workspace without the agent view is remembered, other trouble is logged. */
  async function decorate(what: () => Promise<unknown>): Promise<void> {
    try {
      await what();
    } catch (error) {
      if (without.has(slackCode(error) ?? '')) await forms.refuse(['agent_view']);
      else log.warn(loggableError(error), 'Slack did not take a part of the agent view');
    }
  }

  async function isOn(): Promise<boolean> {
    const { scopes } = await whoAmI();
    if (scopes !== undefined && !scopes.includes(agentScope)) return false;
    return (await forms.taken()).has('agent_view');
  }

  async function offer({ team, user, channel }: HomePlace): Promise<void> {
    const { team_id: home } = await whoAmI();
    const { principal, locale: slackLocale } = await identifyAsker(client, people, home, {
      team,
      user,
    });
    const locale =
      (principal.kind === 'linked' ? principal.locale : undefined) ?? slackLocale ?? defaultLocale;
    const say = sayIn(locale);
    const known = commands
      .filter(({ intent, everyday, arguments: taken }) =>
        principal.kind === 'unlinked'
          ? intent === 'help'
          : everyday && intent !== 'help' && taken.every(({ required }) => !required),
      )
      .filter((command) => principal.kind === 'unlinked' || isFor(principal, command))
      .map((command) => ({
        title: command.button(locale),
        message: phrasesFor(command, locale).sentences[0] ?? command.usage,
      }));
    const found: { title: string; message: string }[] = [];
    if (links === undefined && principal.kind === 'linked' && isShownCustomers(principal)) {
      const { data } = await conversation.answer({
        text: '/value at-risk 1',
        principal,
        channel: 'slack',
        address: channel,
        thread: apartThread,
        shared: false,
        locale,
      });
      const [first] = atRisk.safeParse(data).data?.customers ?? [];
      if (first !== undefined)
        found.push({
          title: say('slack.agent.why', { name: first.name ?? first.customer }),
          message: `why ${customerInSlashForm(first.customer)}`,
        });
    }
    const [one, ...others] = [...found, ...known]
      .slice(0, slackLimits.prompts)
      .map(({ title, message }) => ({ title: title.slice(0, slackLimits.promptTitle), message }));
    if (one === undefined) return;
    await decorate(() =>
      client.assistant.threads.setSuggestedPrompts({
        channel_id: channel,
        title: say('slack.agent.prompts'),
        prompts: [one, ...others],
      }),
    );
  }

  return {
    isOn,
    async working({ channel, thread }, locale) {
      await decorate(() =>
        client.assistant.threads.setStatus({
          channel_id: channel,
          thread_ts: thread,
          status: sayIn(locale)('slack.agent.working'),
        }),
      );
    },
    async name({ channel, thread }, title) {
      await decorate(() =>
        client.assistant.threads.setTitle({
          channel_id: channel,
          thread_ts: thread,
          title: title.slice(0, slackLimits.threadTitle),
        }),
      );
    },
    async offerPrompts(place) {
      try {
        if (!(await isOn())) return;
        const asking = { workspace: `slack:${place.team}`, person: place.user };
        if (refuseQuestion(limits, asking) !== undefined) return;
        await offer(place);
      } catch (error) {
        logIncident(log, error, 'no prompts were offered in Slack');
      }
    },
  };
}
