import type { Named } from '../../store/people/who-may-see.ts';
import type { Reply } from '../reply.ts';

const han = /^\p{Script=Han}/u;

/** A name as initials: “P. N.”, 张*. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const [first = ''] = words;
  if (han.test(first)) return `${[...first][0] ?? ''}*`;
  return words.map((word) => `${[...word][0]?.toUpperCase() ?? ''}.`).join(' ');
}

/** What stands in the place of a telephone number or an e-mail address. */
const withheld = '…';

/** What is hidden, with what stands in its place, the longest first. */
function hiddenOf(customers: readonly Named[], as: 'initials' | 'id'): [RegExp, string][] {
  const hidden = new Map<string, string>();
  const phones = new Set<string>();
  for (const { name, externalId, phone, email } of customers) {
    if (email !== null) hidden.set(email.trim(), withheld);
    const digits = phone?.replace(/\D/g, '') ?? '';
    if (digits.length >= shortestPhone) phones.add(digits);
    if (name === null) continue;
    const called = name.trim();
    // Of two by the same name, nothing tells which is meant.
    hidden.set(called, as === 'id' && !hidden.has(called) ? externalId : initials(called));
  }
  return [
    ...[...phones].map((digits): [RegExp, string] => [
      new RegExp(`\\+?${[...digits].join(between)}`, 'gu'),
      withheld,
    ]),
    ...[...hidden]
      .filter(([text]) => text !== '')
      .sort(([a], [b]) => b.length - a.length)
      .map(([text, short]): [RegExp, string] => [asItIsWritten(text), short]),
  ];
}

/** What stands between the digits of a telephone number. */
const between = '[ ()./-]?';
/** A number of fewer digits is that of a house, or an amount. */
const shortestPhone = 7;

/** A name as it is written anywhere: in small letters, over two lines of a chart, with its quotation marks escaped. */
function asItIsWritten(name: string): RegExp {
  const words = name
    .split(/\s+/u)
    .map((word) => RegExp.escape(word).replaceAll('\\x22', '\\\\?\\x22'));
  return new RegExp(words.join('[\\s\\u001e]+'), 'giu');
}

/** A word of a name in so few letters is often another word: it is a name where it begins as one. */
const fewLetters = 3;

/** The words of names, each by itself, with what stands in its place. Han names have none that stand alone. */
function wordsOf(customers: readonly Named[]): [RegExp, string][] {
  const words = new Set(
    customers
      .flatMap(({ name }) => name?.match(/[\p{L}\p{M}]{2,}/gu) ?? [])
      .filter((word) => !han.test(word)),
  );
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map((word): [RegExp, string] => [alone(word), initials(word)]);
}

/** A word by itself, with or without its accents. */
function alone(word: string): RegExp {
  const letters = [...word.normalize('NFC')].map((letter) => {
    const [plain = letter] = letter.normalize('NFD');
    return plain === letter ? RegExp.escape(letter) : `[${letter}${plain}]`;
  });
  const anyCase = letters.length > fewLetters;
  return new RegExp(
    `(?<![\\p{L}\\p{M}])${letters.join('')}(?![\\p{L}\\p{M}])`,
    anyCase ? 'giu' : 'gu',
  );
}

/** A text of which a part is changed: what stands in quotation marks, as somebody wrote it. */
function inQuotes(said: string, change: (quoted: string) => string): string {
  const [from, to] = [said.indexOf('“'), said.lastIndexOf('”')];
  return from < 0 || to < from
    ? said
    : `${said.slice(0, from)}${change(said.slice(from, to))}${said.slice(to)}`;
}

/**
 * A reply in which customers' names are initials or the bank's ids, wherever they stand, and in which nobody finds how they are
 * reached; of what is quoted, a word of a name by itself is a name, too: for readers not all of whom may see whom it is about. Commands of buttons name customers by their ids, and answer only to
 * who may see them.
 */
export function withNamesHidden(
  reply: Reply,
  customers: readonly Named[],
  as: 'initials' | 'id',
): Reply {
  const hidden = hiddenOf(customers, as);
  const words = wordsOf(customers);
  const hide = (said: string, names: readonly [RegExp, string][]) =>
    names.reduce((left, [name, short]) => left.replace(name, () => short), said);
  const text = (said: string) => inQuotes(hide(said, hidden), (quoted) => hide(quoted, words));
  const { table, taken, details } = reply;
  const action = <Of extends { label: string }>(of: Of): Of => ({ ...of, label: text(of.label) });
  return {
    ...reply,
    title: text(reply.title),
    ...(taken === undefined ? {} : { taken: text(taken) }),
    summary: text(reply.summary),
    facts: reply.facts.map(({ label, value }) => ({ label: text(label), value: text(value) })),
    ...(details === undefined ? {} : { details: details.map(text) }),
    ...(table === undefined
      ? {}
      : {
          table: {
            ...table,
            rows: table.rows.map((row) => row.map(text)),
            ...(table.rowActions === undefined
              ? {}
              : { rowActions: table.rowActions.map((of) => of.map(action)) }),
          },
        }),
    charts: reply.charts.map(({ alt, spec }) => ({
      alt: text(alt),
      spec: JSON.parse(
        JSON.stringify(spec, (_, value) => (typeof value === 'string' ? text(value) : value)),
      ),
    })),
    actions: reply.actions.map(action),
  };
}
