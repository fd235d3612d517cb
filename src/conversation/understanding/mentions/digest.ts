import { readings } from '../../../language/readings.ts';
import { markEarliest, type Step } from './step.ts';

const finders = readings.flatMap(({ mentions }) => mentions?.digest ?? []);

/** One of somebody's digests, by its number. */
export const digest: Step = (mentions) =>
  markEarliest(mentions, finders, 'digest', (number) => ({ digest: number }));

const alone = readings.flatMap(({ mentions }) => mentions?.digestAlone ?? []);

/** One of somebody's digests by its number, where it is not said that it is one. */
export const digestAlone: Step = (mentions) =>
  'digest' in mentions.entities
    ? mentions
    : markEarliest(mentions, alone, 'digest', (number) => (number > 0 ? { digest: number } : {}));
