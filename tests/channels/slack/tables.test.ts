import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { slackBlocks } from '../../../src/channels/slack/blocks.ts';
import { nativeForms } from '../../../src/channels/slack/native-forms.ts';
import type { Reply } from '../../../src/conversation/reply.ts';
import { slackRefusedForms } from '../../../src/store/schema.ts';
import { sampleReplies } from '../sample-replies.ts';
import { textsIn, wrongWithBlocks } from './block-rules.ts';
import { readMessage } from './read-message.ts';
import type { Posted } from './slack-stand-in.ts';
import { openWorkspace, until } from './slack-workspace.ts';

const tableShape = z.looseObject({
  type: z.enum(['table', 'data_table']),
  rows: z.array(z.array(z.looseObject({ type: z.string(), text: z.string() }))),
  page_size: z.number().optional(),
  caption: z.string().optional(),
});
const tableIn = (blocks: readonly unknown[]) =>
  blocks.flatMap((block) => tableShape.safeParse(block).data ?? [])[0];

describe('lists in a Slack workspace', () => {
  let w: Awaited<ReturnType<typeof openWorkspace>>;
  beforeAll(async () => {
    w = await openWorkspace();
  });
  afterAll(() => w.close());
  beforeEach(async () => {
    await w.settled();
    await w.bank.store.db.delete(slackRefusedForms);
    Object.assign(w.slack.settings, {
      unknownBlocks: new Set(),
      namesBlocks: true,
      refusesFiles: 0,
      refusesBy: 'status-500',
    });
    w.slack.messages.length = 0;
    w.slack.calls.length = 0;
  });

  const ask = async (text: string): Promise<Posted> => {
    const before = w.slack.messages.length;
    await w.command(text, 'UANA', 'DANA', 'directmessage');
    return w.answer(before);
  };
  const remembered = () => w.bank.store.db.select().from(slackRefusedForms);
  const tries = () => w.slack.calls.filter(({ method }) => method === 'response').length;

  test('are tables, with pages where they are long', async () => {
    const short = tableIn((await ask('top 5')).blocks);
    expect(short).toMatchObject({ type: 'table' });
    expect(short?.rows).toHaveLength(6);
    const long = tableIn((await ask('top 30')).blocks);
    expect(long).toMatchObject({ type: 'data_table', page_size: 10 });
    expect(long?.rows).toHaveLength(31);
    expect(long?.rows[1]?.some(({ type }) => type === 'raw_number')).toBe(true);
    expect(tries()).toBe(2);
  });

  test('have the same figures where the workspace takes no table', async () => {
    const native = tableIn((await ask('top 12')).blocks);
    w.slack.settings.unknownBlocks = new Set(['table', 'data_table']);
    const plain = await ask('top 12');
    expect(tableIn(plain.blocks)).toBeUndefined();
    const lines = readMessage(plain).text.split('\n');
    expect(native?.rows).toHaveLength(13);
    for (const [name = { text: '' }, ...cells] of native?.rows.slice(1) ?? []) {
      const line = lines.find((each) => each.startsWith(`${name.text}  ·`)) ?? '';
      for (const { text } of cells) if (text !== '–') expect(line).toContain(text);
    }
  });

  test.each([
    ['names what it does not know', true, ['data_table']],
    ['refuses without a word', false, ['context_actions', 'data_table']],
  ])('a workspace that %s is remembered', async (_, namesBlocks, refused) => {
    w.slack.settings.unknownBlocks = new Set(['data_table']);
    w.slack.settings.namesBlocks = namesBlocks;
    await ask('top 30');
    await until(async () => (await remembered()).length > 0, 'the refusal is kept');
    const kept = await remembered();
    expect(kept.map(({ form }) => form).toSorted()).toEqual(refused);
    expect(new Set(kept.map(({ workspace }) => workspace))).toEqual(new Set(['T1']));
    const before = tries();
    const { blocks } = await ask('top 30');
    expect(tries() - before).toBe(1);
    expect(tableIn(blocks)?.type).toBe('table');
  });

  test('nothing is remembered where the charts were to blame, or the text alone was taken', async () => {
    w.slack.settings.refusesFiles = 2;
    await ask('customer 1042');
    w.slack.settings.refusesFiles = 0;
    w.slack.settings.refusesBlocks = true;
    expect((await ask('top 30')).blocks).toEqual([]);
    w.slack.settings.refusesBlocks = false;
    await w.settled();
    expect(await remembered()).toEqual([]);
    expect(tableIn((await ask('top 30')).blocks)?.type).toBe('data_table');
  });
});

