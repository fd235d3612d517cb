import { parentPort, workerData } from 'node:worker_threads';
import { type LearntUplift, learnFrom, type UpliftTask } from './learn-from.ts';

if (parentPort === null) throw new Error('This file is started as a worker thread.');
const task: UpliftTask = workerData;
const learnt: LearntUplift = learnFrom(task);
parentPort.postMessage({ learnt });
