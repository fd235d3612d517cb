import { type MessagePort, parentPort } from 'node:worker_threads';
import { predictFold } from '../evaluation/cross-validation.ts';
import { churnContributions, planChurn, predictChurn } from './churn-model.ts';
import type { Dataset } from './dataset.ts';
import type { ChurnKind, ChurnModel } from './model.ts';
import type { TrainingOptions } from './training.ts';

type Training = { kind: ChurnKind; dataset: Dataset; y: Uint8Array; options: TrainingOptions };

/** What a worker can be asked. Its answer is what the function of that name returns. */
export type ChurnTask =
  | ({ do: 'train'; parts: readonly number[] } & Training)
  | ({ do: 'join'; trained: readonly unknown[] } & Training)
  | ({ do: 'predictFold'; fold: Uint8Array; held: number } & Training)
  | { do: 'predict'; model: ChurnModel; dataset: Dataset }
  | { do: 'explain'; model: ChurnModel; dataset: Dataset };

/** A question to a worker, and where it answers. */
export type ChurnRequest = { task: ChurnTask; reply: MessagePort };

/** A worker's answer: what was asked for, or why not. */
export type ChurnAnswer<Result> = { result: Result } | { error: unknown };

function perform(task: ChurnTask): unknown {
  switch (task.do) {
    case 'train': {
      const plan = planChurn(task.kind, task.dataset, task.y, task.options);
      return task.parts.map((part) => plan.train(part));
    }
    case 'join':
      return planChurn(task.kind, task.dataset, task.y, task.options).join(task.trained);
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
