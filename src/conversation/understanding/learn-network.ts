import { parentPort, workerData } from 'node:worker_threads';
import { trainSeeded } from './recogniser-model.ts';

/* A thread that trains one of the networks that judge sentences, and gives it back. */
const { sentences, seed } = workerData;
parentPort?.postMessage(trainSeeded(sentences, seed));
