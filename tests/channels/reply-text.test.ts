import { expect, test } from 'vitest';
import { replyText } from '../../src/channels/reply-text.ts';
import { overlongReplies } from './overlong-replies.ts';
import { sampleReplies } from './sample-replies.ts';
import { fullReply } from './sample-reply.ts';

test('everything but the buttons is told, a line each', () => {
  expect(replyText(fullReply, 'en', { length: 4000 }).split('\n')).toEqual([
    fullReply.title,
    fullReply.summary,
    ...fullReply.facts.map(({ label, value }) => `${label}: ${value}`),
    ...(fullReply.details ?? []),
    ...fullReply.charts.map(({ alt }) => alt),
    ...(fullReply.table?.rows ?? []).map((row) => row.join(' · ')),
  ]);
});

test.each(Object.entries(overlongReplies))('%s stays within its length', (_, reply) => {
  for (const length of [300, 1000, 4000]) {
    const literal = (text: string) => text.replaceAll('&', '&amp;');
    const text = replyText(reply, 'en', { length, literal });
    expect(text.length).toBeLessThanOrEqual(length);
    expect(text).not.toMatch(/&(?!amp;)/);
  }
});

test('rows that are left out are counted, in the language of the reply', () => {
  const text = replyText(sampleReplies.long, 'zh', { length: 2000 });
  const told = Number(/还有(\d+)行/.exec(text)?.[1]);
  expect(text.split('\n').length - 3 + told).toBe(400);
});

test('a title of characters that grow when they are escaped is told from its beginning', () => {
  const literal = (text: string) => text.replaceAll('&', '&amp;');
  const text = replyText({ ...fullReply, title: '&'.repeat(900) }, 'en', { length: 1000, literal });
  expect(text).toMatch(/^(?:&amp;){20,}…\n/);
});
