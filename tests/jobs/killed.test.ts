import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { addDigest } from '../../src/store/digests/manage-digests.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { deliveries, inbox, managers } from '../../src/store/schema.ts';
import { keepConversation } from '../../src/store/teams/conversation-references.ts';
import { fillSevenCustomers } from '../banks/seven-customers.ts';
import { startConnectorStandIn } from '../channels/teams/connector-stand-in.ts';
import { asTests, until } from '../server-process.ts';
import { makeTestDatabase, storeKinds } from '../test-store.ts';

const created = new Date('2026-11-01T00:00:00Z');
const due = new Date('2026-11-03T07:30:00Z');
const each = 50;

describe.each(storeKinds.filter((kind) => kind === 'postgres'))(
  'killed deliveries on %s',
  (kind) => {
    it('arrive in the inbox once, and in Teams once, but for what says that it may be a repeat', async () => {
      expect(kind).toBe('postgres');
      const { url, drop } = await makeTestDatabase();
      const store = await openPostgres(url, 4);
      await fillSevenCustomers(store, created);
      const teams = await startConnectorStandIn();
      const readers = await store.db
        .insert(managers)
        .values(
          Array.from({ length: each }, (_, at) => ({
            externalId: `reader-${at}`,
            email: `reader-${at}@bank.example`,
            name: `Reader ${at}`,
            role: 'analyst' as const,
          })),
        )
        .returning({ id: managers.id });
      const when = {
        cron: '30 8 * * *',
        timezone: 'Europe/Prague',
        locale: 'en',
        createdAt: created,
      };
      for (const { id } of readers) {
        const personal = `a:personal-${id}`;
        await keepConversation(
          store.db,
          personal,
          {
            channelId: 'msteams',
            serviceUrl: teams.serviceUrl,
            bot: { id: '28:bot' },
            user: { id: `29:${id}` },
            conversation: { id: personal, conversationType: 'personal' },
          },
          created,
        );
        const digest = { ...when, ownerId: id, kind: 'book' as const };
        await addDigest(store.db, { ...digest, channel: 'web', address: String(id) });
        await addDigest(store.db, { ...digest, channel: 'teams', address: personal });
      }
      const arrived = async () => (await store.db.select().from(inbox)).length + teams.sent.length;
      const isDone = async () => {
        const left = await store.db
          .select()
          .from(deliveries)
          .where(sql`state in ('due', 'sending')`);
        return left.length === 0 && (await arrived()) >= 2 * each;
      };

      const program = fileURLToPath(new URL('deliver-until-killed.ts', import.meta.url));
      // Each replica comes when the claims of the one before have run out, by the clock of the store.
      for (const [replica, most] of [20, 45, 70, Number.POSITIVE_INFINITY].entries()) {
        const from = new Date(due.getTime() + 1000 + replica * 120_000).toISOString();
        const child = spawn(process.execPath, [...asTests, program, url, from], {
          stdio: 'inherit',
        });
        const exit = once(child, 'exit');
        await until(async () => (await isDone()) || (await arrived()) >= most, 40);
        child.kill('SIGKILL');
        expect(await exit).toEqual([null, 'SIGKILL']);
      }

      const inboxes = (await store.db.select().from(inbox)).map(({ managerId }) => managerId);
      expect(inboxes.toSorted((a, b) => a - b)).toEqual(readers.map(({ id }) => id));
      const byConversation = Map.groupBy(teams.sent, ({ conversation }) => conversation);
      expect(byConversation.size).toBe(each);
      // Of one that was begun, nobody knows whether Teams had taken it: what comes after says so.
      for (const messages of byConversation.values()) {
        const unmarked = messages.filter(
          ({ activity }) => !JSON.stringify(activity).includes('may be a repeat'),
        );
        expect(unmarked.length).toBeLessThanOrEqual(1);
        expect(messages.length - unmarked.length).toBeLessThanOrEqual(1);
      }
      expect(await isDone()).toBe(true);
      await teams.close();
      await store.close();
      await drop();
    }, 180_000);
  },
);
