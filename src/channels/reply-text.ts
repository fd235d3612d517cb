import type { Reply } from '../conversation/reply.ts';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { numberedTable } from './numbered-table.ts';
import { showableReply, truncate } from './showable-reply.ts';

/**
 * A reply as plain text, one line per part: for notifications, for screen readers, and as the last resort when a
 * platform refuses every richer form. Parts that do not fit are dropped from the end and the text says so. Buttons are
 * not included.
 * @param options.length the maximum length of the text, in UTF-16 units
 * @param options.literal escapes a text so that the platform does not read markup in it
 */
export function replyText(
  reply: Reply,
  locale: Locale,
  { length, literal = (text) => text }: { length: number; literal?: (text: string) => string },
): string {
  const say = sayIn(locale);
  const shownReply = showableReply(reply, length);
  const {
    title,
    taken,
    summary,
    facts,
    details = [],
    charts,
    table,
    detailsFirst,
    link,
  } = shownReply;
  const rows = (table === undefined ? [] : numberedTable(table).rows)
    .map((row) => row.filter((cell) => cell !== '').join(' · '))
    .filter((line) => line !== '');
  const remarks = [say('channels.shortened'), say('channels.moreRows', { rows: rows.length })];
  let room = length - remarks.reduce((sum, remark) => sum + remark.length + 1, 0);

  function take(texts: readonly string[]): string[] {
    const taken: string[] = [];
    for (const text of texts) {
      const line = literal(text);
      if (line.length + 1 > room) break;
      taken.push(line);
      room -= line.length + 1;
    }
    return taken;
  }
  /** Takes at least the beginning of a text, in up to half of the remaining room. */
  function takeBeginning(text: string): string[] {
    let beginning = truncate(text, Math.floor(room / 2));
    while (literal(beginning).length > room / 2)
      beginning = truncate(beginning, Math.floor(beginning.length / 2));
    return take([beginning]);
  }

  const heading = [
    ...takeBeginning(title),
    ...(taken === undefined ? [] : takeBeginning(taken)),
    ...takeBeginning(summary),
  ];
  const pairs = facts.map(({ label, value }) => `${label}: ${value}`);
  const sentences = [
    ...(detailsFirst ? [...details, ...pairs] : [...pairs, ...details]),
    ...charts.map(({ alt }) => alt),
    ...(link === undefined ? [] : [`${link.label}: ${link.address}`]),
  ].filter((text) => text !== '');
  const kept = take(sentences);
  const shown = take(rows);
  return [
    ...heading,
    ...kept,
    ...(kept.length < sentences.length ? [say('channels.shortened')] : []),
    ...shown,
    ...(shown.length < rows.length
      ? [say('channels.moreRows', { rows: rows.length - shown.length })]
      : []),
  ].join('\n');
}
