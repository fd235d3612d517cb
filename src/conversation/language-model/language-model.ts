import type { JsonSchema } from '../command.ts';

/** A command as a language model is told of it. */
export type Tool = {
  /** letters, digits, `_` and `-` alone */
  name: string;
  description: string;
  parameters: JsonSchema;
};

/** What a language model chose: nothing of it has been checked. */
export type ToolCall = { name: string; arguments: unknown };

/** Why a language model gave nothing that can be used, or that it did. */
export const outcomes = [
  /** what it chose was taken */
  'taken',
  /** it chose nothing */
  'none',
  /** what it chose was no command of the asker, or had arguments that the sentence does not */
  'refused',
  /** it took too long */
  'timeout',
  /** nobody answered */
  'unreachable',
  /** it answered with an error */
  'status',
  /** it answered with something else than a choice */
  'unreadable',
  /** it was not asked, after failures */
  'paused',
  /** it was not asked, for it is at several other questions */
  'busy',
] as const;

/** What became of a sentence for which a language model may be asked. */
export type Outcome = (typeof outcomes)[number];

/** A language model that chooses among commands. Never throws for what an endpoint does. */
export type LanguageModel = {
  /**
   * Has it choose a tool for a sentence.
   * @param accept what its choice comes to, once it is checked; undefined refuses it
   * @returns undefined where it did not choose, or what it chose was refused
   */
  choose<T>(
    sentence: string,
    tools: readonly Tool[],
    accept: (call: ToolCall) => T | undefined,
  ): Promise<T | undefined>;
};
