import type { Reply } from '../reply.ts';

const han = /^\p{Script=Han}/u;

/** A name as initials: “P. N.”, 张*. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const [first = ''] = words;
  if (han.test(first)) return `${[...first][0] ?? ''}*`;
  return words.map((word) => `${[...word][0]?.toUpperCase() ?? ''}.`).join(' ');
}

/**
 * A reply in which customers' names are initials, wherever they stand: for readers not all of whom may see whom it is about.
 * Commands of buttons name customers by their ids, and answer only to who may see them.
 * @param names the names that are hidden
 */
export function withInitials(reply: Reply, names: readonly string[]): Reply {
  const hidden = [...new Set(names)]
    .filter((name) => name.trim() !== '')
    .sort((a, b) => b.length - a.length)
    .map((name) => [name, initials(name)] as const);
  const text = (said: string) =>
    hidden.reduce((left, [name, short]) => left.replaceAll(name, short), said);
  const { table } = reply;
  return {
    ...reply,
    title: text(reply.title),
    summary: text(reply.summary),
    facts: reply.facts.map(({ label, value }) => ({ label: text(label), value: text(value) })),
    ...(reply.details === undefined ? {} : { details: reply.details.map(text) }),
    ...(table === undefined
      ? {}
      : { table: { ...table, rows: table.rows.map((row) => row.map(text)) } }),
    charts: reply.charts.map(({ alt, spec }) => ({
      alt: text(alt),
      spec: JSON.parse(
        JSON.stringify(spec, (_, value) => (typeof value === 'string' ? text(value) : value)),
      ),
    })),
    actions: reply.actions.map((action) => ({ ...action, label: text(action.label) })),
  };
}
