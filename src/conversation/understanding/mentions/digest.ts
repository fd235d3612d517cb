import { readings } from '../../../language/readings.ts';
import { markEarliest, type Step } from './step.ts';

const finders = readings.flatMap(({ mentions }) => mentions?.digest ?? []);

/** One of somebody's digests, by its number. */
export const digest: Step = (mentions) =>
  markEarliest(mentions, finders, 'digest', (number) => ({ digest: number }));
