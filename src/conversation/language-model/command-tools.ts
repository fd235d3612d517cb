import { z } from 'zod';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { RegisteredCommand } from '../command.ts';
import type { Tool } from './language-model.ts';

/** A command as a tool of language models, and the entities that it takes. */
export type CommandTool = {
  command: RegisteredCommand;
  name: Tool['name'];
  description: string;
  input: z.ZodObject;
};

/** The commands as a language model is told of them: what each is for, and its arguments. */
export function commandTools(
  commands: readonly RegisteredCommand[],
  locale: Locale,
): CommandTool[] {
  return commands
    .filter(({ intent }) => intent !== 'unknown')
    .map((command) => ({
      command,
      name: command.intent.replaceAll('.', '_'),
      description: command.summary(locale),
      input: inputOf(command, locale),
    }));
}

/** A tool as an endpoint is told of it. */
export function asTool({ name, description, input }: CommandTool): Tool {
  const { $schema: _, ...parameters } = z.toJSONSchema(input);
  return { name, description, parameters };
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
