import { z } from 'zod';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { RegisteredCommand } from '../command.ts';
import type { Tool } from './language-model.ts';

/** A command as a language model is told of it, and the entities that it takes. */
export type CommandTool = { tool: Tool; command: RegisteredCommand; input: z.ZodObject };

/** The commands as a language model is told of them: what each is for, and its arguments. */
export function commandTools(
  commands: readonly RegisteredCommand[],
  locale: Locale,
): CommandTool[] {
  return commands
    .filter(({ intent }) => intent !== 'unknown')
    .map((command) => {
      const input = inputOf(command, locale);
      const { $schema: _, ...parameters } = z.toJSONSchema(input);
      const name = command.intent.replaceAll('.', '_');
      return { command, input, tool: { name, description: command.summary(locale), parameters } };
    });
}

function inputOf({ arguments: known }: RegisteredCommand, locale: Locale): z.ZodObject {
  const say = sayIn(locale);
  return z.strictObject(
    Object.fromEntries(
      Object.entries(known).map(([name, { schema, description }]) => [
        name,
        schema.describe(say(description)),
      ]),
    ),
  );
}
