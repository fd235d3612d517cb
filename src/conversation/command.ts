import { z } from 'zod';
import type { Principal } from '../access/principal.ts';
import type { Locale } from '../language/locale.ts';
import type { MessageKey } from '../language/message-arguments.ts';
import type { Say } from '../language/messages.ts';
import type { Division } from '../language/reading.ts';
import type { Role } from '../store/kinds.ts';
import type { Argument } from './arguments/argument.ts';
import type { Arguments } from './arguments/grammar.ts';
import type { KindName } from './arguments/kind.ts';
import type { Unanswered } from './arguments/problem.ts';
import type { CommandContext } from './command-context.ts';
import type { CommandGroup } from './command-groups.ts';
import type { Exported } from './export/exported.ts';
import type { Intent } from './intent.ts';
import type { PhrasesByLocale } from './phrases.ts';
import type { Reply } from './reply.ts';

export type { CommandContext } from './command-context.ts';

/** What a command runs with that tells of the bot itself: it is answered before the first run, and shows no customer. */
export type OpenContext = {
  locale: Locale;
  say: Say;
  commands: readonly RegisteredCommand[];
  /** whether the asker may read the log of access, which is no command */
  readsLog: boolean;
  /** the question, what it mentions, and the intents it is nearest to, the nearest first */
  said: string;
  entities: Readonly<Record<string, unknown>>;
  nearest: readonly Intent[];
};

/**
 * What a command gives. `seen` are the customers whose data the reply shows, for the access log. `exported` reads what it
 * lists as values for a file, all of it rather than what is shown; a list without is exported as its table shows it.
 */
export type CommandResult = {
  reply: Reply;
  data: Record<string, unknown>;
  seen: number[];
  /** the page of a list that the reply shows */
  listed?: Listed;
  /**
   * of what changes something that is of no customer: what a line right after it may go on from, such as the number of a
   * digest; `confirm`: the slash form that a “yes” stands for
   */
  remembered?: Record<string, unknown> & { confirm?: string };
  exported?: () => Promise<Exported>;
};

/** The same, with the customers (ids in the store) that the question was about. */
export type Answered = CommandResult & { about: readonly number[] };

/**
 * A page of a list: the customers (ids in the store) by its rows, the place of the first in the whole list, how many a page
 * takes, and whether there are more.
 */
export type Listed = { customers: number[]; from: number; limit: number; isMore: boolean };

/** An argument that kept a command from running, by its name, and why. */
export type Hindered = { argument: string; unanswered: Unanswered };

/** What people and programs are told about an argument of a command. */
export type ArgumentDescription = {
  /** the name of its entity */
  name: string;
  kind: KindName;
  required: boolean;
  /** the text of the catalogs that says what it is */
  description: MessageKey;
};

/** A JSON schema (draft 2020-12). */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What people are told about a command. */
export type CommandDescription = {
  intent: Intent;
  group: CommandGroup;
  /** whether it is named where there is room for a few commands only */
  everyday: boolean;
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
  /** whether it shows figures of groups alone, or nobody, to whoever sees groups alone */
  ofGroups: boolean;
  arguments: readonly ArgumentDescription[];
  /** its entities as a JSON schema, for programs that ask */
  schema: JsonSchema;
};

type Declared<Values, Context> = {
  intent: Intent;
  /** under which heading of help it stands */
  group: CommandGroup;
  /** whether it is one that everybody needs: it is named where there is room for a few only */
  everyday?: boolean;
  allowed: readonly Role[];
  /** whether it shows figures of groups alone, or nobody, to whoever sees groups alone */
  ofGroups?: boolean;
  /** by the names of their entities, in the order in which a slash form names them */
  arguments: { [Name in keyof Values]: Argument<Values[Name], Context> };
  /** whether it changes something: then no slip of the keyboard is taken for it */
  changes?: boolean;
  /** whether it says first what it would do wherever the context is not `sure`; one that does not is asked about before it runs */
  asksItself?: boolean;
  /** whether a sentence that is not plain is answered with a button that does it, and nothing else */
  plainly?: boolean;
  /** whether it calculates for long: then a few are answered at once, and the others wait */
  slow?: boolean;
  /** the groups that its answer is told apart by whatever is asked, so that “by branch” asks nothing more */
  dividedBy?: readonly Division[];
};

