import { defaultLocale } from '../../language/locale.ts';
import type { Localised } from '../../language/localised.ts';
import type { RegisteredCommand } from '../command.ts';
import type { Intent } from '../intent.ts';
import { allWords, phrasesFor } from '../phrases.ts';
import { type BankNames, nameFor, segmentSpellings } from './gazetteer.ts';
import { simplified } from './traditional-characters.ts';
import { withinTypos } from './typos.ts';
import { customerNamePart } from './words.ts';

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
export type SlashForm = { intent: Intent; usage: string } & (
  | { entities: Record<string, unknown> }
  | { problem: Localised }
);

const politeness =
  /[\s,、]*(?:\b(?:please|pls|plz|thanks|thank you|thx)|谢谢|謝謝|多谢|多謝)[\s?!.。]*$/i;
const ending = /(?:[\s?？!！.。]|\uFE0F|\p{Extended_Pictographic}|[\u{1F3FB}-\u{1F3FF}])+$/u;

/** A line without what its end only adds: thanks, question marks, faces. */
function bare(words: string): string {
  const said = words.replace(ending, '').replace(politeness, '').replace(ending, '');
  return said === '' ? words : said;
}

/** Reads a line as a slash form, an id alone as that customer; undefined where it begins with no command's words. */
export function readSlashForm(
  words: string,
  commands: readonly RegisteredCommand[],
): SlashForm | undefined {
  const line = bare(words);
  const id = /^#?((?:[A-Za-z]{1,6}[-_]?)?\d[\w-]*)$/.exec(line)?.[1];
  if (id !== undefined) return readSlashForm(`customer ${id}`, commands);
  const candidates = commands
    .flatMap((command) => allWords(command).map((start) => ({ command, start })))
    .filter(({ start }) => begins(line, start))
    .sort((a, b) => b.start.length - a.start.length);
  const found = candidates[0];
  if (found === undefined) return undefined;
  const { command, start } = found;
  const reading = command.slash(line.slice(start.length).trim());
  return { intent: command.intent, usage: command.usage, ...reading };
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
  if (!simplified(line).toLowerCase().startsWith(start.toLowerCase())) return false;
  const next = line[start.length];
  return next === undefined || /\p{Script=Han}$/u.test(start) || /[\s=]/.test(next);
}

/**
 * Whether a bare line that can be read as a slash form is one: free text in it must not say anything, as in "why is
 * 1042 at risk" or "segment overview", where a name would stand in a slash form.
 */
export function isPlainlySlash(
  line: string,
  entities: Record<string, unknown>,
  { commands, names }: { commands: readonly RegisteredCommand[]; names: BankNames },
): boolean {
  const { customer, topic, segment, by } = entities;
  if (typeof topic === 'string') return commands.some((command) => isTopic(command, topic));
  if (typeof by === 'string' && by.includes(' ') && !line.includes('=')) {
    const said = by.toLowerCase();
    return (
      names.cuts?.some((cut) => Object.values(cut).some((n) => n.toLowerCase() === said)) ?? false
    );
  }
  if (typeof segment === 'string' && !line.includes('=')) {
    return nameFor(segmentSpellings(names), segment) !== undefined || customerNamePart(segment);
  }
  return typeof customer !== 'string' || customerNamePart(customer);
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
