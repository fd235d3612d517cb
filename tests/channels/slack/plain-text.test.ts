import { expect, test } from 'vitest';
import { plainText } from '../../../src/channels/slack/plain-text.ts';

test.each([
  ['<@U024BE7LH> value customer 1042', 'value customer 1042'],
  ['value <@U024BE7LH|bellwether>   customer\n1042', 'value customer 1042'],
  ['AT&amp;T &lt;b&gt;', 'AT&T <b>'],
  ['a literal &amp;lt;', 'a literal &lt;'],
  ['see <https://bank.example/a?b=1&amp;c=2>', 'see https://bank.example/a?b=1&c=2'],
  ['see <https://bank.example|the bank>', 'see the bank'],
  ['mail <mailto:ann@bank.example|ann@bank.example>', 'mail ann@bank.example'],
  ['segments for <#C024BE7LR|prague>', 'segments for prague'],
  ['<!here> who is at risk?', 'who is at risk?'],
  ['<!subteam^S1|@advisers> at-risk', '@advisers at-risk'],
  ['我的客户里谁最可能流失？', '我的客户里谁最可能流失？'],
  ['', ''],
])('%s is read as it was typed', (given, read) => {
  expect(plainText(given)).toBe(read);
});

test.each(['<', '<@A', '<!a|', '<a|', '<@A|', ' <', '&lt;'])(
  'a message of %s alone is read at once',
  (piece) => {
    const begun = process.threadCpuUsage();
    plainText(piece.repeat(40_000 / piece.length));
    const { user, system } = process.threadCpuUsage(begun);
    expect((user + system) / 1000).toBeLessThan(50);
  },
);

test('of a huge message the beginning is read', () => {
  expect(plainText(`top 3 ${'<x|'.repeat(1_000_000)}`)).toMatch(/^top 3 /);
  expect(plainText('x'.repeat(1_000_000))).toHaveLength(4000);
});