const native = new Set(nativeForms);
const long = 'Wilhelmina Featherstonehaugh-Konstantinopoulou van der Heijden';
const listOf = (rows: string[][], more: Partial<Reply> = {}): Reply => ({
  title: 'A list',
  summary: 'Many.',
  facts: [],
  charts: [],
  actions: [],
  visibility: 'asker',
  table: {
    columns: rows[0]?.map((_, at) => ({ label: `c${at}`, align: at > 0 ? 'end' : 'start' })) ?? [],
    rows,
  },
  ...more,
});

test.each([
  [
    'a hundred customers with long names',
    Array.from({ length: 100 }, (_, i) => [`${long} ${i}`, String(1000 + i), '€1,234,567', '62%']),
  ],
  ['four hundred rows', Array.from({ length: 400 }, (_, i) => [`n${i}`, `€${i}`])],
  [
    'rows of a thousand characters',
    Array.from({ length: 30 }, (_, i) => [`${i} ${'x'.repeat(999)}`, '1']),
  ],
  ['a single row that fits nowhere', [['x'.repeat(11_000), '1']]],
  ['twenty-one columns', [Array.from({ length: 21 }, (_, i) => `${i}`)]],
  ['empty cells', Array.from({ length: 12 }, () => ['', ''])],
  ['no row', []],
])('%s are within what Slack takes, and what is left out is counted', (_, rows) => {
  const blocks = slackBlocks(listOf(rows), 'en', { native, votable: 'a'.repeat(20) });
  expect(wrongWithBlocks(blocks, () => true)).toEqual([]);
  const table = tableIn(blocks);
  if (table === undefined) return;
  const more = /and ([\d,]+) more/.exec(textsIn(blocks).join('\n'))?.[1]?.replace(',', '') ?? '0';
  expect(table.rows.length - 1 + Number(more)).toBe(rows.length);
});

test('columns sort as numbers only where all their cells are figures of one kind', () => {
  const rows = Array.from({ length: 11 }, (_, i) => [
    `n${i}`,
    `€${1000 * i + 1}`,
    i === 3 ? '–' : `${i}%`,
    `€${i},${String(i).padStart(3, '0')}.50`,
  ]);
  const cells = tableIn(slackBlocks(listOf(rows), 'en', { native }))?.rows[3] ?? [];
  expect(cells.map(({ type }) => type)).toEqual([
    'raw_text',
    'raw_number',
    'raw_text',
    'raw_number',
  ]);
  expect(cells[3]).toMatchObject({ value: 2002.5, text: '€2,002.50' });
});

test('a list that goes on keeps its places, and one whose rows have buttons keeps these', () => {
  const going = listOf([['Ann', '€1']]);
  const { table } = going;
  const blocks = slackBlocks(
    { ...going, ...(table ? { table: { ...table, first: 11 } } : {}) },
    'zh',
    { native },
  );
  expect(tableIn(blocks)?.rows[1]?.map(({ text }) => text)).toEqual(['11', 'Ann', '€1']);
  expect(tableIn(slackBlocks(sampleReplies.rows, 'en', { native }))).toBeUndefined();
});

test('is drawn as before', async () => {
  const reply = { ...sampleReplies.long, title: 'At risk', actions: [] };
  for (const [name, rows] of [
    ['table', 3],
    ['data-table', 12],
  ] as const) {
    const shown = { ...reply, table: { ...reply.table, rows: reply.table.rows.slice(0, rows) } };
    const blocks = slackBlocks(shown, 'en', { native, votable: 'a'.repeat(20) });
    await expect(JSON.stringify(blocks, null, 1)).toMatchFileSnapshot(`golden/${name}.json`);
  }
});
