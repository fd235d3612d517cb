import { expect, test } from 'vitest';
import { askedText } from '../../../src/channels/teams/asked-text.ts';

const recipient = { id: '28:bot' };
const mentionOf = (id: string, name: string) => ({
  type: 'mention',
  mentioned: { id, name },
  text: `<at>${name}</at>`,
});

test.each([
  ['value customer 1042', [], 'value customer 1042'],
  ['<at>Bell</at> value customer 1042', [mentionOf('28:bot', 'Bell')], 'value customer 1042'],
  ['<at id="0">Bell</at>&nbsp;top 5', [], 'top 5'],
  [
    'how is the book of <at>Petra N.</at>, <at>Bell</at>?',
    [mentionOf('29:p', 'Petra N.'), mentionOf('28:bot', 'Bell')],
    'how is the book of Petra N., ?',
  ],
  ['<p>who is <b>at risk</b>?</p>\r\n', [], 'who is at risk?'],
  ['AT&amp;T &lt;3 &quot;x&quot; &#39;y&#39;', [], `AT&T <3 "x" 'y'`],
  ['<at>Bell</at>', [{ type: 'clientInfo', locale: 'en' }], ''],
])('%s is read as it was typed', (text, entities, read) => {
  expect(askedText({ text, entities, recipient })).toBe(read);
});

test.each(['<', '<at>', '<at ', '</at', '<p ', '<b x', ' <at>x', '&amp;'])(
  'a message of %s alone is read at once',
  (piece) => {
    const begun = process.threadCpuUsage();
    askedText({ text: piece.repeat(28_000 / piece.length), recipient });
    const { user, system } = process.threadCpuUsage(begun);
    expect((user + system) / 1000).toBeLessThan(50);
  },
);

test('of a huge message the beginning is read', () => {
  const entities = Array.from({ length: 1000 }, () => mentionOf('28:bot', 'Bell'));
  const text = `<at>Bell</at> top 3 ${'<at>'.repeat(1_000_000)}`;
  expect(askedText({ text, entities, recipient })).toBe('top 3');
  expect(askedText({ text: 'x'.repeat(1_000_000), recipient })).toHaveLength(4000);
});
