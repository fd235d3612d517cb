import { readFileSync, writeFileSync } from 'node:fs';
import { readCatalogs, sourceLanguage } from './catalogs.ts';
import { type Placeholder, placeholdersOf } from './placeholders.ts';

/** Writes `message-arguments.ts` from the English catalog; with `--check` says whether it is as it would be written. */

const file = new URL('./message-arguments.ts', import.meta.url);

const typeOf = ({ kind, choices, open }: Placeholder): string => {
  if (kind === 'number') return 'number';
  if (kind !== 'choice' || open) return 'string';
  return choices.map((choice) => `'${choice}'`).join(' | ');
};

const messages = readCatalogs(new URL('./', import.meta.url)).get(sourceLanguage)?.messages;
const lines = [...(messages ?? [])]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([key, text]) => {
    const entries = [...placeholdersOf(text)].map(
      ([name, placeholder]) => `${name}: ${typeOf(placeholder)}`,
    );
    return `  '${key}': ${entries.length === 0 ? 'Record<never, never>' : `{ ${entries.join('; ')} }`};`;
  });
const written = `/** What each text of the catalogs is given. Written by \`npm run messages\` from the English catalog. */
export type MessageArguments = {
${lines.join('\n')}
};

/** The texts there are: the file of the catalog, then the names within it. */
export type MessageKey = keyof MessageArguments;
`;

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== written) {
    console.error('src/language/message-arguments.ts is not up to date: run "npm run messages".');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, written);
}
