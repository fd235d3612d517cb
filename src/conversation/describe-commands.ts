import type { CommandDescription } from './command.ts';
import { commands } from './registry.ts';

/** What people are told about every command: for usage hints, command lists and the docs. */
export function describeCommands(): CommandDescription[] {
  return commands
    .filter(({ intent }) => intent !== 'unknown')
    .map(({ intent, name, usage, summary, button, phrases, allowed, entities }) => ({
      intent,
      name,
      usage,
      summary,
      button,
      phrases,
      allowed,
      entities,
    }));
}
