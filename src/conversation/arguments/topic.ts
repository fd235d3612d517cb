import { z } from 'zod';
import { type Argument, argument } from './argument.ts';
import type { Kind } from './kind.ts';
import { valueIn } from './line.ts';

export const topicKind: Kind = { name: 'topic' };

const longest = 200;

/** A command that somebody wants explained, by its words or its intent. */
export function topic(): Argument<string, unknown> {
  return argument<string, string, unknown>({
    kind: topicKind,
    usage: 'COMMAND',
    description: 'arguments.topic.description',
    said: z.string().min(1).max(longest),
    take(line) {
      const { value, quoted } = valueIn(line.text, line);
      const said = value.toLowerCase();
      return { ...(said === '' ? {} : { said }), plain: quoted, line: { ...line, text: '' } };
    },
    expected: { code: 'topic.expected', figures: {} },
    write: (said) => said,
    find: async (said) => ({ found: said }),
    isPlain: (said, { isTopic }) => isTopic(said),
  });
}
