import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createBoundedQueue, TooBusy } from '../../src/limits/bounded-queue.ts';
import { createRateLimit } from '../../src/limits/rate-limit.ts';
import { createRequestLimits, refuseQuestion } from '../../src/limits/request-limits.ts';
import { limitsConfig } from '../../src/settings/limits.ts';

const clock = { now: new Date('2026-11-02T09:00:00Z') };
const now = () => clock.now;
const pass = (seconds: number) => {
  clock.now = new Date(clock.now.getTime() + seconds * 1000);
};

test('within a minute a key is counted up to the limit, and each key by itself', () => {
  const limit = createRateLimit(2, now);
  expect([limit.count('a'), limit.count('a')]).toEqual([{ within: true }, { within: true }]);
  pass(20);
  expect(limit.standing('a')).toEqual({ within: false, retryAfter: 40 });
  expect(limit.count('a')).toEqual({ within: false, retryAfter: 40 });
  expect(limit.count('b')).toEqual({ within: true });
  pass(40);
  expect(limit.standing('a')).toEqual({ within: true });
  expect(limit.count('a')).toEqual({ within: true });
});

test('what guesses with ever new keys takes no more memory, and no more time', () => {
  const limit = createRateLimit(1, now);
  for (let key = 0; key < 60_000; key++) limit.count(String(key));
  expect(limit.count('0')).toEqual({ within: true });
  expect(limit.count('59999')).toMatchObject({ within: false });
});

test('somebody who asks too much is told so once a minute, whoever else asks in their workspace', () => {
  const config = limitsConfig.parse({ person: 2, workspace: 4 });
  const limits = createRequestLimits(config, { on: true, now });
  const ask = (person: string) => refuseQuestion(limits, { workspace: 'slack:T1', person });
  expect([ask('U1'), ask('U1'), ask('U2')]).toEqual([undefined, undefined, undefined]);
  expect(ask('U1')).toEqual({ most: 2, seconds: 60, tell: true });
  expect(ask('U1')).toEqual({ most: 2, seconds: 60, tell: false });
  expect(ask('U3')).toEqual({ most: 4, seconds: 60, tell: true });
  expect(refuseQuestion(limits, { workspace: 'slack:T2', person: 'U3' })).toBeUndefined();
  const off = createRequestLimits(config, { on: false, now });
  for (let time = 0; time < 9; time++)
    expect(refuseQuestion(off, { workspace: 'T', person: 'U' })).toBeUndefined();
});

test('a queue does a few at once, lets some wait, and refuses the others before it begins them', async () => {
  const inTurn = createBoundedQueue({ atOnce: 1, waiting: 1 });
  const begun: string[] = [];
  const ends = Promise.withResolvers<void>();
  const work = (name: string) =>
    inTurn(async () => {
      begun.push(name);
      await ends.promise;
      return name;
    });
  const [first, second] = [work('first'), work('second')];
  await expect(work('third')).rejects.toThrow(TooBusy);
  await turn();
  expect(begun).toEqual(['first']);
  ends.resolve();
  expect(await Promise.all([first, second])).toEqual(['first', 'second']);
  expect(await work('fourth')).toBe('fourth');
});
