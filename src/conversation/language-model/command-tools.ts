import type { Locale } from '../../language/locale.ts';
import type { RegisteredCommand } from '../command.ts';
import { describeCommands } from '../describe-commands.ts';
import type { Tool } from './language-model.ts';

const descriptions = new Map(describeCommands().map((each) => [each.intent, each]));

/** The commands as a language model is told of them: what each is for, and its arguments. */
export function commandTools(
  commands: readonly RegisteredCommand[],
  locale: Locale,
): { tool: Tool; command: RegisteredCommand }[] {
  return commands.flatMap((command) => {
    const description = descriptions.get(command.intent);
    if (description === undefined) return [];
    const { $schema: _, ...parameters } = description.schema;
    return [
      {
        command,
        tool: {
          name: command.intent.replaceAll('.', '_'),
          description: command.summary(locale),
          parameters,
        },
      },
    ];
  });
}
