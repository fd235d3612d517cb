import { z } from 'zod';
import type { Reading } from '../contract.ts';
import type { Sent } from './connector-stand-in.ts';

const element = z.looseObject({
  type: z.string().optional(),
  text: z.string().optional(),
  title: z.string().optional(),
  value: z.string().optional(),
  facts: z.array(z.unknown()).optional(),
  rows: z.array(z.unknown()).optional(),
  cells: z.array(z.unknown()).optional(),
  items: z.array(z.unknown()).optional(),
});

/** A text as Teams shows it after reading it as Markdown. */
export function readMarkdown(text: string): string {
  const literal: string[] = [];
  return text
    .replace(/\\([!-/:-@[-`{-~])/g, (_, character: string) => {
      literal.push(character);
      return String.fromCharCode(0xe000 + literal.length - 1);
    })
    .replace(/```([\s\S]+?)```|`([^`\n]+)`/g, '$1$2')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]*>/g, '')
    .replace(/(\*\*|__|~~|\*|_)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/^\s*(?:#+|[-+*>]|\d+[.)])\s+/gm, '')
    .replace(/&(?:lt|gt|amp|quot);/g, (entity) => (entity === '&amp;' ? '&' : '(an entity)'))
    .replace(/[\ue000-\uf8ff]/g, (hidden) => literal[hidden.charCodeAt(0) - 0xe000] ?? hidden)
    .replaceAll('\u200b', '');
}

/** The texts of a card's element that a person reads, one line each. */
function linesOf(value: unknown): string[] {
  const { data } = element.safeParse(value);
  if (data === undefined) return [];
  const { text, title, value: told, facts = [], rows = [], cells = [], items = [] } = data;
  return [
    ...[text, title, told].flatMap((each) => (each === undefined ? [] : [readMarkdown(each)])),
    ...[...facts, ...rows, ...cells, ...items].flatMap(linesOf),
  ];
}

/** An activity as Teams shows it: the alternative text takes the place of a picture that cannot be fetched. */
export async function readActivity({ activity }: Sent): Promise<Reading> {
  const card = activity.attachments?.[0]?.content;
  if (card === undefined) {
    const { text = '', textFormat } = activity;
    return { text: textFormat === 'plain' ? text : readMarkdown(text), pictures: 0 };
  }
  const images = card.body.filter(({ type }) => type === 'Image');
  const fetched = await Promise.all(
    images.map(async ({ url, altText }) => {
      const response = await fetch(String(url));
      await response.arrayBuffer();
      return response.ok ? undefined : String(altText);
    }),
  );
  const alternatives = fetched.filter((alternative) => alternative !== undefined);
  return {
    text: [
      ...card.body.flatMap(linesOf),
      ...alternatives,
      ...card.actions.map(({ title }) => String(title)),
    ].join('\n'),
    pictures: images.length - alternatives.length,
  };
}
