import type { z } from 'zod';
import type { ChannelName, Principal, Role } from '../access/principal.ts';
import type { Format } from '../language/format.ts';
import type { Locale } from '../language/locale.ts';
import type { Localised } from '../language/localised.ts';
import type { Say } from '../language/messages.ts';
import type { Config } from '../settings/settings.ts';
import type { Scope } from '../store/scope.ts';
import type { Store } from '../store/store.ts';
import type { Intent } from './intent.ts';
import type { PhrasesByLocale } from './phrases.ts';
import type { Reply } from './reply.ts';

/** The bank as replies speak of it. `currency` is ISO 4217. */
export type BankFacts = { name: string; currency: string; timezone: string; demo: boolean };

/** A published valuation run. `asOf` is a date; a churn probability is within `churnHorizonMonths` of it. */
export type RunFacts = { id: number; asOf: string; churnHorizonMonths: number; atRisk: number };

/** What a command about customers runs with. `run` is the newest published valuation run. */
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
  /** says texts of the catalogs to the reader */
  say: Say;
  /** writes figures of the bank as the reader does */
  format: Format;
  now: Date;
  bank: BankFacts;
  run: RunFacts;
};

/** What a command runs with that tells of the bot itself: it is answered before the first run, and shows no customer. */
export type OpenContext = {
  locale: Locale;
  say: Say;
  commands: readonly CommandDescription[];
};

/** What a command gives. `seen` are the customers whose data the reply shows, for the access log. */
export type CommandResult = { reply: Reply; data: Record<string, unknown>; seen: number[] };

/** What a slash form says, as entities, or what is wrong with it. */
export type SlashReading = { entities: Record<string, unknown> } | { problem: Localised };

/** What people are told about a command. */
export type CommandDescription = {
  intent: Intent;
  /** the name of its file, and of the topic of its words in the catalogs */
  name: string;
  /** the slash form after "/value", such as `customer ID-OR-NAME` */
  usage: string;
  /** what it gives, in one line for help */
  summary(locale: Locale): string;
  /** the same as short as a button on a phone takes it */
  button(locale: Locale): string;
  phrases: PhrasesByLocale;
  allowed: readonly Role[];
  /** what it may be told: the names of its arguments */
  entities: readonly string[];
};

type Questions<S extends z.ZodRawShape> = Pick<
  CommandDescription,
  'intent' | 'usage' | 'allowed'
> & {
  /** entities, as the parser found them, to arguments */
  arguments: z.ZodObject<S>;
  /** reads what follows the first words of the slash form */
  slash(rest: string): SlashReading;
};

/**
 * One file, one command. Its words are in the catalogs under the file's name, its phrases in `commands/sentences`. Help,
 * the recogniser's examples, Slack's usage hint, Teams' command list and the table in the docs are derived from these.
 */
export type Command<S extends z.ZodRawShape> = Questions<S> & {
  run(context: CommandContext, args: z.output<z.ZodObject<S>>): Promise<CommandResult>;
};

/** A command that tells of the bot itself. */
export type OpenCommand<S extends z.ZodRawShape> = Questions<S> & {
  run(context: OpenContext, args: z.output<z.ZodObject<S>>): CommandResult;
};

/** A command with its arguments in hand. */
export type BoundCommand =
  | { kind: 'figures'; run(context: CommandContext): Promise<CommandResult> }
  | { kind: 'open'; run(context: OpenContext): CommandResult };

/** A command as the registry holds it. */
export type RegisteredCommand = CommandDescription & {
  slash(rest: string): SlashReading;
  /** the command with its arguments read from entities; null where they do not suffice */
  bind(entities: Record<string, unknown>): BoundCommand | null;
};

/** What a command file exports: a command that the registry has yet to name. */
export type DefinedCommand = Omit<RegisteredCommand, 'name' | 'summary' | 'button' | 'phrases'>;

const defined = new WeakSet<object>();

/** Makes a command known to the registry; a command file exports it as its default. */
export function defineCommand<S extends z.ZodRawShape>(command: Command<S>): DefinedCommand {
  return register(command, (args) => ({
    kind: 'figures',
    run: (context) => command.run(context, args),
  }));
}

/** The same for a command that tells of the bot itself. */
export function defineOpenCommand<S extends z.ZodRawShape>(
  command: OpenCommand<S>,
): DefinedCommand {
  return register(command, (args) => ({
    kind: 'open',
    run: (context) => command.run(context, args),
  }));
}

function register<S extends z.ZodRawShape>(
  command: Questions<S>,
  bound: (args: z.output<z.ZodObject<S>>) => BoundCommand,
): DefinedCommand {
  const { intent, usage, allowed } = command;
  const registered: DefinedCommand = {
    intent,
    usage,
    allowed,
    entities: Object.keys(command.arguments.shape),
    slash: (rest) => command.slash(rest),
    bind(entities) {
      const read = command.arguments.safeParse(entities);
      return read.success ? bound(read.data) : null;
    },
  };
  defined.add(registered);
  return registered;
}

/** Whether a command file's export was made by `defineCommand` or `defineOpenCommand`. */
export function isCommand(value: unknown): value is DefinedCommand {
  return typeof value === 'object' && value !== null && defined.has(value);
}
