import { readdirSync } from 'node:fs';
import type { Locale } from '../language/locale.ts';
import { isMessageKey, sayIn } from '../language/messages.ts';
import { usageOf } from './arguments/grammar.ts';
import { isCommand, type RegisteredCommand } from './command.ts';
import { commandWord, readPhrases } from './phrases.ts';

const folder = new URL('./commands/', import.meta.url);
const sentences = new URL('./sentences/', folder);

/**
 * Every command of `commands/`, in the order of the file names: a file is a command, and so is a folder's `command.ts`,
 * beside which stand the parts of its reply. What is put there is a command everywhere.
 */
export const commands: readonly RegisteredCommand[] = await Promise.all(
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'sentences')
    .map((entry) => (entry.isDirectory() ? `${entry.name}/command.ts` : entry.name))
    .sort()
    .map(async (file) => {
      const loaded: { default?: unknown } = await import(new URL(file, folder).href);
      if (!isCommand(loaded.default))
        throw new Error(`commands/${file} exports no command: export default defineCommand({ … })`);
      const name = file.replace(/(?:\/command)?\.ts$/, '');
      const phrases = readPhrases(sentences, name);
      return {
        ...loaded.default,
        name,
        usage: usageOf(commandWord({ phrases }), loaded.default.arguments),
        summary: textOf(`${name}.command`),
        button: textOf(`${name}.button`),
        phrases,
      };
    }),
);

function textOf(key: string): (locale: Locale) => string {
  if (!isMessageKey(key)) throw new Error(`The catalogs lack ${key}, which every command has.`);
  return (locale) => sayIn(locale)(key);
}
