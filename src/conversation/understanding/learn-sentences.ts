import { parentPort } from 'node:worker_threads';
import { commands } from '../registry.ts';
import { learnModel } from './load-recogniser.ts';

/*
 * Learns to read sentences: when the packages are installed, so that no start has to wait for it, or as a thread of a server
 * that lacks it, which is given what was learnt.
 */
const learnt = await learnModel(commands);
parentPort?.postMessage(learnt);