/**
 * One file, one command. Its words are in the catalogs under the file's name, its phrases in `commands/sentences`. The
 * grammar of its slash form, its usage, help, the recogniser's examples, Slack's usage hint, Teams' command list, its
 * schema for programs and the table in the docs are derived from these.
 */
export type Command<Values> = Declared<Values, CommandContext> & {
  run(context: CommandContext, args: Values): Promise<CommandResult>;
};

/** A command that tells of the bot itself. */
export type OpenCommand<Values> = Declared<Values, OpenContext> & {
  run(context: OpenContext, args: Values): CommandResult;
};

/** A command that is asked with some entities: it finds what they stand for, and runs. */
export type BoundCommand =
  | { kind: 'figures'; run(context: CommandContext): Promise<Answered | Hindered> }
  | { kind: 'open'; run(context: OpenContext): Promise<CommandResult | Hindered> };

/** What a command file exports: a command that the registry has yet to name. */
export type DefinedCommand = {
  intent: Intent;
  group: CommandGroup;
  everyday: boolean;
  allowed: readonly Role[];
  ofGroups: boolean;
  arguments: Arguments;
  changes: boolean;
  asksItself: boolean;
  plainly: boolean;
  slow: boolean;
  dividedBy: readonly Division[];
  bind(entities: Readonly<Record<string, unknown>>): BoundCommand;
};

/** Whether a command is for somebody: for their role and, where they see groups alone, of groups. */
export const isFor = (
  principal: Principal,
  { allowed, ofGroups }: Pick<DefinedCommand, 'allowed' | 'ofGroups'>,
): boolean =>
  principal.kind === 'linked' &&
  allowed.includes(principal.role) &&
  (ofGroups || principal.groupsOnly !== true);

/** A command as the registry holds it. */
export type RegisteredCommand = DefinedCommand & Omit<CommandDescription, 'arguments' | 'schema'>;

const defined = new WeakSet<object>();

/** Makes a command known to the registry; a command file exports it as its default. */
export function defineCommand<Values>(command: Command<Values>): DefinedCommand {
  return register(command, (entities) => ({
    kind: 'figures',
    async run(context) {
      const found = await findArguments(command.arguments, entities, context);
      if (!('args' in found)) return found;
      return { ...(await command.run(context, found.args)), about: customersOf(found.args) };
    },
  }));
}

const about = z.object({ customer: z.union([z.number(), z.array(z.number())]) });

/** The customers among arguments as they were found. */
const customersOf = (args: unknown): number[] =>
  [about.safeParse(args).data?.customer ?? []].flat();

/** The same for a command that tells of the bot itself. */
export function defineOpenCommand<Values>(command: OpenCommand<Values>): DefinedCommand {
  return register(command, (entities) => ({
    kind: 'open',
    async run(context) {
      const found = await findArguments(command.arguments, entities, context);
      return 'args' in found ? command.run(context, found.args) : found;
    },
  }));
}

/** Looks every argument up, in their order, up to the first that cannot be answered. */
async function findArguments<Values, Context>(
  declared: Declared<Values, Context>['arguments'],
  entities: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<{ args: Values } | Hindered> {
  const args: Partial<Values> = {};
  for (const name in declared) {
    const finding = await declared[name].find(entities[name], context);
    if (!('found' in finding)) return { argument: name, unanswered: finding };
    args[name] = finding.found;
  }
  if (!isWhole(args, declared)) throw new Error('An argument of a command was not looked up.');
  return { args };
}

function isWhole<Values>(args: Partial<Values>, declared: object): args is Values {
  return Object.keys(declared).every((name) => name in args);
}

function register<Values, Context>(
  {
    intent,
    group,
    everyday = false,
    allowed,
    ofGroups = false,
    changes = false,
    asksItself = false,
    plainly = false,
    slow = false,
    dividedBy = [],
    arguments: declared,
  }: Declared<Values, Context>,
  bind: DefinedCommand['bind'],
): DefinedCommand {
  const known: Record<string, Arguments[string]> = {};
  for (const name in declared) known[name] = declared[name];
  const command: DefinedCommand = {
    intent,
    group,
    everyday,
    allowed,
    ofGroups,
    changes,
    asksItself,
    plainly,
    slow,
    dividedBy,
    arguments: known,
    bind,
  };
  defined.add(command);
  return command;
}

/** Whether a command file's export was made by `defineCommand` or `defineOpenCommand`. */
export function isCommand(value: unknown): value is DefinedCommand {
  return typeof value === 'object' && value !== null && defined.has(value);
}
