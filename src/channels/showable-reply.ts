import type { Reply } from '../conversation/reply.ts';
import { neutral } from '../language/neutral-text.ts';

/** The text without characters a screen would obey; line breaks stay, tabs become spaces. */
export const showable = (text: string) =>
  neutral(text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replaceAll('\t', ' '), '\n');

/** The text, or its beginning followed by “…”: at most `length` UTF-16 units, never half a surrogate pair. */
export const truncate = (text: string, length: number) =>
  text.length <= length
    ? text
    : `${text
        .slice(0, length - 1)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}…`;

/**
 * The reply with every text made safe to show, so that a name in it cannot reverse the text after it or move a cursor,
 * and truncated to `length` UTF-16 units. Commands stay as they are.
 */
export function showableReply(reply: Reply, length: number): Reply {
  const shown = (text: string) => truncate(showable(text), length);
  const { facts, details, table, charts, actions } = reply;
  return {
    ...reply,
    title: shown(reply.title),
    ...(reply.taken === undefined ? {} : { taken: shown(reply.taken) }),
    summary: shown(reply.summary),
    facts: facts.map(({ label, value }) => ({ label: shown(label), value: shown(value) })),
    ...(details ? { details: details.map(shown) } : {}),
    ...(reply.link ? { link: { ...reply.link, label: shown(reply.link.label) } } : {}),
    ...(table
      ? {
          table: {
            ...table,
            columns: table.columns.map(({ label, align }) => ({ label: shown(label), align })),
            rows: table.rows.map((row) => row.map(shown)),
            ...(table.rowActions
              ? {
                  rowActions: table.rowActions.map((of) =>
                    of.map(({ label, command }) => ({ label: shown(label), command })),
                  ),
                }
              : {}),
          },
        }
      : {}),
    charts: charts.map(({ alt, spec }) => ({ alt: shown(alt), spec })),
    actions: actions.map((action) => ({ ...action, label: shown(action.label) })),
  };
}
