import { findAssumptions } from '../assumptions.ts';
import type { Step } from './step.ts';

/** What is supposed of a customer: retention=0.9, a margin 5% higher. */
export const assumptions: Step = (mentions) => {
  const found = findAssumptions(mentions.marked);
  if (Object.keys(found.assumptions).length === 0) return mentions;
  return {
    entities: { ...mentions.entities, assumptions: found.assumptions },
    marked: found.marked,
  };
};
