import { parentPort } from 'node:worker_threads';
import type { FeatureColumn } from './feature-transformation.ts';
import { type Labeller, tallyRows } from './tally.ts';

/** A request to tally one block of rows. */
export type TallyRequest = { labeller: Labeller; columns: FeatureColumn[] };

parentPort?.on('message', ({ labeller, columns }: TallyRequest) => {
  parentPort?.postMessage(tallyRows(labeller, columns));
});
