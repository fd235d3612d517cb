import { readFileSync, writeFileSync } from 'node:fs';
import { describeCommands } from '../src/conversation/describe-commands.ts';

/*
 * Writes the table of commands into the README, from the command files. With --check it changes nothing and fails where
 * the table is not what the files say.
 */

const readme = new URL('../README.md', import.meta.url);
const place = /(<!-- commands: .* -->\n)[\s\S]*?(<!-- \/commands -->)/;

const cell = (text: string) => text.replaceAll('|', '\\|');
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const rows = describeCommands().map(
  ({ usage, summary, phrases }) =>
    `| \`${cell(usage)}\` | ${cell(sentence(summary('en')))} | ${[...phrases.values()].map(({ sentences }) => cell(sentences[0])).join(' · ')} |`,
);
const table = [
  '| `/value …` | what it gives | as a sentence |',
  '| --- | --- | --- |',
  ...rows,
].join('\n');

const before = readFileSync(readme, 'utf8');
const after = before.replace(
  place,
  (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`,
);

if (!process.argv.includes('--check')) writeFileSync(readme, after);
else if (after !== before) {
  console.error(
    'The table of commands in README.md is not what the command files say: run npm run docs:commands.',
  );
  process.exitCode = 1;
}
