import { z } from 'zod';
import type { CommandContext } from '../command-context.ts';
import { type Argument, argument, type Finding } from './argument.ts';
import type { Kind } from './kind.ts';
import { inQuotationMarks, quotationIn, written } from './line.ts';

/** What somebody writes down of a customer; sentences give it with what they tell. */
export const noteKind: Kind = { name: 'note', entity: 'note' };

/** Longer is no note that somebody keeps in a chat; what a line may say, with its short forms written out, is not cut. */
const longest = 600;

/** A note in one line, without signs that a screen cannot show, at a length fit to be kept. */
export function tidied(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}

/** An id at the start of what follows, or a quotation. */
const idFirst = /^(?:#?(?=[A-Za-z_-]{0,40}\d)[\w-]{1,41}|[\uF000-\uF8FF])(?=[ ,:;])/u;

/**
 * A note, in quotation marks at the end or whatever follows the customer's id.
 * @param options.quoted whether it stands in quotation marks alone
 * @param options.whyNotAtRisk whether it says why somebody is not at risk: who does not say it is offered usual reasons
 */
export function note({
  quoted: onlyQuoted = false,
  whyNotAtRisk = false,
}: {
  quoted?: boolean;
  whyNotAtRisk?: boolean;
} = {}): Argument<string> {
  return argument<string, string>({
    kind: noteKind,
    usage: '"NOTE"',
    description: 'arguments.note.description',
    said: z.string().min(1),
    take(line) {
      const text = line.text.trim();
      const quoted = text.length > 1 ? quotationIn(text.slice(-1), line) : undefined;
      if (quoted !== undefined)
        return {
          ...(quoted === '' ? {} : { said: quoted }),
          plain: true,
          line: { ...line, text: text.slice(0, -1).trim() },
        };
      const [id] = onlyQuoted ? [] : (idFirst.exec(text) ?? []);
      const rest = id === undefined ? '' : written(text.slice(id.length), line);
      const begins = rest.search(/[^ ,:;]/u);
      if (id === undefined || begins < 0) return { line };
      return { said: rest.slice(begins), plain: true, line: { ...line, text: id } };
    },
    expected: { code: 'note.expected', figures: {} },
    ...(whyNotAtRisk ? { absent: offerReasons } : { needed: { code: 'note.needed', figures: {} } }),
    write: inQuotationMarks,
    async find(said) {
      const found = tidied(said);
      return found === ''
        ? {
            title: { code: 'titles.unread', figures: {} },
            summary: { code: 'note.needed', figures: {} },
          }
        : { found };
    },
  });
}

async function offerReasons({ say }: CommandContext): Promise<Finding<string>> {
  return {
    title: { code: 'note.whyNot', figures: {} },
    summary: { code: 'note.whyNotNeeded', figures: {} },
    choices: (['planned', 'inTouch', 'wrong'] as const).map((reason) => {
      const label = say(`arguments.note.reasons.${reason}`);
      return { label, entity: label };
    }),
  };
}
