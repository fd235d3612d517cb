import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Preparation } from '../../src/prepare-store.ts';
import { followPreparation } from '../../src/server/follow-preparation.ts';

const log = pino({ level: 'silent' });

test('whoever follows a preparation is told of it until it is done', async () => {
  const work = Promise.withResolvers<void>();
  let tell: (progress: Preparation) => void = () => {};
  const preparation = followPreparation((onProgress) => {
    tell = onProgress;
    return work.promise;
  }, log);
  expect(preparation.state()).toEqual({ state: 'preparing', stage: 'demo', done: 0, total: 0 });
  const told: Preparation[] = [];
  const followed = preparation.follow((progress) => told.push(progress));
  preparation.begin();
  tell({ stage: 'score', step: 'values', done: 3, total: 4 });
  expect(preparation.state()).toEqual({ state: 'preparing', stage: 'score', done: 3, total: 4 });
  work.resolve();
  await followed;
  await preparation.done;
  expect(preparation.state()).toEqual({ state: 'ready' });
  tell({ stage: 'score', step: 'values', done: 4, total: 4 });
  expect(told).toEqual([{ stage: 'score', step: 'values', done: 3, total: 4 }]);
});

test('a preparation that fails is done, and says so', async () => {
  const preparation = followPreparation(() => Promise.reject(new Error('No disk.')), log);
  preparation.begin();
  await preparation.done;
  expect(preparation.state()).toEqual({ state: 'failed' });
});
