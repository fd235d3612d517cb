import { readdirSync, readFileSync } from 'node:fs';

/*
 * Conversations in a file: turns, each a line, and an empty line between conversations. What a turn is to be understood as
 * stands behind “=>”: an intent and entities of it, as in “why? => customer.explain customer=1042”; `#2` is the second
 * customer of the list last shown, `1024+1042` several; `_` stands for a space; `confirm` after the intent, that it changes nothing
 * but asks first; `ask` alone, that it asks which is meant. Lines that begin with “//” are remarks.
 */

/** What a turn is to be understood as. */
export type Label = {
  intent: string;
  entities: Readonly<Record<string, string>>;
  confirm: boolean;
};

/** A turn of a conversation, and what it is to be understood as. */
export type LabelledTurn = { text: string; label: Label };

/** A turn of a conversation, and the words of its label, where it has one. */
export type Turn = { text: string; expected?: string };

/** The conversations of a text. */
export const readTurns = (text: string): Turn[][] =>
  text
    .split(/\n\s*\n/)
    .map((block) =>
      block
        .split('\n')
        .filter((line) => line.trim() !== '' && !line.startsWith('//'))
        .map((line) => {
          const [said = '', expected] = line.split('=>').map((part) => part.trim());
          return { text: said, ...(expected === undefined ? {} : { expected }) };
        }),
    )
    .filter((turns) => turns.length > 0);

/** The conversations of a text; turns without a label are left out. */
export const readLabelled = (text: string): LabelledTurn[][] =>
  readTurns(text)
    .map((turns) =>
      turns.flatMap(({ text: said, expected = '' }) => {
        const label = labelOf(expected);
        return said === '' || label === undefined ? [] : [{ text: said, label }];
      }),
    )
    .filter((turns) => turns.length > 0);

function labelOf(expected: string): Label | undefined {
  const [intent, ...parts] = expected.split(/\s+/).filter((part) => part !== '');
  if (intent === undefined) return undefined;
  const entities = parts
    .filter((part) => part.includes('='))
    .map((part): [string, string] => {
      const at = part.indexOf('=');
      return [part.slice(0, at), part.slice(at + 1).replaceAll('_', ' ')];
    });
  return { intent, entities: Object.fromEntries(entities), confirm: parts.includes('confirm') };
}

/** Where the conversations lie that teach how lines go on, a file a hand. */
export const taughtFolder = new URL('./conversations/', import.meta.url);

/** The names of the files of conversations that teach; each begins with its language, as in “en-a.txt”. */
const taughtFiles = (): string[] =>
  readdirSync(taughtFolder)
    .filter((name) => name.endsWith('.txt'))
    .toSorted();

const conversationsOf = (name: string): LabelledTurn[][] =>
  readLabelled(readFileSync(new URL(name, taughtFolder), 'utf8'));

/**
 * All conversations that teach.
 * @param heldOut names of files that are left out
 */
export const taughtConversations = (heldOut: readonly string[] = []): LabelledTurn[][] =>
  taughtFiles()
    .filter((name) => !heldOut.includes(name))
    .flatMap(conversationsOf);

/** The lines that conversations which teach begin with, and what each asks by itself; `locale` as the file's name has it. */
export const openingLines = (): { intent: string; locale: string; text: string }[] =>
  taughtFiles().flatMap((name) => {
    const [locale = ''] = name.split('-');
    return conversationsOf(name)
      .flatMap(([first]) => first ?? [])
      .filter(({ label }) => label.intent !== 'ask')
      .map(({ text, label }) => ({ intent: label.intent, locale, text }));
  });
