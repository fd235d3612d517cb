import type { CommandDescription } from './command.ts';
import { commands } from './registry.ts';

/** What people are told about every command: for usage hints, command lists and the docs. */
export function describeCommands(): CommandDescription[] {
  return commands
    .filter(({ intent }) => intent !== 'unknown')
    .map(({ intent, words, usage, summary, examples, allowed, entities }) => ({
      intent,
      words,
      usage,
      summary,
      examples,
      allowed,
      entities,
    }));
}
