import { normalise } from '../../language/fold.ts';
import { languageOf } from '../../language/language-of.ts';
import type { Locale } from '../../language/locale.ts';
import type { RegisteredCommand } from '../command.ts';
import type { Parse } from '../conversation.ts';
import type { Intent } from '../intent.ts';
import type { BankNames } from './gazetteer.ts';
import type { Recogniser } from './recognise.ts';
import { isPlainlySlash, lineStart, mendedStart, readSlashForm } from './slash-form.ts';

/** What a line was understood to ask, and the intents it is nearest to. */
export type Understanding = Parse & { nearest: Intent[] };

/** What reading a line needs to know. `timezone` is for a schedule that names none. */
export type Reading = {
  commands: readonly RegisteredCommand[];
  recognise: Recogniser;
  names: BankNames;
  timezone: string;
  /** where the platform or the person says so; otherwise the language of the text decides */
  locale?: Locale | undefined;
};

/** No question needs more. */
const longest = 500;
/** A sentence after "/value" must be this clear: it may be a slash form gone wrong. */
const clearly = 0.7;

/** Reads a line: a slash form, wrong or right, or a sentence in English or Chinese. */
export function readLine(text: string, reading: Reading): Understanding {
  const line = normalise(text.slice(0, longest));
  const locale = reading.locale ?? languageOf(line) ?? 'en';
  const { kind, words } = lineStart(line);
  if (words === '') return { intent: 'help', entities: {}, confidence: 1, locale, nearest: [] };
  const form = readSlashForm(words, reading.commands);
  if (form !== undefined && 'entities' in form) {
    const plain = kind !== 'bare' || isPlainlySlash(words, form.entities, reading);
    if (plain)
      return {
        intent: form.intent,
        entities: withTimezone(form.entities, reading.timezone),
        confidence: 1,
        locale,
        nearest: [],
      };
  }
  const wrong = (intent: Intent, message: string, usage: string): Understanding => ({
    intent,
    entities: {},
    confidence: 1,
    locale,
    error: { message, usage: `/value ${usage}` },
    nearest: [],
  });
  if (kind === 'slash' && form !== undefined && 'problem' in form)
    return wrong(form.intent, form.problem[locale], form.usage);
  if (kind === 'slash' && form === undefined) {
    const mended = mendedStart(words, reading.commands);
    const meant = mended && readSlashForm(mended.words, reading.commands);
    if (mended !== undefined && meant !== undefined) {
      const harmless = !meant.intent.startsWith('digest.');
      if ('entities' in meant && harmless && isPlainlySlash(mended.words, meant.entities, reading))
        return {
          intent: meant.intent,
          entities: meant.entities,
          confidence: 0.9,
          locale,
          nearest: [],
        };
      const typed = words.split(' ')[0] ?? '';
      const message =
        locale === 'zh'
          ? `没有“${typed}”这条命令；您是指“${mended.word}”吗？`
          : `There is no command “${typed}”; did you mean “${mended.word}”?`;
      return wrong(meant.intent, message, meant.usage);
    }
  }
  // "value of 1042" is a sentence that begins with the same word as the Teams form.
  const sentence = kind === 'value' && form === undefined ? line : words;
  const { ranking, ...said } = reading.recognise(sentence, reading.names, reading.timezone);
  const understood = { ...said, locale, nearest: ranking };
  const clear = said.intent !== 'unknown' && (kind !== 'slash' || said.confidence >= clearly);
  if (clear) return understood;
  if (kind === 'value' && form !== undefined && 'problem' in form)
    return wrong(form.intent, form.problem[locale], form.usage);
  if (kind !== 'slash') return understood;
  const word = words.split(' ')[0] ?? '';
  const message = locale === 'zh' ? `没有“${word}”这条命令。` : `There is no command “${word}”.`;
  return { ...wrong('unknown', message, 'help'), nearest: ranking };
}

/** A schedule that names no time zone is in the asker's. */
function withTimezone(
  entities: Record<string, unknown>,
  timezone: string,
): Record<string, unknown> {
  const { schedule } = entities;
  if (typeof schedule !== 'object' || schedule === null || 'timezone' in schedule) return entities;
  return { ...entities, schedule: { ...schedule, timezone } };
}
