import type { ChannelDefinition } from './definition.ts';
import { slack } from './slack/definition.ts';
import { teams } from './teams/definition.ts';
import { web } from './web/definition.ts';

/** The channels a server connects, in this order. The terminal is not among them: the command line runs it. */
export const serverChannels: readonly ChannelDefinition[] = [web, slack, teams];
