import type { types } from '@slack/bolt';

/** A piece of rich text, in which Slack never reads markup. */
export type RichText = types.RichTextElement;

export const plain = (text: string, bold = false): types.RichTextText => ({
  type: 'text',
  text,
  ...(bold ? { style: { bold: true } } : {}),
});

/** Slack shows no empty text. */
const shown = (elements: RichText[]) =>
  elements.filter((element) => element.type !== 'text' || element.text !== '');

/** A line of rich text. */
export const section = (elements: RichText[]): types.RichTextSection => ({
  type: 'rich_text_section',
  elements: shown(elements),
});

/** Lines as a list; an ordered one counts from `first`. */
export const listOf = (
  style: 'bullet' | 'ordered',
  lines: RichText[][],
  first = 1,
): types.RichTextList[] =>
  lines.length === 0
    ? []
    : [
        {
          type: 'rich_text_list',
          style,
          ...(first === 1 ? {} : { offset: first - 1 }),
          elements: lines.map(section),
        },
      ];

/** The same as a block of its own. */
export const list = (
  style: 'bullet' | 'ordered',
  lines: RichText[][],
  first = 1,
): types.KnownBlock[] => {
  const elements = listOf(style, lines, first);
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements }];
};
