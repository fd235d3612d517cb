import { longestLine, typedLine } from '../../language/fold.ts';
import { languageOf } from '../../language/language-of.ts';
import { defaultLocale, type Locale } from '../../language/locale.ts';
import { setAside, written } from '../arguments/line.ts';
import type { Problem } from '../arguments/problem.ts';
import { shortened } from '../arguments/shortened.ts';
import type { RegisteredCommand } from '../command.ts';
import type { Parse } from '../conversation.ts';
import type { Intent } from '../intent.ts';
import { sayProblem } from '../wording/argument-replies.ts';
import { exportRequest } from './export-request.ts';
import type { Gazetteer } from './gazetteer.ts';
import type { Recogniser } from './recognise.ts';
import { isPlainlySlash, lineStart, mendedStart, readSlashForm } from './slash-form.ts';

/** What a line was understood to ask, and the intents it is nearest to. */
export type Understanding = Parse & {
  nearest: Intent[];
  /** the intents to ask about, where it is not clear which was meant */
  asks: Intent[];
  /** whether it was read as a sentence, in which ids have no place of their own */
  sentence: boolean;
};

/** What reading a line needs to know. `timezone` is for a schedule that names none. */
export type Reading = {
  commands: readonly RegisteredCommand[];
  recognise: Recogniser;
  names: Gazetteer;
  timezone: string;
  /** where the platform or the person says so; otherwise the language of the text decides */
  locale?: Locale | undefined;
};

/** A sentence after "/value" must be this clear: it may be a slash form gone wrong. */
const clearly = 0.7;
/** Letters and digits as keyboards for Chinese may give them. */
const fullWidth = /[\uFF10-\uFF5A]/;
/** How sure it is that a word with a slip of the keyboard was the word of a command. */
const mendedConfidence = 0.9;

/**
 * Reads a line: a slash form, wrong or right, or a sentence in one of the languages there are. Where it asks for its table as
 * a file, the entity `export` has the format; in what changes something, such words are part of what is to be kept.
 */
export function readLine(text: string, reading: Reading): Understanding {
  const asked = exportRequest(text.slice(0, longestLine));
  if (asked === undefined) return readQuestion(text, reading);
  if (asked.text === '') return nothingToExport(text, reading);
  const understood = readQuestion(asked.text, reading);
  const command = reading.commands.find(({ intent }) => intent === understood.intent);
  if (command?.changes) return readQuestion(text, reading);
  return { ...understood, entities: { ...understood.entities, export: asked.format } };
}

/** A line that names a file and no list: how it goes. */
function nothingToExport(text: string, { locale }: Reading): Understanding {
  const reader = locale ?? languageOf(typedLine(text)) ?? defaultLocale;
  return {
    intent: 'unknown',
    entities: {},
    confidence: 1,
    locale: reader,
    nearest: [],
    asks: [],
    sentence: true,
    error: {
      message: sayProblem({ code: 'exportWhat', figures: {} }, reader),
      usage: '/value top 50 as xlsx',
    },
  };
}

/** Reads what a line asks, whatever form its answer is to have. */
function readQuestion(text: string, reading: Reading): Understanding {
  const typed = text.slice(0, longestLine);
  const line = typedLine(typed);
  const locale = reading.locale ?? languageOf(line) ?? defaultLocale;
  const { text: apart, quoted } = setAside(typed);
  const { kind, words } = lineStart(typedLine(apart));
  const known = (intent: Intent, entities: Record<string, unknown>, confidence = 1) => ({
    intent,
    entities,
    confidence,
    locale,
    nearest: [],
    asks: [],
    sentence: false,
  });
  const wrong = (intent: Intent, problem: Problem, usage: string): Understanding => ({
    ...known(intent, {}),
    error: { message: sayProblem(problem, locale), usage: `/value ${usage}` },
  });
  if (words === '') return known('help', {});
  const read = (said: string) =>
    readSlashForm({ text: said, quoted }, reading.commands, reading.timezone);
  const form = read(words);
  if (
    form !== undefined &&
    'entities' in form &&
    (kind !== 'bare' || isPlainlySlash(form, reading))
  )
    return {
      ...known(form.command.intent, form.entities),
      // 客户7 may be the customer 7 or the customer 客户7; １２ may be 12 or an id that is written so.
      sentence: (kind === 'bare' && /^\p{Script=Han}/u.test(words)) || fullWidth.test(apart),
    };
  const problem = form !== undefined && 'problem' in form ? form : undefined;
  if (kind === 'slash' && problem !== undefined)
    return wrong(problem.command.intent, problem.problem, problem.command.usage);
  const first = shortened(written(words, { text: words, quoted }).split(' ')[0] ?? '');
  if (kind === 'slash' && form === undefined) {
    const mended = mendedStart(words, reading.commands);
    const meant = mended && read(mended.words);
    if (mended !== undefined && meant !== undefined) {
      const { command } = meant;
      if ('entities' in meant && !command.changes && isPlainlySlash(meant, reading))
        return known(command.intent, meant.entities, mendedConfidence);
      const near: Problem = {
        code: 'nearCommand',
        figures: { typed: first, meant: mended.word },
      };
      return wrong(command.intent, near, command.usage);
    }
  }
  // "value of 1042" is a sentence that begins with the same word as the Teams form.
  const sentence = kind === 'value' && form === undefined ? line : lineStart(line).words;
  const { ranking, unserved, ...said } = reading.recognise(
    sentence,
    reading.names,
    reading.timezone,
  );
  const understood = { ...said, locale, nearest: ranking, sentence: true };
  const clear = said.intent !== 'unknown' && (kind !== 'slash' || said.confidence >= clearly);
  const nearest = clear ? said.intent : (ranking[0] ?? 'unknown');
  const withError =
    unserved === undefined
      ? understood
      : unserved.beside && clear
        ? { ...understood, notApplied: unserved.said }
        : {
            ...understood,
            error: unservedError(nearest, unserved.said, locale, reading.commands),
          };
  if (clear) return withError;
  if (kind === 'value' && problem !== undefined)
    return wrong(problem.command.intent, problem.problem, problem.command.usage);
  if (kind !== 'slash') return withError;
  const unknown: Problem = { code: 'noSuchCommand', figures: { typed: first } };
  return { ...wrong('unknown', unknown, 'help'), nearest: ranking };
}

/** What is said of what a command does not take, and how the command goes. */
function unservedError(
  intent: Intent,
  unserved: string,
  locale: Locale,
  commands: readonly RegisteredCommand[],
): NonNullable<Parse['error']> {
  const command = commands.find((each) => each.intent === intent);
  const isList = Object.values(command?.arguments ?? {}).some(({ kind }) => kind.isFilter);
  const problem: Problem = {
    code: isList ? 'unserved.filter' : 'unserved.said',
    figures: { said: shortened(unserved) },
  };
  return { message: sayProblem(problem, locale), usage: `/value ${command?.usage ?? 'help'}` };
}
