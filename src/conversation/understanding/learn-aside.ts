import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { RegisteredCommand } from '../command.ts';
import { areFollowUpsLearnt, takeFollowUps } from './follow-up/learnt/load-follow-ups.ts';
import { isLearnt, takeLearnt } from './load-recogniser.ts';

const taught = z.object({ recogniser: z.unknown(), followUps: z.unknown() });

/**
 * Learns on a thread of its own what is not learnt yet of sentences and of how they go on, so that a server stays alive
 * meanwhile.
 */
export async function learnAside(commands: readonly RegisteredCommand[]): Promise<void> {
  if (isLearnt(commands) && areFollowUpsLearnt(commands)) return;
  const learnt = await new Promise<unknown>((resolve, reject) => {
    const worker = new Worker(new URL('./learn-sentences.ts', import.meta.url));
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`Learning to read sentences ended with ${code}.`)),
    );
  });
  const { recogniser, followUps } = taught.parse(learnt);
  if (recogniser !== undefined) takeLearnt(commands, recogniser);
  takeFollowUps(commands, followUps);
}
