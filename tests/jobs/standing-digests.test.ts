import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { applyStandingDigests, checkStandingDigests } from '../../src/jobs/standing-digests.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { listDigests } from '../../src/store/digests/manage-digests.ts';
import { digests } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fillOddCustomers } from '../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const shipped = readFileSync(
  new URL('../../config/bellwether.yaml', import.meta.url).pathname,
  'utf8',
);
const folder = mkdtempSync(join(tmpdir(), 'standing-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The configuration that ships, with some digests of the bank's own. */
function configWith(standing: string) {
  const file = join(folder, 'bellwether.yaml');
  writeFileSync(
    file,
    shipped.replace(
      '  waitForRun: 45\n',
      `  waitForRun: 45\n  standing:${standing === '' ? ' []' : `\n${standing}`}\n`,
    ),
  );
  return readConfig(file);
}
const week = `    - name: week
      for: jana@bank.example
      about: report
      when: every Monday at 8:00`;
const large = `    - name: large
      for: m2
      to: { channel: slack, address: C1 }
      about: threshold
      threshold: { risk: 0.4, worth: 50000 }
      when: after each run
      language: zh
      atMost: 5
      whenNothing: line`;
const now = new Date('2026-06-30T09:00:00Z');

describe.each(storeKinds)('the digests of a bank itself, on %s', (kind) => {
  let store: Store;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
  });
  afterAll(() => store.close());
  beforeEach(() => store.db.delete(digests));

  const apply = (standing: string, at = now) =>
    applyStandingDigests({ store, config: configWith(standing) }, at);
  const listed = () => listDigests(store.db);

  it('are set up as the configuration says, once, however many replicas start', async () => {
    await Promise.all([apply(`${week}\n${large}`), apply(`${week}\n${large}`)]);
    const first = await listed();
    expect(first).toMatchObject([
      {
        standing: 'week',
        kind: 'report',
        settings: { period: 'weekly' },
        cron: '0 8 * * 1',
        timezone: 'Europe/Prague',
        channel: 'web',
        address: String(people.prague.managerId),
      },
      {
        standing: 'large',
        kind: 'threshold',
        settings: { atMost: 5, passing: { risk: 0.4, worth: 50000 } },
        rule: { afterRun: true },
        whenNothing: 'line',
        locale: 'zh',
        channel: 'slack',
        address: 'C1',
      },
    ]);
    await apply(`${week}\n${large}`, new Date('2026-07-01T09:00:00Z'));
    expect(await listed()).toEqual(first);
    const [row] = await store.db.select({ since: digests.dueSince }).from(digests);
    expect(row?.since).toEqual(now);
  });

  it('are changed with the configuration, and go when it names them no more', async () => {
    await apply(`${week}\n${large}`);
    const [before] = await listed();
    await apply(week.replace('8:00', '9:30'));
    const after = await listed();
    expect(after).toMatchObject([{ id: before?.id, standing: 'week', cron: '30 9 * * 1' }]);
    await apply('');
    expect(await listed()).toEqual([]);
  });

  it('are listed as such, and may be paused but neither changed nor removed', async () => {
    const config = configWith(week);
    await apply(week);
    const [{ id = 0 } = {}] = await listed();
    const conversation = createConversation({
      store,
      config,
      now: () => now,
      log: { error: () => {} },
    });
    const ask = (text: string) =>
      conversation.answer({
        text,
        principal: people.prague,
        channel: 'web',
        address: '1',
        shared: false,
      });
    const { reply, data } = await ask('/value digest list');
    expect(reply.table?.rows[0]?.slice(1, 3)).toEqual([
      'Weekly report',
      'every Monday at 08:00 (Europe/Prague); set up by the bank (week)',
    ]);
    expect(data.digests).toMatchObject([{ standing: 'week' }]);
    await ask(`/value digest edit ${id} at 10:00`);
    await ask(`/value digest remove ${id}`);
    expect(await listed()).toMatchObject([{ id, cron: '0 8 * * 1', paused: false }]);
    await ask(`/value digest pause ${id}`);
    await apply(week);
    expect(await listed()).toMatchObject([{ id, paused: true }]);
  });

  it('wait for people whom the bank does not have yet', async () => {
    const { missing } = await apply(week.replace('jana@', 'nobody@'));
    expect(missing).toMatchObject([{ name: 'week', for: 'nobody@bank.example' }]);
    expect(await listed()).toEqual([]);
  });
});

describe('a digest of the configuration that cannot be', () => {
  const lineOf = (said: string) =>
    readFileSync(join(folder, 'bellwether.yaml'), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(said)) + 1;

  it.each([
    ['about: report', 'about: weather', /standing\.0\.about/],
    ['when: every', 'whne: every', /Unrecognized key/],
    ['about: report', 'about: threshold', /a threshold belongs to/],
    ['about: report', 'about: book\n      atMost: 5', /lists no customers/],
  ])('is refused with its line: %s, as %s', (right, wrong, why) => {
    let message = '';
    try {
      configWith(week.replace(right, wrong));
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(why);
    expect(message).toMatch(/line \d+, digests\.standing\.0/);
  });

  it.each(['every other weekend in May', 'soon', 'every Monday at 25:00'])(
    'is refused with its line where it cannot come: %s',
    (when) => {
      const config = configWith(week.replace('every Monday at 8:00', when));
      expect(() => checkStandingDigests(config, now)).toThrow(`line ${lineOf('name: week')}, `);
      expect(() => checkStandingDigests(config, now)).toThrow(when);
    },
  );
});
