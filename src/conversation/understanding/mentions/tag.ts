import { readings } from '../../../language/readings.ts';
import { markEarliest, type Step } from './step.ts';

const finders = readings.flatMap(({ mentions }) => mentions?.tag ?? []);

/** Customers with a tag of the bank's, where the sentence says that it is one. */
export const tag: Step = (mentions) =>
  'tag' in mentions.entities
    ? mentions
    : markEarliest(mentions, finders, 'tag', (name) => ({ tag: name }));
