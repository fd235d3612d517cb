import type { Locale } from '../../language/locale.ts';
import { slashForm } from '../arguments/grammar.ts';
import type { RegisteredCommand } from '../command.ts';
import type { Intent } from '../intent.ts';
import { commandWord } from '../phrases.ts';
import type { Action } from '../reply.ts';

/** A button a command, with whom the question is about: each asks what the question mentions, or how the command goes. */
export function offeredCommands(
  commands: readonly RegisteredCommand[],
  intents: readonly Intent[],
  mentioned: Readonly<Record<string, unknown>>,
  locale: Locale,
): Action[] {
  return intents
    .flatMap((intent) => commands.find((command) => command.intent === intent) ?? [])
    .map((command) => {
      const word = commandWord(command);
      const whole = slashForm(word, command.arguments, inArguments(command, mentioned));
      const { customer } = mentioned;
      const about =
        whole !== undefined && typeof customer === 'string' && 'customer' in command.arguments;
      return {
        label: about ? `${command.button(locale)} · ${customer}` : command.button(locale),
        command: whole ?? `help ${word}`,
      };
    });
}

/** What is mentioned and the command takes. */
function inArguments(
  command: RegisteredCommand,
  mentioned: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(mentioned).filter(([name]) => name in command.arguments),
  );
}
