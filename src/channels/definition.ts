import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { People } from '../access/people.ts';
import type { SignIn } from '../access/sign-in.ts';
import type { DrawPng } from '../charts/png.ts';
import type { Outlet } from '../conversation/channel.ts';
import type { CommandDescription } from '../conversation/command.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { RequestLimits } from '../limits/request-limits.ts';
import type { Environment } from '../settings/environment.ts';
import type { Config } from '../settings/settings.ts';
import type { ChannelName } from '../store/kinds.ts';
import type { Store } from '../store/store.ts';
import type { ChartLinks } from './chart-links.ts';

/** Whether questions can be answered yet. `done` of `total` is the progress of the stage; 0 of 0 if it is unknown. */
export type Preparation =
  | { state: 'ready' }
  | { state: 'failed' }
  | { state: 'preparing'; stage: 'demo' | 'score'; done: number; total: number };

/** What a server provides to its channels. */
export type ChannelServices = {
  conversation: Conversation;
  people: People;
  store: Store;
  chartLinks: ChartLinks;
  drawPng: DrawPng;
  limits: RequestLimits;
  /** the ways into the web page */
  signIn: SignIn;
  /** how the outside reaches this server */
  publicUrl: string;
  commands: readonly CommandDescription[];
  config: Config;
  /** whether questions can be answered at this moment */
  preparation: () => Preparation;
  /** the server's own secret; the same on every replica */
  secret: string;
  now: () => Date;
  log: Logger;
};

/** A channel connected to a server. */
export type ConnectedChannel = {
  outlet: Outlet;
  /** its routes, if it has any */
  plugin?: ((server: FastifyInstance) => Promise<void>) | undefined;
  /** Starts whatever the channel needs besides its routes; called once the server listens. */
  start?(): void;
  /** Finishes the answers under way. */
  stop?(): Promise<void>;
};

/** A channel that a server can connect. */
export type ChannelDefinition = {
  name: ChannelName;
  /** how people are identified on the platform, for linking them by hand; absent: they cannot be linked by hand */
  account?: { form: string; example: string };
  /** Connects the channel; undefined if it is not configured. */
  connect(
    environment: Environment,
    services: ChannelServices,
  ): Promise<ConnectedChannel | undefined>;
};

/**
 * Defines a channel that a server can connect.
 * @param channel.settings the channel's settings; undefined if the environment does not configure it
 * @param channel.connect connects the channel; loads the platform's packages itself, so that only servers that use them
 *   pay for them
 */
export function defineChannel<Settings>({
  settings,
  connect,
  ...channel
}: Omit<ChannelDefinition, 'connect'> & {
  settings(environment: Environment): Settings | undefined;
  connect(settings: Settings, services: ChannelServices): Promise<ConnectedChannel>;
}): ChannelDefinition {
  return {
    ...channel,
    async connect(environment, services) {
      const given = settings(environment);
      return given === undefined ? undefined : connect(given, services);
    },
  };
}
