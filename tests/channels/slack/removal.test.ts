import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  accessLog,
  answersBefore,
  answersGiven,
  deliveries,
  digests,
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

/** How much is kept of the workspace, a table a figure; the log of access, and what is kept of another channel. */
async function kept() {
  const { db } = w.bank.store;
  const [people, before, given, sent, refused, set, log, others] = await Promise.all([
    db.select().from(identities).where(eq(identities.channel, 'slack')),
    db.select().from(answersBefore).where(eq(answersBefore.channel, 'slack')),
    db.select().from(answersGiven).where(eq(answersGiven.channel, 'slack')),
    db.select().from(deliveries).where(eq(deliveries.channel, 'slack')),
    db.select().from(slackRefusedForms),
    db.select().from(digests).where(eq(digests.channel, 'slack')),
    db.select().from(accessLog),
    db.select().from(identities).where(eq(identities.channel, 'teams')),
  ]);
  return {
    kept: [people, before, given, sent, refused].map(({ length }) => length),
    addresses: set.flatMap(({ address }) => (address === '' ? [] : [address])),
    standing: set.filter(({ removedAt }) => removedAt === null).length,
    log: log.length,
    others: others.length,
  };
}

test.each([
  ['app_uninstalled', {}],
  ['tokens_revoked', { tokens: { oauth: [], bot: ['UBOT'] } }],
])('%s wipes what was kept of the workspace, but for the log of access', async (type, more) => {
  const { db } = w.bank.store;
  w.slack.messages.length = 0;
  await w.command('customer 1042', 'UPETRA', 'DPETRA', 'directmessage');
  await w.answer();
  await w.command('digest add "at-risk customers every weekday at 8:30"', 'UPETRA', 'DPETRA');
  await w.answer(1);
  await w.settled();
  await db.insert(slackRefusedForms).values({ workspace: 'T1', form: 'table', at: testMoment });
  const [digest] = await db.select().from(digests).where(eq(digests.address, 'DPETRA'));
  await db.insert(deliveries).values({
    key: `removal-${type}`,
    digestId: digest?.id ?? null,
    ownerId: digest?.ownerId ?? null,
    slot: testMoment,
    state: 'due',
    channel: 'slack',
    address: 'DPETRA',
    locale: 'en',
    tryAt: testMoment,
  });
  await db
    .insert(identities)
    .values({ channel: 'teams', externalId: `T1:${type}`, managerId: digest?.ownerId ?? 0 });
  const before = await kept();
  expect(before.kept.every((each) => each > 0)).toBe(true);
  expect(before.addresses).toEqual(['DPETRA']);
  await w.sendEvent({ type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: [] } });
  await w.settled();
  expect(await kept()).toEqual(before);
  await w.sendEvent({ type, ...more });
  await w.settled();
  const after = await kept();
  expect(after).toEqual({ ...before, kept: [0, 0, 0, 0, 0], addresses: [], standing: 0 });
  expect(w.lines.join('')).toContain('what was kept of it is gone');
});
