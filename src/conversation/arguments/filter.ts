import { z } from 'zod';
import type { MessageKey } from '../../language/message-arguments.ts';
import type { CommandContext } from '../command-context.ts';
import { type Argument, argument, type Finding, type KindName } from './argument.ts';
import { inQuotationMarks } from './line.ts';
import type { Problem } from './problem.ts';

/** The longest name that a list is held to. */
const longest = 200;

/**
 * An argument that a list is held to, such as a branch.
 * @param about.read reads its value in a slash form, where not every text is one
 */
export function filter<Found>(about: {
  kind: KindName;
  usage: string;
  description: MessageKey;
  keys: MessageKey;
  example: Problem;
  read?(text: string): { said: string } | { problem: Problem };
  find(said: string, context: CommandContext): Promise<Finding<Found>>;
}): Argument<Found> {
  const { kind, usage, description, keys, example, find } = about;
  const [key = ''] = usage.split('=');
  return argument<string, Found>({
    kind,
    usage,
    description,
    said: z.string().min(1).max(longest),
    keyed: { key, keys, example, value: about.read ?? ((text) => ({ said: text })) },
    expected: {
      code: 'filters.expected',
      figures: { example: [{ code: 'branch.example', figures: {} }] },
    },
    write: (said) => `${key}=${inQuotationMarks(said)}`,
    find,
    isFilter: true,
  });
}
