import type { FastifyInstance } from 'fastify';
import type { Outlet } from '../conversation/channel.ts';
import type { Environment } from '../settings/environment.ts';
import type { ChannelDefinition, ChannelServices } from './definition.ts';

/** The channels connected to a server. */
export type ConnectedChannels = {
  outlets: readonly Outlet[];
  /** Starts whatever the channels need besides their routes. */
  start(): void;
  /** Finishes the answers under way. */
  stop(): Promise<void>;
};

/** Connects the channels that the environment configures, and registers their routes. */
export async function connectChannels(
  definitions: readonly ChannelDefinition[],
  server: FastifyInstance,
  environment: Environment,
  services: ChannelServices,
): Promise<ConnectedChannels> {
  const given = await Promise.all(
    definitions.map((definition) => definition.connect(environment, services)),
  );
  const channels = given.filter((channel) => channel !== undefined);
  for (const { plugin } of channels) {
    if (plugin !== undefined) await server.register(plugin);
  }
  return {
    outlets: channels.map(({ outlet }) => outlet),
    start() {
      for (const channel of channels) channel.start?.();
    },
    async stop() {
      await Promise.all(channels.map((channel) => channel.stop?.()));
    },
  };
}
