import { Worker } from 'node:worker_threads';
import { PackedReasons } from '../churn/churn-reasons.ts';
import { buffersOf } from './buffers-of.ts';
import type { PartOfBank, Valuation, ValuationInput, ValuedPart } from './value-bank.ts';
import type { FromWorker, ToWorker } from './value-bank-worker.ts';

/** What the thread may leave lying about before it is cleared away: its work is on vectors, which are not among that. */
const youngMegabytes = 16;

/** Values a bank on a thread of its own, so that this one can go on answering. What it is given moves to that thread. */
export class ValuationThread {
  readonly #worker: Worker;
  readonly #stopped: Promise<never>;
  readonly #answers: ((answer: FromWorker) => void)[] = [];
  readonly #close: () => void;

  /**
   * Begins to learn.
   * @param contributions those of the customers that are learnt from; when they fail, so does the valuation
   * @param onStep called before each step with its name
   */
  constructor(
    input: ValuationInput,
    contributions: Promise<Float64Array>,
    onStep: (step: string) => void,
    signal: AbortSignal | undefined,
  ) {
    const worker = new Worker(new URL('./value-bank-worker.ts', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
    });
    this.#worker = worker;
    let stop: (reason: unknown) => void = () => undefined;
    this.#stopped = new Promise<never>((_, reject) => {
      stop = reject;
    });
    // Whoever waits for an answer is told; where nobody does, it is no unhandled rejection.
    this.#stopped.catch(() => undefined);
    const giveUp = () => {
      void worker.terminate();
      stop(signal?.reason);
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    this.#close = () => {
      signal?.removeEventListener('abort', giveUp);
      void worker.terminate();
    };
    if (signal?.aborted) giveUp();
    // Under `node --watch` what the thread loads is told over the same channel: that is not ours.
    worker.on('message', (message: FromWorker | { 'watch:import': string[] }) => {
      if ('step' in message) onStep(message.step);
      else if ('learnt' in message || 'valued' in message || 'valuation' in message)
        this.#answers.shift()?.(message);
    });
    worker.on('error', stop);
    worker.on('exit', (code) =>
      stop(new Error(`The valuation's thread stopped early with code ${code}.`)),
    );
    this.#tell({ learn: input });
    contributions.then((history) => this.#tell({ contributions: history }), stop);
  }

  /** Waits until the models have learnt. @throws what learning throws; the signal's reason when it is aborted */
  async learnt(): Promise<void> {
    await this.#answer((answer) => ('learnt' in answer ? answer.learnt : undefined));
  }

  /**
   * Values the next part of the bank, or all whom it learnt from.
   * @throws what the valuation throws; the signal's reason when it is aborted
   */
  async value(part: PartOfBank | 'everybody'): Promise<ValuedPart> {
    this.#tell({ value: part });
    const valued = await this.#answer((answer) => ('valued' in answer ? answer.valued : undefined));
    // A thread hands over what an object holds, and not what it does.
    const { features, feature, value, contribution } = valued.reasons;
    return { ...valued, reasons: new PackedReasons(features, 0, { feature, value, contribution }) };
  }

  /** Says of the whole bank what its parts add up to. @throws as {@link value} does */
  async end(): Promise<Valuation> {
    this.#tell({ end: true });
    return this.#answer((answer) => ('valuation' in answer ? answer.valuation : undefined));
  }

  /** Ends the thread, whatever it is at. */
  close(): void {
    this.#close();
  }

  #tell(message: ToWorker): void {
    this.#worker.postMessage(message, buffersOf(message));
  }

  async #answer<Answer>(of: (answer: FromWorker) => Answer | undefined): Promise<Answer> {
    const answer = new Promise<FromWorker>((resolve) => this.#answers.push(resolve));
    const found = of(await Promise.race([answer, this.#stopped]));
    if (found === undefined) throw new Error('The valuation’s thread answered something else.');
    return found;
  }
}
