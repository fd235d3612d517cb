import { z } from 'zod';
import type { MessageKey } from '../../language/message-arguments.ts';
import type { CommandContext } from '../command-context.ts';
import { type Argument, argument, type Finding } from './argument.ts';
import type { Kind } from './kind.ts';
import { inQuotationMarks } from './line.ts';
import type { Problem } from './problem.ts';

/** The longest name that a list is held to. */
const longest = 200;

/**
 * An argument that a list is held to, such as a branch.
 * @param about.read reads its value in a slash form, where not every text is one
 */
export function filter<Found>(about: {
  kind: Kind;
  usage: string;
  description: MessageKey;
  example: Problem;
  read?(text: string): { said: string } | { problem: Problem };
  find(said: string, context: CommandContext): Promise<Finding<Found>>;
}): Argument<Found> {
  const { kind, usage, description, example, find } = about;
  return argument<string, Found>({
    kind,
    usage,
    description,
    said: z.string().min(1).max(longest),
    keyed: { example, value: about.read ?? ((text) => ({ said: text })) },
    expected: {
      code: 'filters.expected',
      figures: { example: [{ code: 'branch.example', figures: {} }] },
    },
    write: (said) => `${kind.key?.name}=${inQuotationMarks(said)}`,
    find,
    refused: (entity) => ({
      title: { code: 'titles.oneOfEach', figures: {} },
      summary: { code: 'unserved.oneOfEach', figures: {} },
      choices: [entity].flat().map((each) => ({ label: String(each), entity: String(each) })),
    }),
  });
}
