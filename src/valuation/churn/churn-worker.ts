import { type MessagePort, parentPort } from 'node:worker_threads';
import { predictFold } from '../evaluation/cross-validation.ts';
import { churnContributions, planChurn, predictChurn } from './churn-model.ts';
import type { Dataset } from './dataset.ts';
import type { ChurnKind, ChurnModel } from './model.ts';
import type { TrainingOptions } from './training.ts';

type Training = { kind: ChurnKind; dataset: Dataset; y: Uint8Array; options: TrainingOptions };

/** What a worker can be asked. Its answer is what the function of that name returns. */
export type ChurnTask =
  | ({ do: 'train'; parts: readonly number[]; keepAs: number | null } & Training)
  | { do: 'join'; trained: readonly unknown[]; kept: number }
  | ({ do: 'predictFold'; fold: Uint8Array; held: number } & Training)
  | { do: 'predict'; model: ChurnModel; dataset: Dataset }
  | { do: 'explain'; model: ChurnModel; dataset: Dataset };

/** A question to a worker, and where it answers. */
export type ChurnRequest = { task: ChurnTask; reply: MessagePort };

/** A worker's answer: what was asked for, or why not. */
export type ChurnAnswer<Result> = { result: Result } | { error: unknown };

/** Plans whose parts are being trained, to be joined here. */
const plans = new Map<number, ReturnType<typeof planChurn>>();

function perform(task: ChurnTask): unknown {
  switch (task.do) {
    case 'train': {
      const plan = planChurn(task.kind, task.dataset, task.y, task.options);
      const trained = task.parts.map((part) => plan.train(part));
      if (task.keepAs !== null) plans.set(task.keepAs, plan);
      return trained;
    }
    case 'join': {
      const plan = plans.get(task.kept);
      if (plan === undefined) throw new Error('The training to be joined is not of this worker.');
      plans.delete(task.kept);
      return plan.join(task.trained);
    }
    case 'predictFold':
      return predictFold(task.kind, task.dataset, task.y, task.fold, task.held, task.options);
    case 'predict':
      return predictChurn(task.model, task.dataset);
    case 'explain':
      return churnContributions(task.model, task.dataset);
  }
}

parentPort?.on('message', ({ task, reply }: ChurnRequest) => {
  let answer: ChurnAnswer<unknown>;
  try {
    answer = { result: perform(task) };
  } catch (error) {
    answer = { error };
  }
  reply.postMessage(answer);
});
