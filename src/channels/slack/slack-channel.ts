import type { Logger } from 'pino';
import { loggableError } from '../../access/loggable-error.ts';
import type { People } from '../../access/people.ts';
import type { DrawPng } from '../../charts/png.ts';
import type { CommandDescription } from '../../conversation/command.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import type { Config } from '../../settings/settings.ts';
import { isTaken, takeEvent } from '../../store/events/take-event.ts';
import { forgetWorkspace, isKnownWorkspace } from '../../store/slack/forget-workspace.ts';
import type { Store } from '../../store/store.ts';
import type { ConnectedChannel } from '../definition.ts';
import { createWorkInProgress } from '../work-in-progress.ts';
import { agentView } from './agent-view.ts';
import { answering } from './answer.ts';
import { type ConnectionOptions, connectToSlack } from './connection.ts';
import { listenToForms } from './forms/forms.ts';
import { showingHome } from './home.ts';
import { linksOnly } from './links-only.ts';
import { listenForQuestions } from './listeners.ts';
import { formsTaken } from './native-forms.ts';
import { createSlackOutlet } from './outlet.ts';
import { unfurling } from './unfurl.ts';

/** What the Slack channel needs. */
export type SlackOptions = Pick<
  ConnectionOptions,
  'botToken' | 'signingSecret' | 'appToken' | 'apiUrl' | 'limits'
> & {
  conversation: Conversation;
  people: People;
  store: Store;
  drawPng: DrawPng;
  commands: readonly CommandDescription[];
  /** how this server is reached from outside */
  publicUrl: string;
  /** what Slack shows */
  show: Config['slack']['show'];
  now: () => Date;
  log: Logger;
};

/** Slack as a channel: `/value`, mentions, direct messages and buttons in; Block Kit with charts out. */
export function slackChannel(options: SlackOptions): Required<ConnectedChannel> {
  const { conversation, people, store, drawPng, commands, limits, now, log } = options;
  const take = (id: string) => takeEvent(store.db, 'slack', id, now());
  const slack = connectToSlack({
    ...options,
    take,
    isTaken: (id) => isTaken(store.db, 'slack', id),
    onError: (error) => log.error(loggableError(error), 'a Slack request failed'),
  });
  const { client, direct, app, whoAmI } = slack;
  const forms = formsTaken(store, { whoAmI, now });
  const sender = { client, drawPng, forms, log };
  const work = createWorkInProgress();
  const links = options.show === 'links' ? linksOnly(options.publicUrl) : undefined;
  const outlet = createSlackOutlet(sender, direct, { people, whoAmI, links });
  const { readers } = outlet;
  const asking = { client, conversation, people, limits, commands, whoAmI, links, log };
  const agent = agentView({ ...asking, forms });
  const answer = answering({ ...sender, ...asking, readers, agent });
  /** Whether a workspace is that of the bot, as Slack tells, or, where it tells a bot without a token nothing, as is kept. */
  const isOurs = async (workspace: string): Promise<boolean> => {
    try {
      return (await whoAmI()).team_id === workspace;
    } catch (error) {
      log.warn(loggableError(error), 'Slack does not tell whose bot this is');
      return isKnownWorkspace(store.db, workspace);
    }
  };
  const showHome = showingHome(asking);
  listenForQuestions(app, {
    client,
    answer,
    agent,
    showHome,
    unfurl: unfurling({ client, people, limits, whoAmI, publicUrl: options.publicUrl, log }),
    async forget(workspace, event) {
      if (!(await isOurs(workspace))) {
        await take(event);
        log.warn({ workspace }, 'Slack removed the app from a workspace that is not the bank’s');
        return;
      }
      const gone = await forgetWorkspace(store, { workspace, event, at: now() });
      if (gone === undefined) return;
      log.warn({ workspace, ...gone }, 'Slack removed the app: what was kept of it is gone');
    },
    take,
    work,
    people,
    whoAmI,
    log,
  });

  if (links === undefined)
    listenToForms(app, {
      client,
      conversation,
      people,
      limits,
      store,
      answer,
      commands,
      whoAmI,
      now,
      log,
    });

  return {
    plugin: slack.plugin,
    outlet,
    start() {
      // The server must start even while Slack is unreachable.
      slack.start().then(
        ({ user_id, team_id }) => log.info({ bot: user_id, team: team_id }, 'connected to Slack'),
        (error: unknown) =>
          log.error(loggableError(error), 'Slack is not reached: check its tokens and the network'),
      );
    },
    async stop() {
      await slack.stop();
      await work.finished();
    },
  };
}
