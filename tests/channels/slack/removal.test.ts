import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  accessLog,
  answersBefore,
  answersGiven,
  deliveries,
  digests,
  handledEvents,
  identities,
  slackRefusedForms,
} from '../../../src/store/schema.ts';
import { testMoment } from '../../banks/forty-customers.ts';
import { openWorkspace } from './slack-workspace.ts';

let w: Awaited<ReturnType<typeof openWorkspace>>;
beforeAll(async () => {
  w = await openWorkspace();
});
afterAll(() => w.close());

/** How much is kept of the workspace, a table a figure; what stays of it: events taken and what was sent; the log of access, and what is kept of another channel. */
async function kept() {
  const { db } = w.bank.store;
  const [people, before, given, sent, events, refused, set, log, others] = await Promise.all([
    db.select().from(identities).where(eq(identities.channel, 'slack')),
    db.select().from(answersBefore).where(eq(answersBefore.channel, 'slack')),
    db.select().from(answersGiven).where(eq(answersGiven.channel, 'slack')),
    db.select().from(deliveries).where(eq(deliveries.channel, 'slack')),
    db.select().from(handledEvents).where(eq(handledEvents.channel, 'slack')),
    db.select().from(slackRefusedForms),
    db.select().from(digests).where(eq(digests.channel, 'slack')),
    db.select().from(accessLog),
    db.select().from(identities).where(eq(identities.channel, 'teams')),
  ]);
  return {
    kept: [people, before, given, refused].map(({ length }) => length),
    stays: [events.length, sent.length] as const,
    addresses: set.flatMap(({ address }) => (address === '' ? [] : [address])),
    standing: set.filter(({ removedAt }) => removedAt === null).length,
    log: log.length,
    others: others.length,
  };
}

test('app_uninstalled wipes what was kept of the workspace, but for who saw what', async () => {
  const { db } = w.bank.store;
  await w.command('customer 1042', 'UPETRA', 'DPETRA', 'directmessage');
  await w.answer();
  await w.command('digest add "at-risk customers every weekday at 8:30"', 'UPETRA', 'DPETRA');
  await w.answer(1);
  await w.settled();
  await db.insert(slackRefusedForms).values({ workspace: 'T1', form: 'table', at: testMoment });
  const [digest] = await db.select().from(digests).where(eq(digests.address, 'DPETRA'));
  await db.insert(deliveries).values({
    key: 'removal',
    digestId: digest?.id ?? null,
    ownerId: digest?.ownerId ?? null,
    slot: testMoment,
    state: 'sent',
    channel: 'slack',
    address: 'DPETRA',
    locale: 'en',
    tryAt: testMoment,
  });
  await db
    .insert(identities)
    .values({ channel: 'teams', externalId: 'T1:other', managerId: digest?.ownerId ?? 0 });
  const before = await kept();
  expect(before.kept.every((each) => each > 0)).toBe(true);
  expect(before.stays.every((each) => each > 0)).toBe(true);
  expect(before.addresses).toEqual(['DPETRA']);
  const removed = { type: 'app_uninstalled' };

  // A token taken back, or another workspace, wipes nothing.
  await w.sendEvent({ type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: [] } });
  await w.sendEvent({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['UBOT'] } });
  expect((await w.sendEvent(removed, 'EvElsewhere', 'T2')).status).toBe(200);
  await w.settled();
  expect(await kept()).toMatchObject({ ...before, stays: expect.anything() });

  // Where forgetting fails, nothing of it is done, and Slack is to say it again.
  await db.execute(sql`alter table slack_refused_forms rename to slack_refused_forms_away`);
  expect((await w.sendEvent(removed, 'EvRemoval')).status).toBe(503);
  await db.execute(sql`alter table slack_refused_forms_away rename to slack_refused_forms`);
  expect(await kept()).toMatchObject({ ...before, stays: expect.anything() });
  const events = (await kept()).stays[0];
  expect((await w.sendEvent({ ...removed, again: 1 }, 'EvRemoval')).status).toBe(200);
  const after = await kept();
  expect(after).toMatchObject({
    kept: [0, 0, 0, 0],
    addresses: [],
    standing: 0,
    log: before.log,
    others: before.others,
  });
  expect(after.stays[0]).toBeGreaterThan(events ?? 0);
  expect(after.stays[1]).toBe(before.stays[1]);
  expect(w.lines.join('')).toContain('what was kept of it is gone');
});
