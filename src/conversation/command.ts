import type { z } from 'zod';
import type { ChannelName, Locale, Principal, Role } from '../access/principal.ts';
import type { Config } from '../config.ts';
import type { Scope } from '../store/scope.ts';
import type { Store } from '../store/store.ts';
import type { Intent } from './intent.ts';
import type { Reply } from './reply.ts';

/** The bank as replies speak of it. `currency` is ISO 4217. */
export type BankFacts = { name: string; currency: string; timezone: string; demo: boolean };

/** What a command runs with. `run` is the newest published valuation run. */
export type CommandContext = {
  store: Store;
  config: Config;
  principal: Extract<Principal, { kind: 'linked' }>;
  scope: Scope;
  channel: ChannelName;
  address: string;
  shared: boolean;
  locale: Locale;
  /** the reader's time zone, IANA */
  timezone: string;
  now: Date;
  bank: BankFacts;
  run: { id: number; asOf: string };
};

/** What a command gives. `seen` are the customers whose data the reply shows, for the access log. */
export type CommandResult = { reply: Reply; data: Record<string, unknown>; seen: number[] };

/**
 * One file, one command. Help, the recogniser's examples, Slack's usage hint, Teams' command list and the table in
 * the docs are derived from it.
 */
export type Command<A> = {
  intent: Intent;
  /** first words of the slash form; the first of each language is the one shown */
  words: Record<Locale, readonly [string, ...string[]]>;
  /** the slash form after "/value", such as `customer ID-OR-NAME` */
  usage: string;
  /** one line for help */
  summary: Record<Locale, string>;
  /** sentences as people say them; entities stand as they would be typed */
  examples: Record<Locale, readonly [string, ...string[]]>;
  /** entities, as the parser found them, to arguments */
  arguments: z.ZodType<A>;
  /** reads what follows the first word of the slash form into entities; a message says what is wrong */
  slash(rest: string): Record<string, unknown> | { error: string };
  allowed: readonly Role[];
  run(context: CommandContext, args: A): Promise<CommandResult>;
};
