import { IntlMessageFormat } from 'intl-messageformat';
import { formatsOf, knownLanguages, sourceLanguage, template } from './catalogs.ts';
import { type Locale, locales } from './locale.ts';
import type { MessageArguments, MessageKey } from './message-arguments.ts';
import { placeholdersOf } from './placeholders.ts';

/** What a text is given: nothing where it has no placeholders. */
type Values<K extends MessageKey> = keyof MessageArguments[K] extends never
  ? []
  : [values: MessageArguments[K]];

/** Says a text of the catalogs in one reader's language. */
export type Say = <K extends MessageKey>(key: K, ...values: Values<K>) => string;

/**
 * A text of one topic as code below the conversation emits it and the store keeps it: which text of the topic, and the
 * figures in it. {@link sayCoded} says it.
 */
export type Coded<Topic extends string> = {
  [K in MessageKey]: K extends `${Topic}.${infer Code}`
    ? { code: Code; figures: MessageArguments[K] }
    : never;
}[MessageKey];

/** The figures of a text, unformatted. */
export type Figures = Readonly<Record<string, string | number>>;

type Compiled = { format: IntlMessageFormat; days: ReadonlySet<string> };
const compiled = new Map<string, Compiled>();

/** The currency of texts that hold no amounts (ISO 4217), so that whoever says them need not know the bank. */
export const noCurrency = 'XXX';

/**
 * Says texts in a reader's language. In a text `{share, number, percent}` is a share from 0 to 1, `{amount, number,
 * money}` an amount in whole units of the bank's currency, `{on, date, day}` and `{on, date, month}` an ISO date.
 * @param currency ISO 4217; the texts of a reader without a bank hold no amounts
 */
export function sayIn(locale: Locale, currency = noCurrency): Say {
  return (key, ...[values]) => render(locale, currency, key, values ?? {});
}

/** Whether the catalogs have a text of that key. */
export function isMessageKey(key: string): key is MessageKey {
  return knownLanguages.get(sourceLanguage)?.messages.has(key) === true;
}

/** Says what was emitted as a code; undefined for a code of a later version. */
export function sayCoded(
  locale: Locale,
  currency: string,
  topic: string,
  { code, figures }: { code: string; figures: Figures },
): string | undefined {
  const key = `${topic}.${code}`;
  return isMessageKey(key) ? render(locale, currency, key, figures) : undefined;
}

function render(locale: Locale, currency: string, key: MessageKey, values: Figures): string {
  const { format, days } = compile(template(locale, key), formatsOf(locale), currency);
  const given = Object.entries(values).map(([name, value]) => [
    name,
    days.has(name) ? new Date(`${value}T00:00:00Z`) : value,
  ]);
  const said = format.format(Object.fromEntries(given));
  if (typeof said !== 'string') throw new Error(`The text ${key} is not text alone.`);
  return said;
}

/** Compiled by the text itself, so that words that are replaced are said at once. */
function compile(text: string, tag: string, currency: string): Compiled {
  const id = [tag, currency, text].join('\n');
  const known = compiled.get(id);
  if (known !== undefined) return known;
  const made = {
    format: new IntlMessageFormat(text, tag, formatsFor(currency), { ignoreTag: true }),
    days: new Set(
      [...placeholdersOf(text)].flatMap(([name, { kind }]) => (kind === 'day' ? [name] : [])),
    ),
  };
  compiled.set(id, made);
  return made;
}

const formatsFor = (currency: string) =>
  ({
    number: {
      money: { style: 'currency', currency, maximumFractionDigits: 0 },
      percent: { style: 'percent', maximumFractionDigits: 0 },
      tenths: { maximumFractionDigits: 1 },
    },
    date: {
      day: { dateStyle: 'long', timeZone: 'UTC' },
      month: { year: 'numeric', month: 'long', timeZone: 'UTC' },
    },
  }) as const;

/** What is said in each language there is, by locale. */
export function inEveryLanguage<T>(said: (say: Say, locale: Locale) => T): Record<string, T> {
  return Object.fromEntries(locales().map((locale) => [locale, said(sayIn(locale), locale)]));
}
