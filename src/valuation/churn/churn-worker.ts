import { type MessagePort, parentPort } from 'node:worker_threads';
import { predictFold } from '../evaluation/cross-validation.ts';
import { churnContributions, planChurn, predictChurn } from './churn-model.ts';
import type { Dataset } from './dataset.ts';
import type { ChurnKind, ChurnModel } from './model.ts';
import type { TrainingOptions } from './training.ts';

type Training = { kind: ChurnKind; dataset: Dataset; y: Uint8Array; options: TrainingOptions };

/** What a worker can be asked to do. It answers with what the function of that name returns. */
export type ChurnTask =
  | ({ do: 'train'; parts: readonly number[]; keepAs: number | null } & Training)
  | { do: 'join'; trained: readonly (readonly [part: number, trained: unknown])[]; kept: number }
  | ({ do: 'predictFold'; fold: Uint8Array; held: number } & Training)
  | { do: 'predict'; model: ChurnModel; dataset: Dataset }
  | { do: 'explain'; model: ChurnModel; dataset: Dataset };

/** A task for a worker, and the port it answers to. */
export type ChurnRequest = { task: ChurnTask; reply: MessagePort };

/** A worker's answer: the result, or the error that was thrown. */
export type ChurnAnswer<Result> = { result: Result } | { error: unknown };

/** Plans to be joined in this worker, with the parts that it trained itself, which thus need not be copied. */
const plans = new Map<
  number,
  { plan: ReturnType<typeof planChurn>; parts: readonly number[]; trained: readonly unknown[] }
>();

function perform(task: ChurnTask): unknown {
  switch (task.do) {
    case 'train': {
      const plan = planChurn(task.kind, task.dataset, task.y, task.options);
      const trained = task.parts.map((part) => plan.train(part));
      if (task.keepAs === null) return trained;
      plans.set(task.keepAs, { plan, parts: task.parts, trained });
      return [];
    }
    case 'join': {
      const kept = plans.get(task.kept);
      if (kept === undefined)
        throw new Error('This worker does not hold the training to be joined.');
      plans.delete(task.kept);
      const all = new Array<unknown>(kept.plan.parts);
      kept.parts.forEach((part, i) => {
        all[part] = kept.trained[i];
      });
      for (const [part, trained] of task.trained) all[part] = trained;
      return kept.plan.join(all);
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
