import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { showable, showableReply, truncate } from '../../src/channels/showable-reply.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { fullReply } from './sample-reply.ts';

describe('a text', () => {
  test.each([
    ['Ann \u202eoB', 'Ann oB'],
    ['\u2067שרה\u2069 לוי', 'שרה לוי'],
    ['\u001b[2JAnn\u0007', '[2JAnn'],
    ['one\r\ntwo\tthree', 'one\ntwo three'],
    ['👩‍👩‍👧‍👦 محمد \u200f!', '👩‍👩‍👧‍👦 محمد \u200f!'],
  ])('such as %j is shown without what a screen would obey', (typed, shown) => {
    expect(showable(typed)).toBe(shown);
  });
  test.each([
    ['whole', 5, 'whole'],
    ['longer', 5, 'long…'],
    ['two words', 5, 'two…'],
    ['1234😀', 6, '1234😀'],
    ['1234😀6', 6, '1234…'],
  ])('%j in %i units', (text, length, shown) => {
    expect(truncate(text, length)).toBe(shown);
  });
  test('is never longer than asked for, nor half a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 30 }),
        (text, length) => {
          const shown = truncate(text, length);
          expect(shown.length).toBeLessThanOrEqual(length);
          expect(shown.isWellFormed()).toBe(true);
        },
      ),
    );
  });
});

test('a reply loses such marks in every text, and none of a command', () => {
  const mark = '\u202e';
  const spoilt: Reply = JSON.parse(
    JSON.stringify(fullReply, (key, value: unknown) =>
      typeof value === 'string' && !['visibility', 'align', 'command'].includes(key)
        ? `${mark}${value}`
        : value,
    ),
  );
  const shown = showableReply(
    { ...spoilt, charts: fullReply.charts.map(({ spec }) => ({ alt: mark, spec })) },
    1000,
  );
  const { charts, ...rest } = shown;
  expect(rest).toEqual({ ...fullReply, charts: undefined });
  expect(charts.map(({ alt }) => alt)).toEqual(['']);
  const [action] = showableReply(
    { ...fullReply, actions: [{ label: 'x'.repeat(50), command: 'y'.repeat(50) }] },
    10,
  ).actions;
  expect(action).toEqual({ label: `${'x'.repeat(9)}…`, command: 'y'.repeat(50) });
});
