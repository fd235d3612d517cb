import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formattingName } from '../../banks/forty-customers.ts';
import { parseCsv } from '../../conversation/export/parse-csv.ts';
import { readXlsx } from '../../conversation/export/read-xlsx.ts';
import { openWorkspace } from './slack-workspace.ts';

describe('a list as a file in Slack', () => {
  let w: Awaited<ReturnType<typeof openWorkspace>>;
  let before = 0;
  beforeAll(async () => {
    w = await openWorkspace();
  });
  afterAll(() => w.close());
  beforeEach(() => {
    before = w.slack.messages.length;
    w.slack.shared.length = 0;
  });

  test('a list has buttons that ask for it as a file', async () => {
    await w.command('at-risk');
    const { blocks } = await w.answer(before);
    expect(JSON.stringify(blocks)).toContain('"value":"at-risk as xlsx"');
    before = w.slack.messages.length;
    await w.press('at-risk as xlsx');
    const told = await w.answer(before);
    expect(told).toMatchObject({ by: 'response', channel: 'C1', onlyFor: 'UPETRA' });
    expect(told.text).toContain('at-risk-2026-06-30.xlsx has 30 rows: the whole list.');
    expect(told.text).toContain('The file is in your own chat with me.');
    const [file, ...others] = w.slack.shared;
    expect(others).toEqual([]);
    expect(file).toMatchObject({ name: 'at-risk-2026-06-30.xlsx', channel: 'DPETRA' });
    if (file === undefined) throw new Error('There is no file.');
    const rows = readXlsx(file.content);
    expect(rows).toHaveLength(1 + 30);
    expect(rows.map(([cell]) => cell?.text)).toContain(formattingName);
  });

  test('what only the asker may see goes into no channel, whoever reads it', async () => {
    await w.mention('top 3 as csv', { thread_ts: '1782977300.000001' });
    await w.answer(before);
    expect(w.slack.shared).toMatchObject([{ channel: 'DPETRA', thread: undefined }]);
  });

  test('nor does what all of it may see, unless it is shared', async () => {
    await w.mention('segments as csv', { thread_ts: '1782977300.000001' });
    const told = await w.answer(before);
    expect(told).toMatchObject({ onlyFor: 'UPETRA' });
    expect(told.text).toContain('own chat');
    expect(w.slack.shared).toMatchObject([{ channel: 'DPETRA', thread: undefined }]);
  });

  test('where the bot is no member, it goes to the asker', async () => {
    await w.command('segments as csv', 'UPETRA', 'C2');
    expect((await w.answer(before)).text).toContain('own chat');
    expect(w.slack.shared).toMatchObject([{ channel: 'DPETRA' }]);
  });

  test('in a direct message it is where it was asked for, with what the asker may see', async () => {
    await w.directMessage('流失名单导出csv', 'ULI');
    await w.answer(before);
    const [file] = w.slack.shared;
    expect(file).toMatchObject({ channel: 'DLI', thread: '1782977400.000200' });
    expect(parseCsv(file?.content.toString().slice(1) ?? '')).toHaveLength(1 + 3);
  });

  test('a file that Slack refuses is no silence', async () => {
    w.slack.failNext('files.completeUploadExternal', 'restricted_action');
    await w.directMessage('at-risk as csv');
    expect((await w.answer(before)).text).toContain('Slack did not take the file');
    expect(w.slack.shared).toEqual([]);
    expect(w.lines.join('')).not.toContain('Zhang');
  });

  test('a stranger gets none', async () => {
    await w.directMessage('at-risk as csv', 'UNOBODY');
    await w.answer(before);
    expect(w.slack.shared).toEqual([]);
  });
});
