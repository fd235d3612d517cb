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
function hiddenOf(customers: readonly Named[], as: 'initials' | 'id'): [string, string][] {
  const hidden = new Map<string, string>();
  for (const { name, externalId, phone, email } of customers) {
    for (const reached of [phone, email]) if (reached !== null) hidden.set(reached, withheld);
    // Of two by the same name, nothing tells which is meant.
    if (name !== null)
      hidden.set(name, as === 'id' && !hidden.has(name) ? externalId : initials(name));
  }
  return [...hidden].filter(([text]) => text.trim() !== '').sort(([a], [b]) => b.length - a.length);
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
    hidden.reduce((left, [name, short]) => left.replaceAll(name, short), said);
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
