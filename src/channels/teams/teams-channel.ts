import type { Logger } from 'pino';
import type { People } from '../../access/people.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import type { RequestLimits } from '../../limits/request-limits.ts';
import type { Store } from '../../store/store.ts';
import type { ChartLinks } from '../chart-links.ts';
import type { ConnectedChannel } from '../definition.ts';
import { createWorkInProgress } from '../work-in-progress.ts';
import { TeamsAdapter } from './adapter.ts';
import { teamsEndpoint } from './endpoint.ts';
import { createMessages } from './messages.ts';
import { createTeamsOutlet } from './outlet.ts';
import { sendOnce } from './send-once.ts';
import { createTurn, type TurnOptions } from './turn.ts';

/** What the Teams channel needs. */
export type TeamsOptions = Pick<TurnOptions, 'tenantId' | 'allowedTenants' | 'stranger'> & {
  limits: RequestLimits;
  /** undefined together with the password: requests are not authenticated (loopback only) */
  appId: string | undefined;
  appPassword: string | undefined;
  conversation: Conversation;
  people: People;
  store: Store;
  chartLinks: ChartLinks;
  now: () => Date;
  log: Logger;
};

/** Teams as a channel: messages, mentions and card buttons in; Adaptive Cards out. */
export function teamsChannel(options: TeamsOptions): ConnectedChannel &
  Required<Pick<ConnectedChannel, 'stop'>> & {
    plugin: NonNullable<ConnectedChannel['plugin']>;
  } {
  const { appId = '', appPassword = '', tenantId, chartLinks, store, log } = options;
  const authenticated = options.appId !== undefined;
  const bot = authenticated ? { appId, password: appPassword, tenantId } : undefined;
  const adapter = new TeamsAdapter(bot);
  const direct = new TeamsAdapter(bot, sendOnce);
  if (authenticated && tenantId === undefined) {
    log.warn('TEAMS_TENANT_ID is not set: people in Teams are not linked by their e-mail address');
  }
  const messages = createMessages(chartLinks, log);
  const outlet = createTeamsOutlet({
    adapter: direct,
    appId,
    messages,
    store,
    people: options.people,
    homeTenant: tenantId,
    stranger: options.stranger,
    allowedTenants: options.allowedTenants,
  });
  const { readers } = outlet;
  const turn = createTurn({ ...options, authenticated, adapter, appId, messages, readers });
  const work = createWorkInProgress();
  return {
    plugin: teamsEndpoint({
      adapter,
      authenticated,
      turn,
      wrongCredentials: options.limits.wrongCredentials,
      work,
      log,
    }),
    outlet,
    stop: () => work.finished(),
  };
}
