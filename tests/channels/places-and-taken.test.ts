import { describe, expect, it } from 'vitest';
import { adaptiveCard } from '../../src/channels/adaptive-card.ts';
import { replyText } from '../../src/channels/reply-text.ts';
import { slackBlocks } from '../../src/channels/slack/blocks.ts';
import { renderTerminal } from '../../src/channels/terminal/render.ts';
import type { Reply } from '../../src/conversation/reply.ts';

const reply: Reply = {
  title: 'The most valuable customers: 11–12',
  taken: 'Taken from before: *Prague*',
  summary: 'Places 11 to 12.',
  facts: [],
  table: {
    columns: [{ label: 'Customer', align: 'start' }],
    rows: [['Anna'], ['Zhang Wei']],
    first: 11,
  },
  charts: [],
  actions: [],
  visibility: 'asker',
};

describe('a page of a list that went on from before', () => {
  it('numbers its rows in Slack, and says under the title what was taken', () => {
    const blocks = slackBlocks(reply, 'en');
    expect(blocks[1]).toEqual({
      type: 'context',
      elements: [{ type: 'plain_text', text: 'Taken from before: *Prague*' }],
    });
    expect(JSON.stringify(blocks)).toContain('"style":"ordered","offset":10');
  });

  it('does so in an Adaptive Card', () => {
    const { body } = adaptiveCard(reply, { locale: 'en', chartUrls: [] });
    expect(body[1]).toMatchObject({ text: 'Taken from before: \\*Prague\\*', isSubtle: true });
    const texts = JSON.stringify(body);
    expect(texts).toContain('"text":"\\\\#"');
    expect(texts).toContain('"text":"12"');
  });

  it('does so in a terminal and in mere text', () => {
    const lines = renderTerminal(reply, { width: 60, colour: false, locale: 'en' }).split('\n');
    expect(lines[1]).toContain('Taken from before: *Prague*');
    expect(lines.find((line) => line.includes('Anna'))).toMatch(/│ 11 {2}Anna/);
    expect(replyText(reply, 'en', { length: 500 }).split('\n')).toEqual([
      reply.title,
      'Taken from before: *Prague*',
      'Places 11 to 12.',
      '11 · Anna',
      '12 · Zhang Wei',
    ]);
  });
});
