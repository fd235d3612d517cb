import { plainCharacters } from '../language/characters.ts';
import { folded, longestLine, typedLine } from '../language/fold.ts';
import { setAside } from './arguments/line.ts';
import { commands } from './registry.ts';
import { isPlainlySlash, lineStart, readSlashForm } from './understanding/slash-form.ts';

const help = commands.filter(({ intent }) => intent === 'help');
const noNames = { branches: [], segments: [], segmentations: [], managers: [] };

/** A sentence by its letters and digits alone. */
const lettersOf = (text: string): string =>
  folded(plainCharacters(text))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const sentences = new Set(
  help.flatMap(({ phrases }) =>
    [...phrases.values()].flatMap((each) => each.sentences.map(lettersOf)),
  ),
);

/**
 * Whether a line asks for help, by a slash form or by a sentence that stands among the command's own. Nothing else of
 * the line is read, as befits one by somebody nobody knows.
 * @returns the entities of the help command; undefined for any other line
 */
export function helpAsked(line: string): Record<string, unknown> | undefined {
  const typed = line.slice(0, longestLine);
  const { text, quoted } = setAside(typed);
  const { kind, words } = lineStart(typedLine(text));
  if (words === '') return {};
  const form = readSlashForm({ text: words, quoted }, help, 'UTC');
  const plain =
    form !== undefined &&
    'entities' in form &&
    (kind !== 'bare' || isPlainlySlash(form, { commands, names: noNames }));
  if (plain) return form.entities;
  return sentences.has(lettersOf(lineStart(typedLine(typed)).words)) ? {} : undefined;
}
