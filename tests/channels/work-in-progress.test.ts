import { expect, test } from 'vitest';
import { createWorkInProgress } from '../../src/channels/work-in-progress.ts';

test('finished waits for work under way, and for work started by it', async () => {
  const work = createWorkInProgress();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  const tracked = work.track(
    first.promise.then(() => {
      order.push('first');
      void work.track(second.promise.then(() => order.push('second')));
    }),
  );
  const finished = work.finished().then(() => order.push('finished'));
  first.resolve();
  await tracked;
  second.resolve();
  await finished;
  expect(order).toEqual(['first', 'second', 'finished']);
});

test('a failure reaches whoever tracks the work, and holds nothing up', async () => {
  const work = createWorkInProgress();
  const failing = work.track(Promise.reject(new Error('No.')));
  await expect(failing).rejects.toThrow('No.');
  await work.finished();
  expect(await work.track(Promise.resolve(7))).toBe(7);
});
