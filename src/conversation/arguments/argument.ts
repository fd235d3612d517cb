import { z } from 'zod';
import type { MessageKey } from '../../language/message-arguments.ts';
import type { CommandContext } from '../command-context.ts';
import type { Gazetteer } from '../understanding/gazetteer.ts';
import type { Kind } from './kind.ts';
import type { Line } from './line.ts';
import type { Problem, Unanswered } from './problem.ts';

/** What a command gets for an argument, or why there is none. */
export type Finding<Found> = { found: Found } | Unanswered;

/**
 * What reading an argument off a slash form gave: its entity, absent where the line does not say it, whether it can be
 * nothing else, as in quotation marks, and the line without it; or what is wrong with it.
 */
export type Taken<Said> = { said?: Said; plain?: boolean; line: Line } | { problem: Problem };

/** What is known of the bank and the bot when a line is read. */
export type Known = { names: Gazetteer; isTopic(text: string): boolean };

/** How an argument is read behind the key of its kind, as in `branch=Prague`. */
export type Keyed<Said> = {
  /** such as `branch=Prague` */
  example: Problem;
  /** whether its value is one word, and not all up to the next key */
  oneWord?: true;
  /** where its value ends in a text that goes on to the next key; without, all of the text is it */
  end?(text: string): number;
  value(text: string): { said: Said } | { problem: Problem };
};

type Definition<Said, Found, Context> = {
  kind: Kind;
  /** how it stands in a usage line, such as `ID-OR-NAME` */
  usage: string;
  /** the word of another argument behind which alone it stands */
  within?: string | undefined;
  /** the text of the catalogs that says what it is */
  description: MessageKey;
  /** the entity, as a sentence or a slash form says it */
  said: z.ZodType<Said>;
  keyed?: Keyed<Said>;
  /** reads it off what is left of a slash form; the time zone is the asker's */
  take?(line: Line, timezone: string): Taken<Said>;
  /** what a slash form takes there, in words such as “a number from 1 to 50” */
  expected: Problem;
  /** what to tell somebody whose slash form lacks it */
  needed?: Problem;
  /** the entity in a slash form; undefined where none can say it */
  write(said: Said): string | undefined;
  /** looks it up, where there is a store to ask */
  find(said: Said, context: Context): Promise<Finding<Found>>;
  /** what it is where a question does not say it; unless given, the question cannot be answered */
  absent?(context: Context): Promise<Finding<Found>>;
  /** what to answer to an entity that it cannot be, such as several of one */
  refused?(entity: unknown, context: Context): Unanswered;
  /** whether a bare line that says so can only be a slash form; true unless given */
  isPlain?(said: Said, known: Known): boolean;
  /** what a sentence chooses, by its text and by the terms that it says */
  chosen?(text: string, terms: readonly string[]): Said | undefined;
};

/**
 * An argument of a command: how its value is read, written, described and looked up. Every kind answers in codes; what
 * they say stands in the catalogs.
 */
export type Argument<Found, Context = CommandContext> = {
  kind: Kind;
  required: boolean;
  usage: string;
  within: string | undefined;
  description: MessageKey;
  schema: z.ZodType;
  keyed: Keyed<unknown> | undefined;
  take: ((line: Line, timezone: string) => Taken<unknown>) | undefined;
  expected: Problem;
  needed: Problem | undefined;
  write(entity: unknown): string | undefined;
  find(entity: unknown, context: Context): Promise<Finding<Found>>;
  isPlain(entity: unknown, known: Known): boolean;
  chosen(text: string, terms: readonly string[]): unknown;
};

/** An argument of whichever kind. */
export type AnyArgument = Argument<unknown, never>;

/** Makes an argument of a kind; an entity that its schema refuses is never looked up. */
export function argument<Said, Found, Context = CommandContext>(
  definition: Definition<Said, Found, Context>,
): Argument<Found, Context> {
  const { kind, usage, within, description, said, keyed, take, expected, needed } = definition;
  return {
    kind,
    required: true,
    usage,
    within,
    description,
    schema: said,
    keyed,
    take,
    expected,
    needed,
    write(entity) {
      const read = said.safeParse(entity);
      return read.success ? definition.write(read.data) : undefined;
    },
    async find(entity, context) {
      if (entity === undefined) return definition.absent?.(context) ?? unread(needed);
      const read = said.safeParse(entity);
      if (read.success) return definition.find(read.data, context);
      return definition.refused?.(entity, context) ?? unread(needed);
    },
    isPlain(entity, known) {
      const read = said.safeParse(entity);
      return read.success && (definition.isPlain?.(read.data, known) ?? true);
    },
    chosen: (text, terms) => definition.chosen?.(text, terms),
  };
}

const unread = (needed: Problem | undefined): Unanswered => ({
  title: { code: 'titles.unread', figures: {} },
  summary: needed ?? { code: 'unread', figures: {} },
  instead: ['help'],
});

/** The same argument where a question need not say it. */
export function optional<Found, Context>(
  required: Argument<Found, Context>,
): Argument<Found | undefined, Context>;
/** @param fallback what a command gets where the question does not say it */
export function optional<Found, Context>(
  required: Argument<Found, Context>,
  fallback: NoInfer<Found>,
): Argument<Found, Context>;
export function optional<Found, Context>(
  required: Argument<Found, Context>,
  fallback?: Found,
): Argument<Found | undefined, Context> {
  return {
    ...required,
    required: false,
    usage: required.usage === '' ? '' : `[${required.usage}]`,
    schema: z.optional(required.schema),
    find: async (entity, context) =>
      entity === undefined ? { found: fallback } : required.find(entity, context),
  };
}
