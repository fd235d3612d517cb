import { readings } from '../../../language/readings.ts';
import { markEarliest, present, type Step } from './step.ts';

const finders = readings.flatMap(({ mentions }) => mentions?.measure ?? []).map(present);

/** Lengths of time that are not months, and amounts, which are nobody's id. */
export const measure: Step = (mentions) => markEarliest(mentions, finders, 'measure', () => ({}));
