import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slackBlocks, slackText } from '../../../src/channels/slack/blocks.ts';
import type { Reply } from '../../../src/conversation/reply.ts';
import { sampleReplies } from '../sample-replies.ts';
import { textsIn, wrongWithBlocks } from './block-rules.ts';

const files = (reply: Reply) => reply.charts.map((_, i) => `F${i}`);

describe.each(Object.entries<Reply>(sampleReplies))('the reply "%s"', (name, reply) => {
  const locale = name === 'chinese' ? 'zh' : 'en';
  const blocks = slackBlocks(reply, locale, { files: files(reply) });

  test('is as it was drawn before', async () => {
    await expect(JSON.stringify(blocks, null, 1)).toMatchFileSnapshot(`golden/${name}.json`);
    await expect(`${slackText(reply, locale)}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test('is what Slack takes', () => {
    expect(wrongWithBlocks(blocks, () => true)).toEqual([]);
    expect(slackText(reply, locale).length).toBeLessThanOrEqual(4000);
  });
});

test('rows that do not fit are counted', () => {
  const blocks = slackBlocks(sampleReplies.long, 'zh');
  const shown = /还有(\d+)行/.exec(textsIn(blocks).join('\n'))?.[1];
  const lines = JSON.stringify(blocks).split('rich_text_section').length - 2;
  expect(Number(shown) + lines).toBe(400);
});

test('no reply makes blocks that Slack refuses', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 3000 });
  const some = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(
      fc
        .record({
          title: some,
          summary: some,
          facts: fc.array(fc.record({ label: some, value: words }), { maxLength: 20 }),
          details: fc.array(words, { maxLength: 10 }),
          rows: fc.array(fc.array(words, { minLength: 2, maxLength: 2 }), { maxLength: 60 }),
          actions: fc.array(fc.record({ label: some, command: some }), { maxLength: 30 }),
        })
        .map(
          ({ rows, ...rest }): Reply => ({
            ...rest,
            table: {
              columns: [
                { label: 'a', align: 'start' },
                { label: 'b', align: 'end' },
              ],
              rows,
            },
            charts: [{ alt: rest.summary, spec: { mark: 'bar', data: { values: [] } } }],
            visibility: 'asker',
          }),
        ),
      (reply) => {
        const blocks = slackBlocks(reply, 'en', { files: ['F1'] });
        expect(wrongWithBlocks(blocks, () => true)).toEqual([]);
        const told = [JSON.stringify(blocks), slackText(reply, 'en')].join('');
        expect(told.isWellFormed()).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

test('headings among the details part the list', () => {
  const blocks = slackBlocks(
    { ...sampleReplies.bare, details: ['before', 'Open', 'a', 'b', 'Next', 'c'], headings: [1, 4] },
    'en',
  );
  expect(wrongWithBlocks(blocks, () => true)).toEqual([]);
  const lists = JSON.stringify(blocks).split('rich_text_list').length - 1;
  expect(lists).toBe(3);
  expect(textsIn(blocks).join('|')).toContain('before|Open|a|b|Next|c');
});
