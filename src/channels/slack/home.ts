import type { types, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { logIncident } from '../../access/incident.ts';
import type { People } from '../../access/people.ts';
import { type CommandDescription, isFor } from '../../conversation/command.ts';
import { apartThread, type Conversation } from '../../conversation/conversation.ts';
import type { Intent } from '../../conversation/intent.ts';
import type { Reply } from '../../conversation/reply.ts';
import { defaultLocale, type Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { type RequestLimits, refuseQuestion } from '../../limits/request-limits.ts';
import { identifyAsker } from './asker.ts';
import { slackBlocks } from './blocks.ts';
import type { BotIdentity } from './bot-identity.ts';
import { slackLimits } from './limits.ts';
import type { LinksOnly } from './links-only.ts';
import { list, plain, section } from './rich-text.ts';

/** The button that shows the home anew. */
export const refreshHome = 'home:refresh';

/** What is asked for the home, in order; the first is shown whole, also to whoever gets nothing else. */
const asked = ['book', 'tasks', 'at-risk 5', 'digest list'] as const;
/** What is a press away. */
const offered = new Set<Intent>([
  'ranking.top',
  'segment.breakdown',
  'report',
  'feedback.themes',
  'help',
]);
/** How much is shown of each but the first: the answer itself is a press away. */
const most = { facts: 4, rows: 5, actions: 3 };

/** Whose home, and their own chat with the bot. */
export type HomePlace = { team: string; user: string; channel: string };

/** What is needed to show somebody's home. */
export type HomeOptions = {
  client: webApi.WebClient;
  conversation: Conversation;
  people: People;
  limits: RequestLimits;
  commands: readonly CommandDescription[];
  whoAmI: () => Promise<BotIdentity>;
  /** where the bank keeps customers' data out of Slack */
  links: LinksOnly | undefined;
  log: Logger;
};

/**
 * Shows the home of somebody in Slack: their book, what they promised, who is at risk, and their digests, each as they would
 * be answered in their own chat; to whoever is not linked, how to be.
 */
export function showingHome(options: HomeOptions): (place: HomePlace) => Promise<void> {
  const { client, conversation, people, limits, commands, whoAmI, links, log } = options;

  async function show({ team, user, channel }: HomePlace): Promise<void> {
    const { team_id: home } = await whoAmI();
    const { principal, locale } = await identifyAsker(client, people, home, { team, user });
    if (links !== undefined && principal.kind === 'linked') {
      const blocks = linkedHome(links, principal.locale ?? locale ?? defaultLocale);
      await client.views.publish({ user_id: user, view: { type: 'home', blocks } });
      return;
    }
    const blocks: types.KnownBlock[] = [];
    for (const form of asked) {
      const answer = await conversation.answer({
        text: `/value ${form}`,
        principal,
        channel: 'slack',
        address: channel,
        thread: apartThread,
        shared: false,
        ...(locale === undefined ? {} : { locale }),
      });
      const isFirst = blocks.length === 0;
      if (!isFirst) blocks.push({ type: 'divider' });
      blocks.push(
        ...slackBlocks(isFirst ? alone(answer.reply) : shortened(answer.reply), answer.locale),
      );
      const isAnswered = Object.keys(answer.data).length > 0;
      if (isFirst) {
        const usable = commands.filter(
          (command) => offered.has(command.intent) && isFor(principal, command),
        );
        blocks.push(questions(usable, answer.locale));
      }
      if (!isAnswered) break;
    }
    await client.views.publish({
      user_id: user,
      view: { type: 'home', blocks: blocks.slice(0, slackLimits.homeBlocks) },
    });
  }

  return async (place) => {
    const asking = { workspace: `slack:${place.team}`, person: place.user };
    if (refuseQuestion(limits, asking) !== undefined) return;
    try {
      await show(place);
    } catch (error) {
      logIncident(log, error, 'a home in Slack was not shown');
    }
  };
}

/** A home that shows nothing, and leads to what it would show. */
function linkedHome(links: LinksOnly, locale: Locale): types.KnownBlock[] {
  const say = sayIn(locale);
  const places = [
    ['slack.links.home.book', 'book'],
    ['slack.links.home.tasks', 'tasks'],
    ['slack.links.home.atRisk', 'at-risk'],
    ['slack.links.home.digests', 'digest list'],
  ] as const;
  return [
    { type: 'header', text: { type: 'plain_text', text: say('slack.links.home.title') } },
    { type: 'rich_text', elements: [section([plain(say('slack.links.home.summary'))])] },
    ...list(
      'bullet',
      places.map(([key, form]) => [{ type: 'link', url: links.address(form), text: say(key) }]),
    ),
  ];
}

/** The buttons that ask what is asked most, and show the home anew. */
function questions(commands: readonly CommandDescription[], locale: Locale): types.ActionsBlock {
  return {
    type: 'actions',
    elements: [
      ...commands.map(
        ({ button, usage }, at): types.Button => ({
          type: 'button',
          action_id: `ask:${at}`,
          text: { type: 'plain_text', text: button(locale) },
          value: usage.split(' ', 1)[0] ?? '',
        }),
      ),
      {
        type: 'button',
        action_id: refreshHome,
        text: { type: 'plain_text', text: sayIn(locale)('channels.slack.refresh') },
      },
    ],
  };
}

/** An answer without what is a file or a picture in Slack. */
const alone = ({ exportable: _, ...reply }: Reply): Reply => ({ ...reply, charts: [] });

function shortened(reply: Reply): Reply {
  const { details: _, headings: __, table, ...rest } = alone(reply);
  return {
    ...rest,
    facts: reply.facts.slice(0, most.facts),
    actions: reply.actions.slice(0, most.actions),
    ...(table === undefined
      ? {}
      : {
          table: {
            ...table,
            rows: table.rows.slice(0, most.rows),
            ...(table.rowActions === undefined
              ? {}
              : { rowActions: table.rowActions.slice(0, most.rows) }),
          },
        }),
  };
}
