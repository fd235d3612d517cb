import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessLog } from '../../../src/store/schema.ts';
import { customerNames } from '../../banks/forty-customers.ts';
import { emptyAccessLog } from '../../empty-access-log.ts';
import { deliverPetrasDigest, deliveryServices } from '../digest-in-channel.ts';
import { openWorkspace, until } from './slack-workspace.ts';

/** What no message of a bank may carry that keeps customers' data out of Slack. */
function expectNoData(message: unknown) {
  const said = decodeURIComponent(JSON.stringify(message).replace(/%(?![\dA-F]{2})/g, '%25'));
  for (const name of customerNames) expect(said).not.toContain(JSON.stringify(name).slice(1, -1));
  expect(said).not.toMatch(/Zhang|Customer Number|€\s?\d|\d\s?[%€]|Prague|slack_file/);
}
const page = 'https://chat.bank.example/bell/';
const addressIn = (message: unknown) =>
  /https:[^"\\ ]+/.exec(JSON.stringify(message))?.[0].replace(page, '');

describe('a bank that keeps customers’ data out of Slack', () => {
  let w: Awaited<ReturnType<typeof openWorkspace>>;
  beforeAll(async () => {
    w = await openWorkspace('http', { show: 'links' });
  });
  afterAll(() => w.close());
  beforeEach(async () => {
    await w.settled();
    await emptyAccessLog(w.bank.store);
    w.slack.messages.length = 0;
    w.slack.shared.length = 0;
    w.slack.calls.length = 0;
  });

  test.each([
    ['customer Zhang Wei', 'c/1042'],
    ['why Zhang Wei', '#q/why%201042'],
    ['compare "Zhang Wei" 1045', '#q/compare%201042%201045'],
    ['at-risk 5', '#q/at-risk%205'],
    ['top 5 as csv', '#q/top%205'],
    ['book', '#q/book'],
    ['customer Zhang', undefined],
    ['customer 999999', ''],
    ['cusomer', ''],
  ])('answers %s with a link', async (text, address) => {
    await w.command(text, 'UANA', 'DANA', 'directmessage');
    const message = await w.answer();
    expectNoData(message);
    expect(JSON.stringify(message)).toContain('keeps customers’ data out of Slack');
    if (address !== undefined) expect(addressIn(message.blocks)).toBe(address);
    await w.settled();
    expect(w.slack.messages).toHaveLength(1);
    expect(w.slack.shared).toEqual([]);
    expect(w.slack.calls.some(({ method }) => method.startsWith('files.'))).toBe(false);
  });

  test('says in the log of access that a link alone was shown', async () => {
    await w.command('customer 1042');
    await w.answer();
    const [entry] = await w.bank.store.db.select().from(accessLog);
    expect(entry).toMatchObject({ intent: 'customer.value', asked: { as: 'link' }, shown: [] });
  });

  test('keeps what somebody noted, says so, and leads to the card', async () => {
    await w.command('log 1042 called "wants a mortgage of €5"');
    const message = await w.answer();
    expectNoData(message);
    expect(message.text).toContain('It is kept');
    expect(addressIn(message.blocks)).toBe('c/1042');
  });

  test('helps in Slack itself, in Chinese too', async () => {
    await w.command('help', 'ULI');
    const message = await w.answer();
    expect(message.text).toMatch(/\p{Script=Han}/u);
    await w.command('客户1072值多少钱？', 'ULI');
    const linked = await w.answer(1);
    expect(linked.text).toContain('贵行不在 Slack 中显示客户数据');
    expectNoData(linked);
  });

  test('leads to whom a message mentions, without the name', async () => {
    await w.messageShortcut('Zhang Wei called', 'UPETRA', 'C1');
    const message = await w.answer();
    expectNoData(message);
    expect(addressIn(message.blocks)).toBe('c/1042');
  });

  test('shows a home of links', async () => {
    await w.openHome('UPETRA');
    await until(() => w.slack.homes.has('UPETRA'), 'the home is shown');
    const home = w.slack.homes.get('UPETRA');
    expectNoData(home);
    expect(JSON.stringify(home)).toContain(`${page}#q/at-risk`);
  });

  test('sends digests as links, to their owner and to a channel', async () => {
    const services = deliveryServices(w.bank, [w.channel.outlet]);
    await deliverPetrasDigest(services, { channel: 'slack', address: 'DPETRA' });
    const own = await w.answer();
    expectNoData(own);
    expect(addressIn(own.blocks)).toMatch(/^#q\/digest%20test%20\d+$/);
    expect(w.slack.shared).toEqual([]);
  });
});
