import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseCsv } from '../../conversation/export/parse-csv.ts';
import { readXlsx } from '../../conversation/export/read-xlsx.ts';
import { openTenant } from './teams-tenant.ts';

let t: Awaited<ReturnType<typeof openTenant>>;
beforeAll(async () => {
  t = await openTenant();
  // What is learnt at the first question could take longer than Teams waits.
  await t.bank.conversation.parse('top');
});
afterAll(() => t.close());
beforeEach(() => {
  t.teams.sent.length = 0;
  t.teams.files.length = 0;
  t.teams.uploads.clear();
  t.lines.length = 0;
});

const uploadInfo = (name: string) => ({
  name,
  uploadUrl: `${t.teams.serviceUrl}onedrive/${name}`,
  contentUrl: `https://bank-my.sharepoint.com/personal/petra/${name}`,
  uniqueId: 'u1',
  fileType: name.split('.').at(-1),
});
/** The only file that was offered. */
function offer() {
  const [offered, ...others] = t.teams.files;
  if (offered === undefined || others.length > 0) throw new Error('There is not one offer.');
  if (offered.contentType !== 'application/vnd.microsoft.teams.card.file.consent')
    throw new Error('A file was shown that nobody accepted.');
  return offered;
}
const accept = (name: string, context: object, by = 'petra') =>
  t.answerOffer({ action: 'accept', context, uploadInfo: uploadInfo(name) }, by);
const words = () => JSON.stringify(t.teams.sent.map(({ activity }) => activity));

describe('a list as a file in Teams', () => {
  test('is offered with the answer, holds nothing of it, and is uploaded once it is accepted', async () => {
    await t.say('at-risk as xlsx');
    expect(words()).toContain('has 30 rows: the whole list.');
    const { name, content, conversation } = offer();
    expect(conversation).toBe('a:personal-petra');
    expect(name).toBe('at-risk-2026-06-30.xlsx');
    expect(content.acceptContext).toEqual({ text: 'value at-risk as xlsx' });
    expect(t.teams.uploads.size).toBe(0);

    t.teams.files.length = 0;
    const response = await accept(name, content.acceptContext);
    expect(response.status).toBe(200);
    const uploaded = t.teams.uploads.get(name);
    if (uploaded === undefined) throw new Error('Nothing was uploaded.');
    expect(uploaded.length).toBe(content.sizeInBytes);
    expect(readXlsx(uploaded)).toHaveLength(1 + 30);
    expect(t.teams.files).toMatchObject([
      { name, content: { uniqueId: 'u1', fileType: 'xlsx' }, conversation: 'a:personal-petra' },
    ]);
  });

  test('who takes it gets what they may see, whatever was asked', async () => {
    await accept('list.csv', { text: 'at-risk as csv' }, 'li');
    const uploaded = t.teams.uploads.get('list.csv')?.toString().slice(1) ?? '';
    expect(parseCsv(uploaded)).toHaveLength(1 + 3);
    await accept('other.csv', { text: 'at-risk as csv' }, 'nobody');
    expect(t.teams.uploads.has('other.csv')).toBe(false);
  });

  test('is the list that it was offered for, whatever was asked since', async () => {
    await t.say('top 4', 'ana');
    await t.say('as csv', 'ana');
    const { content } = offer();
    await t.say('segments', 'ana');
    await accept('list.csv', content.acceptContext, 'ana');
    const uploaded = t.teams.uploads.get('list.csv')?.toString().slice(1) ?? '';
    expect(parseCsv(uploaded)).toHaveLength(1 + 4);
  });

  test('is not uploaded when it is declined', async () => {
    expect((await t.answerOffer({ action: 'decline', context: {} })).status).toBe(200);
    expect(t.teams.uploads.size).toBe(0);
  });

  test('goes to no place but SharePoint', async () => {
    const named = { ...uploadInfo('list.csv'), uploadUrl: 'https://evil.example/list.csv' };
    const response = await t.answerOffer({
      action: 'accept',
      context: { text: 'at-risk as csv' },
      uploadInfo: named,
    });
    expect(await response.text()).toContain('InternalServerError');
    expect(t.lines.join('')).toContain('a Teams question was not answered');
  });

  test('a place that does not take it is no silence', async () => {
    t.teams.failNext('upload', 503);
    const response = await accept('list.csv', { text: 'at-risk as csv' });
    expect(await response.text()).toContain('InternalServerError');
    expect(t.lines.join('')).not.toContain('Zhang');
  });

  test('from a channel it is offered in the asker’s own chat, also where the answer is for all', async () => {
    await t.mention('segments as csv');
    expect(offer().conversation).toBe('a:personal-29:petra');
    expect(t.teams.sent.at(-1)?.activity.text).toContain('I have sent the answer to you directly');
  });

  test('a button in a channel answers that it was sent directly', async () => {
    const response = await t.press('at-risk as csv', 'petra', t.thread);
    expect(await response.text()).toContain('I have sent the answer to you directly');
    expect(offer().conversation).toBe('a:personal-29:petra');
  });

  test('a list has the buttons below its table', async () => {
    await t.say('at-risk');
    expect(words()).toContain('"command":"at-risk as xlsx"');
  });
});
