import { z } from 'zod';
import { spellings } from '../../language/spellings.ts';
import type { CommandContext } from '../command-context.ts';
import { statement } from '../understanding/mentions/statement.ts';
import { type Argument, argument } from './argument.ts';
import type { Kind } from './kind.ts';

/** How somebody met a customer; what a sentence tells of it has its note and its day with it. */
export const contactKind: Kind = {
  name: 'contact',
  entity: 'contactKind',
  first: [statement],
  countsAgainst: true,
  saidWhereNeeded: true,
  ofCustomers: true,
};

/** What the asker did, and what the customer did to them. */
export const contactKinds = [
  'called',
  'met',
  'emailed',
  'visited',
  'calledMe',
  'emailedMe',
  'visitedMe',
] as const;
export type ContactKind = (typeof contactKinds)[number];
const ownKinds = ['called', 'met', 'emailed', 'visited'] as const satisfies ContactKind[];

/** Which kind of contact it was. */
export function contact(): Argument<ContactKind> {
  return argument<ContactKind, ContactKind>({
    kind: contactKind,
    usage: ownKinds.join('|'),
    description: 'arguments.contact.description',
    said: z.enum(contactKinds),
    take(line) {
      const words = contactKinds.flatMap((kind) =>
        spellings(`argument-words.contactKind.${kind}`).map((word) => ({ kind, word })),
      );
      const text = line.text.toLowerCase();
      const found = words
        .flatMap(({ kind, word }) => {
          const at = standing(text, word.toLowerCase());
          return at < 0 ? [] : [{ kind, at, end: at + word.length }];
        })
        .sort((a, b) => a.at - b.at || b.end - a.end)[0];
      if (found === undefined) return { line };
      const rest = `${line.text.slice(0, found.at)} ${line.text.slice(found.end)}`;
      return {
        said: found.kind,
        plain: true,
        line: { ...line, text: rest.replace(/ {2,}/g, ' ').trim() },
      };
    },
    expected: { code: 'contact.expected', figures: { values: ownKinds } },
    write: (said) => said.replace('Me', '-me'),
    find: async (said) => ({ found: said }),
    absent: async (context: CommandContext) => ({
      title: { code: 'contact.asked', figures: {} },
      summary: { code: 'contact.needed', figures: {} },
      choices: ownKinds.map((kind) => ({
        label: context.say('arguments.contact.kinds', { kind }),
        entity: kind,
      })),
    }),
  });
}

const letter = /[\p{L}\p{M}\d]/u;
const han = /\p{Script=Han}/u;

/** Where a word stands by itself; characters that need no spaces may stand around one of theirs. */
function standing(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + word.length)];
    if (han.test(word) || (!letter.test(before) && !letter.test(after))) return at;
  }
  return -1;
}
