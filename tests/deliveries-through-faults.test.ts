import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { addSlots } from '../src/store/deliveries/due-slots.ts';
import { addDigest } from '../src/store/digests/manage-digests.ts';
import { deliveries } from '../src/store/schema.ts';
import { botToken, signingSecret, startSlackStandIn } from './channels/slack/slack-stand-in.ts';
import { placeSmallBank } from './placed-bank.ts';
import { programsIn, until } from './server-process.ts';
import { storeKinds } from './test-store.ts';

const post = 'chat.postMessage';
const count = 24;

describe.each(storeKinds.filter((kind) => kind === 'postgres'))('two servers on %s', (kind) => {
  it('send each digest once, through kills, lost answers, refusals and ended connections', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bellwether-faults-'));
    const slack = await startSlackStandIn();
    const where = await placeSmallBank(kind);
    const store = await where.open();
    const { start } = programsIn(folder);
    const serve = (name: string) =>
      start({
        ...where.variables,
        DATA_DIR: join(folder, name),
        SLACK_BOT_TOKEN: botToken,
        SLACK_SIGNING_SECRET: signingSecret,
        SLACK_API_URL: slack.apiUrl,
      });
    const servers = new Map(
      await Promise.all(['a', 'b'].map(async (name) => [name, await serve(name)] as const)),
    );
    const kill = async (name: string) => {
      servers.get(name)?.child.kill('SIGKILL');
      servers.set(name, await serve(name));
    };
    const endConnections = () =>
      store.db.execute(
        sql`select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()`,
      );

    slack.limitNext(post, 1);
    slack.failNext(post, 'internal_error');
    slack.breakNext(post, 503);
    for (let n = 0; n < 4; n++) slack.loseNextAnswer(post);
    slack.thenNext(post, endConnections);
    slack.thenNext(post, () => kill('a'));
    slack.thenNext(post, () => kill('b'));
    slack.loseNextAnswer('conversations.history');

    const slot = new Date(Date.now() - 1000);
    const slots: { digestId: number; slot: Date }[] = [];
    for (let n = 0; n < count; n++) {
      const address = `C${100 + n}`;
      slack.botIsIn.add(address);
      const digestId = await addDigest(store.db, {
        ownerId: 3,
        kind: 'at-risk',
        channel: 'slack',
        address,
        cron: '0 0 1 1 *',
        timezone: 'Europe/Prague',
        locale: n % 2 === 0 ? 'en' : 'zh',
        createdAt: new Date(),
      });
      slots.push({ digestId, slot });
    }
    await addSlots(store.db, slots, 'due');
    const states = async () => (await store.db.select().from(deliveries)).map(({ state }) => state);
    await until(
      async () => (await states()).every((state) => state === 'sent' || state === 'settled'),
      120,
    );

    const sent = slack.messages.map(({ channel }) => channel);
    expect(sent.toSorted()).toEqual([...new Set(sent)].toSorted());
    expect(sent).toHaveLength(count);
    expect((await states()).filter((state) => state === 'settled').length).toBeGreaterThan(4);
    expect(slack.messages.every(({ metadata }) => metadata !== undefined)).toBe(true);

    for (const { child } of servers.values()) child.kill('SIGKILL');
    await store.close();
    await where.leave();
    await slack.close();
    rmSync(folder, { recursive: true, force: true });
  }, 180_000);
});
