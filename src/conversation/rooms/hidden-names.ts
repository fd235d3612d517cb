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

/**
 * A reply in which customers' names are initials or the bank's ids, wherever they stand, and in which nobody finds how they are
 * reached: for readers not all of whom may see whom it is about. Commands of buttons name customers by their ids, and answer only to
 * who may see them.
 */
export function withNamesHidden(
  reply: Reply,
  customers: readonly Named[],
  as: 'initials' | 'id',
): Reply {
  const hidden = hiddenOf(customers, as);
  const text = (said: string) =>
    hidden.reduce((left, [name, short]) => left.replace(name, () => short), said);
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
