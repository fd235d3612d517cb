import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { renderTerminal } from '../../../src/channels/terminal/render.ts';
import type { Reply } from '../../../src/conversation/reply.ts';
import { chineseReply, fullReply } from '../sample-reply.ts';

const plain = { width: 72, colour: false, locale: 'en' } as const;
const lines = (text: string) => text.trimEnd().split('\n');

test.each([
  ['full', fullReply, plain],
  ['colour', fullReply, { ...plain, colour: true }],
  ['narrow', fullReply, { ...plain, width: 36 }],
  ['chinese', chineseReply, { ...plain, width: 48, locale: 'zh' }],
] as const)('a reply becomes the %s card of its golden file', async (name, reply, options) => {
  await expect(renderTerminal(reply, options)).toMatchFileSnapshot(`golden/${name}.txt`);
});

describe('a card', () => {
  test('without colours has no escape sequence', () => {
    const card = renderTerminal(fullReply, plain);
    expect(card).toBe(stripVTControlCharacters(card));
  });
  test('says the same with colours as without', () => {
    const coloured = renderTerminal(fullReply, { ...plain, colour: true });
    expect(stripVTControlCharacters(coloured)).toBe(renderTerminal(fullReply, plain));
  });
  test('gives the next steps as commands that a shell takes as they are', () => {
    const card = renderTerminal(fullReply, { ...plain, width: 120 });
    expect(card).toContain('npx bellwether ask "value why 1042"');
    expect(card).toContain(
      `npx bellwether ask 'value digest add "at-risk customers every weekday at 8:30"'`,
    );
  });
  test('keeps a label that is cut apart from what follows it', () => {
    const label = 'At risk: many products, borrowers, high contribution';
    const reply: Reply = { ...fullReply, actions: [{ label, command: 'at-risk' }] };
    expect(renderTerminal(reply, plain)).toMatch(/At risk: many.*… {2}npx bellwether/);
  });
  test('never obeys what a name says', () => {
    const name = '\u001b[2J\u001b]0;gone\u0007\rAnn\u202e';
    const reply: Reply = {
      ...fullReply,
      title: name,
      facts: [{ label: name, value: name }],
      table: { columns: [{ label: name, align: 'start' }], rows: [[name]] },
      details: [name],
    };
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(renderTerminal(reply, plain)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
  test('is a box of the width asked for, whatever the texts', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom('张伟', 'สมชาย ใจดี', 'محمد العلي', 'x'.repeat(200), '张'.repeat(90), ''),
    );
    const row = fc.tuple(text, text);
    fc.assert(
      fc.property(
        text,
        text,
        row,
        row,
        fc.integer({ min: 1, max: 120 }),
        (title, value, one, other, width) => {
          const reply: Reply = {
            ...fullReply,
            title,
            summary: value,
            facts: [{ label: title, value }],
            table: {
              columns: [
                { label: title, align: 'start' },
                { label: value, align: 'end' },
              ],
              rows: [one, other],
            },
            details: [value],
          };
          const widths = lines(renderTerminal(reply, { ...plain, width })).map((line) =>
            stringWidth(line),
          );
          expect(new Set(widths)).toEqual(new Set([Math.max(32, width)]));
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('a heading among the details stands alone below a free line', () => {
  const reply = { ...chineseReply, details: ['before', 'Open', 'a complaint'], headings: [1] };
  const shown = lines(renderTerminal(reply, plain)).map((line) => line.replaceAll(/[│ ]/g, ''));
  const at = shown.indexOf('before');
  expect(shown.slice(at, at + 4)).toEqual(['before', '', 'Open', 'acomplaint']);
});
