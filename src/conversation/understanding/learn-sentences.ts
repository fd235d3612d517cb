import { parentPort } from 'node:worker_threads';
import { commands } from '../registry.ts';
import { followUpModel } from './follow-up/learnt/load-follow-ups.ts';
import { learnModel, loadModel, takeLearnt } from './load-recogniser.ts';

/*
 * Learns to read sentences, and how they go on from answers before: when the packages are installed, so that no start has to wait
 * for it, or as a thread of a server that lacks it, which is given what was learnt.
 */
const recogniser = await learnModel(commands);
if (recogniser !== undefined) takeLearnt(commands, recogniser);
const followUps = followUpModel(commands, loadModel(commands));
parentPort?.postMessage({ recogniser, followUps });
