import { plainCharacters } from '../../language/characters.ts';
import { defaultLocale } from '../../language/locale.ts';
import { spellings } from '../../language/spellings.ts';
import { readArguments, type SlashReading } from '../arguments/grammar.ts';
import { type Line, trimmed } from '../arguments/line.ts';
import type { RegisteredCommand } from '../command.ts';
import { groupCalled } from '../command-groups.ts';
import { allWords, commandWord, phrasesFor } from '../phrases.ts';
import type { Gazetteer } from './gazetteer.ts';
import { withinTypos } from './typos.ts';

/** How a line begins: `/value …` is a slash form and nothing else; `value …` and bare words may be a sentence. */
export type LineStart = { kind: 'slash' | 'value' | 'bare'; words: string };

/** Takes the leading "/value" or "value" off a normalised line. */
export function lineStart(line: string): LineStart {
  const match = /^(\/ ?value|value)(?:\s+|$)/i.exec(line);
  if (match === null) return { kind: 'bare', words: line };
  const kind = match[1]?.startsWith('/') === true ? 'slash' : 'value';
  return { kind, words: line.slice(match[0].length).trim() };
}

/** A slash form as read: what it says, or what is wrong with it. */
export type SlashForm = { command: RegisteredCommand } & SlashReading;

const punctuation = new Set([...' ?？!！.。', '\uFE0F']);
const face = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}]$/u;

/** A line without what its end only adds: thanks, question marks, faces. */
function bare(line: string): string {
  const said = withoutEnding(line);
  const lower = plainCharacters(said).toLowerCase();
  const thanks = spellings('argument-words.thanks').find(
    (word) => lower.endsWith(word) && standsApart(said.at(-word.length - 1), word),
  );
  const rest = thanks === undefined ? said : withoutEnding(trimmed(said.slice(0, -thanks.length)));
  return rest === '' ? line : rest;
}

function withoutEnding(text: string): string {
  const characters = [...text];
  let end = characters.length;
  for (; end > 0; end--) {
    const last = characters[end - 1] ?? '';
    if (!punctuation.has(last) && !face.test(last)) break;
  }
  return characters.slice(0, end).join('');
}

const letter = /[\p{L}\p{M}\d]/u;

/** Whether a word that ends a line is one of its own: characters that need no spaces may come before it. */
const standsApart = (before: string | undefined, word: string) =>
  before === undefined || !letter.test(before) || /^\p{Script=Han}/u.test(word);

/**
 * Reads a line as a slash form, an id alone as that customer; undefined where it begins with no command's words.
 * @param timezone IANA, for a schedule that names none
 */
export function readSlashForm(
  line: Line,
  commands: readonly RegisteredCommand[],
  timezone: string,
): SlashForm | undefined {
  const text = bare(line.text);
  if (loneId.test(text))
    return readSlashForm({ ...line, text: `customer ${text}` }, commands, timezone);
  const candidates = commands
    .flatMap((command) => allWords(command).map((start) => ({ command, start })))
    .filter(({ start }) => begins(text, start))
    .sort((a, b) => b.start.length - a.start.length);
  const [found] = candidates;
  if (found === undefined) return undefined;
  const { command, start } = found;
  const rest = { ...line, text: text.slice(start.length).trim() };
  const reading = readArguments(commandWord(command), command.arguments, rest, timezone);
  const family = familyOf(command, commands);
  const isStray =
    'problem' in reading &&
    (reading.problem.code === 'strayAlone' ||
      (reading.problem.code === 'stray' && start === family.word));
  return isStray && family.words.length > 1
    ? { command, problem: { code: 'otherWords', figures: family } }
    : { command, ...reading };
}

const loneId = /^#?(?:[A-Za-z]{1,6}[-_]?)?\d[\w-]*$/;

/** The word that several commands begin with, as “digest”, and what comes after it. */
function familyOf(
  command: RegisteredCommand,
  commands: readonly RegisteredCommand[],
): { word: string; words: string[] } {
  const [word = ''] = commandWord(command).split(' ');
  const words = commands
    .map(commandWord)
    .filter((each) => each.startsWith(`${word} `))
    .map((each) => each.slice(word.length + 1));
  return { word, words };
}

/**
 * The command whose first word a line begins with, slips of the keyboard mended: its word, and the line with it.
 * @returns undefined where no command's word is near
 */
export function mendedStart(
  words: string,
  commands: readonly RegisteredCommand[],
): { word: string; words: string } | undefined {
  const typed = /^[\p{Script=Latin}-]{3,}/u.exec(words)?.[0].toLowerCase();
  if (typed === undefined) return undefined;
  const starts = new Set(
    commands.flatMap((command) =>
      command.intent === 'unknown'
        ? []
        : phrasesFor(command, defaultLocale).words.map((each) => each.split(' ')[0] ?? each),
    ),
  );
  const word = [...starts].find(
    (each) => each.length >= 3 && each[0] === typed[0] && withinTypos(typed, each, 1),
  );
  return word === undefined ? undefined : { word, words: word + words.slice(typed.length) };
}

function begins(line: string, start: string): boolean {
  if (!plainCharacters(line).toLowerCase().startsWith(start.toLowerCase())) return false;
  const next = line[start.length];
  return next === undefined || /\p{Script=Han}$/u.test(start) || /[\s=]/.test(next);
}

/**
 * Whether a bare line that can be read as a slash form is one: free text in it must not say anything, as in "why is
 * 1042 at risk" or "segment overview", where a name would stand in a slash form.
 */
export function isPlainlySlash(
  { command, entities, free }: Extract<SlashForm, { free: unknown }>,
  { commands, names }: { commands: readonly RegisteredCommand[]; names: Gazetteer },
): boolean {
  const known = {
    names,
    isTopic: (topic: string) =>
      groupCalled(topic) !== undefined || commands.some((each) => isTopic(each, topic)),
  };
  return free.every((name) => command.arguments[name]?.isPlain(entities[name], known));
}

/** Whether a help topic is about a command: its intent, its words, or the first of them. */
export function isTopic(
  command: Pick<RegisteredCommand, 'intent' | 'phrases'>,
  topic: string,
): boolean {
  const asked = topic.toLowerCase();
  const all = allWords(command);
  return (
    command.intent.toLowerCase() === asked ||
    all.some((each) => each === asked || each.split(' ')[0] === asked)
  );
}
