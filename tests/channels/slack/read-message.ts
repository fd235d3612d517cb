import { z } from 'zod';
import type { Reading } from '../contract.ts';
import type { Posted } from './slack-stand-in.ts';

const node = z.looseObject({
  type: z.string().optional(),
  text: z.unknown().optional(),
  elements: z.array(z.unknown()).optional(),
  rows: z.array(z.array(z.object({ text: z.string() }))).optional(),
  positive_button: z.unknown().optional(),
  negative_button: z.unknown().optional(),
});

/** The texts of blocks that a person reads, one line each. */
function linesOf(value: unknown): string[] {
  const { data } = node.safeParse(value);
  if (data === undefined) return [];
  const { type, text, elements = [], rows, positive_button, negative_button } = data;
  if (rows !== undefined) return rows.map((row) => row.map((cell) => cell.text).join(' · '));
  if (type === 'feedback_buttons') return [positive_button, negative_button].flatMap(linesOf);
  if (type === 'rich_text_section') return [elements.flatMap(linesOf).join('')];
  if (typeof text === 'string') return [type === 'mrkdwn' ? readMrkdwn(text, true) : text];
  return [...linesOf(text), ...elements.flatMap(linesOf)];
}

/** Marks that nobody sees, which keep signs from formatting. */
const widthless = /[\u2060\u200b]/g;

/** The text of a message as Slack shows it: `<…>` and entities always count, formatting only if it is on. */
function readMrkdwn(text: string, formatted: boolean): string {
  const linked = text
    .replace(/<!(\w+)[^>]*>/g, '@$1 (who are all called)')
    .replace(/<[@#][^>]*>/g, '(a mention)')
    .replace(/<[^>|]*\|([^>]*)>/g, '$1')
    .replace(/<([^>]*)>/g, '$1');
  const shown = formatted
    ? linked
        .replace(/```([\s\S]+?)```|`([^`\n]+)`/g, '$1$2')
        .replace(/(?<![\p{L}\d])([*_~])(?=\S)(.+?)(?<=\S)\1(?![\p{L}\d])/gu, '$2')
    : linked;
  return shown
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(widthless, '');
}

/** A message as Slack shows it. */
export function readMessage({ text, mrkdwn, blocks }: Posted): Reading {
  return blocks.length === 0
    ? { text: readMrkdwn(text, mrkdwn), pictures: 0 }
    : {
        text: blocks.flatMap(linesOf).join('\n'),
        pictures: blocks.filter(({ type }) => type === 'image').length,
      };
}
