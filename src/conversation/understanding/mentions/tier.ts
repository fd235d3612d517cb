import { readings } from '../../../language/readings.ts';
import { markEarliest, type Step } from './step.ts';

const finders = readings.flatMap(({ mentions }) => mentions?.tier ?? []);

/** Customers of a tier; what is said in two languages is marked in both. */
export const tier: Step = (mentions) =>
  'tier' in mentions.entities
    ? mentions
    : finders.reduce(
        (rest, finder) => markEarliest(rest, [finder], 'tier', (name) => ({ tier: name })),
        mentions,
      );
