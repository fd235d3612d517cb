import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adaptiveCard } from '../../src/channels/adaptive-card.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { chineseReply, fullReply } from './sample-reply.ts';

const plain: Reply = {
  title: 'Title',
  summary: 'Summary.',
  facts: [],
  charts: [],
  actions: [],
  visibility: 'asker',
};
const en = { locale: 'en', chartUrls: [] } as const;
const textOf = (text: string) => adaptiveCard({ ...plain, title: text }, en).body[0];
const bytes = (card: unknown) => Buffer.byteLength(JSON.stringify(card));

test.each([
  ['full', fullReply, 'en'],
  ['chinese', chineseReply, 'zh'],
] as const)('a %s reply becomes the card of its golden file', async (name, reply, locale) => {
  const card = adaptiveCard(reply, { locale, chartUrls: ['https://bank.example/charts/a.png'] });
  await expect(`${JSON.stringify(card, null, 2)}\n`).toMatchFileSnapshot(
    `golden/adaptive-card-${name}.json`,
  );
});

describe('a text', () => {
  test.each([
    ['*Ann* [x](http://y)', '\\*Ann\\* \\[x\\](http://y)'],
    ['snake_case `code` ~~gone~~', 'snake\\_case \\`code\\` \\~\\~gone\\~\\~'],
    ['<at>All</at> &amp; A & B', '\\<at\\>All\\</at\\> \\&amp; A & B'],
    ['- no list', '\\- no list'],
    ['1. no list', '1\\. no list'],
    ['-€58,770 and 1.5%', '-€58,770 and 1.5%'],
    ['# no heading', '\\# no heading'],
    ['C:\\dir', 'C:\\\\dir'],
    ['one\ntwo', 'one\n\ntwo'],
  ])('such as %j shows literally', (text, escaped) => {
    expect(textOf(text)).toMatchObject({ text: escaped });
  });
  test('holds no function of the card, such as {{DATE()}}', () => {
    expect(JSON.stringify(textOf('{{DATE(2020-01-01T00:00:00Z)}}'))).not.toContain('{{');
  });
  test('comes back whole when its escapes are taken away', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        fc.pre(!/\n|\{\{/.test(text) && text.trim() === text);
        const shown = textOf(text);
        const unescaped =
          shown !== undefined && 'text' in shown
            ? shown.text.replace(/\\([!-/:-@[-`{-~])/g, '$1')
            : '';
        expect(unescaped).toBe(text);
      }),
    );
  });
});

describe('a card', () => {
  test('asks the command of a button by Action.Execute', () => {
    expect(adaptiveCard(fullReply, en).actions[0]).toEqual({
      type: 'Action.Execute',
      title: 'Why?',
      verb: 'ask',
      data: { command: 'why 1042' },
    });
  });
  test('tells a chart without a picture by its words', () => {
    expect(JSON.stringify(adaptiveCard(fullReply, en).body)).toContain('€9,853 in all');
  });
  test('has no table where there are no rows', () => {
    const table = { columns: [{ label: 'Customer', align: 'start' as const }], rows: [] };
    expect(adaptiveCard({ ...plain, table }, en).body.map(({ type }) => type)).toEqual([
      'TextBlock',
      'TextBlock',
    ]);
  });
  test('puts further buttons into the menu', () => {
    const actions = Array.from({ length: 8 }, (_, at) => ({ label: `B${at}`, command: 'help' }));
    const modes = adaptiveCard({ ...plain, actions }, en).actions.map((action) =>
      'mode' in action ? action.mode : undefined,
    );
    expect(modes.slice(5)).toEqual([undefined, 'secondary', 'secondary']);
  });
});

describe('a reply too long for Teams', () => {
  const rows = Array.from({ length: 400 }, (_, at) => [`Customer ${at} 张伟`, `€${at},000`]);
  const columns = [
    { label: 'Customer', align: 'start' as const },
    { label: 'CLV', align: 'end' as const },
  ];
  test('keeps the first rows and says how many of all', () => {
    const long = { ...fullReply, table: { columns, rows } };
    const card = adaptiveCard(long, en);
    expect(bytes(card)).toBeLessThan(28_000);
    const said = /The first (\d+) of 400 rows/.exec(JSON.stringify(card));
    expect(Number(said?.[1])).toBeGreaterThan(40);
    expect(JSON.stringify(card)).toContain(`Customer ${Number(said?.[1]) - 1} `);
    expect(JSON.stringify(adaptiveCard(long, { locale: 'zh', chartUrls: [] }))).toMatch(
      /共400行，显示前\d+行/,
    );
  });
  test('loses details and then facts, and says so', () => {
    const details = Array.from({ length: 60 }, () => '很长的说明。'.repeat(200));
    const card = adaptiveCard({ ...fullReply, details }, en);
    expect(bytes(card)).toBeLessThan(28_000);
    expect(JSON.stringify(card)).toContain('shortened to fit');
  });
});

test('a heading among the details stands out', () => {
  const reply = { ...plain, details: ['before', 'Open', 'a complaint'], headings: [1] };
  const shown = adaptiveCard(reply, en).body.slice(-3);
  expect(shown.map((block) => ('weight' in block ? block.weight : undefined))).toEqual([
    undefined,
    'Bolder',
    undefined,
  ]);
});
