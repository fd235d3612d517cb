import { on } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { withChurnExecutor } from '../churn/churn-executor.ts';
import { today } from '../history/snapshots.ts';
import { buffersOf } from './buffers-of.ts';
import {
  BankValuer,
  type PartOfBank,
  type Valuation,
  type ValuationInput,
  type ValuedPart,
} from './value-bank.ts';

/**
 * What the worker is told, in this order: what to learn from, the contributions of those customers, then each part of the bank, and
 * the end of it. `everybody` are those who were learnt from.
 */
export type ToWorker =
  | { learn: ValuationInput }
  | { contributions: Float64Array }
  | { value: PartOfBank | 'everybody' }
  | { end: true };

/** What the worker posts to the thread that started it. */
export type FromWorker =
  | { step: string }
  | { learnt: true }
  | { valued: ValuedPart }
  | { valuation: Valuation };

if (parentPort === null) throw new Error('This file is started as a worker thread.');
const port = parentPort;
const told = on(port, 'message');

async function next(): Promise<ToWorker> {
  const { value } = await told.next();
  const [message]: (ToWorker | undefined)[] = value ?? [];
  if (message === undefined) throw new Error('The valuation was told nothing.');
  return message;
}

async function expect<Message>(take: (message: ToWorker) => Message | undefined): Promise<Message> {
  const taken = take(await next());
  if (taken === undefined) throw new Error('The valuation was told something out of turn.');
  return taken;
}

const post = (message: FromWorker) => port.postMessage(message, buffersOf(message));

/** Learns, and keeps of what was learnt from only what is valued at once. */
async function learn(
  input: ValuationInput,
  executor: Parameters<typeof BankValuer.learn>[2],
): Promise<{ valuer: BankValuer; everybody: PartOfBank | null }> {
  const contributions = expect((message) =>
    'contributions' in message ? message.contributions : undefined,
  );
  const valuer = await BankValuer.learn(input, contributions, executor, {
    clock: () => performance.now(),
    onStep: (step) => post({ step }),
  });
  const { bank, inParts } = input;
  return {
    valuer,
    everybody: inParts ? null : { bank: today(bank), contributions: await contributions },
  };
}

async function valueBank(): Promise<void> {
  const input = await expect((message) => ('learn' in message ? message.learn : undefined));
  const { bank, sampled } = input;
  const customers = bank.customers.joined.length;
  await withChurnExecutor(sampled ? Infinity : customers * bank.snapshots.length, (executor) =>
    valueParts(learn(input, executor)),
  );
}

async function valueParts(learning: ReturnType<typeof learn>): Promise<void> {
  const { valuer, everybody } = await learning;
  post({ learnt: true });
  for (;;) {
    const message = await next();
    if ('end' in message) break;
    if (!('value' in message)) throw new Error('The valuation was told something out of turn.');
    const part = message.value === 'everybody' ? everybody : message.value;
    if (part === null) throw new Error('Everybody is valued in parts.');
    post({ valued: await valuer.value(part) });
  }
  post({ valuation: valuer.end() });
}

await valueBank();
port.close();
