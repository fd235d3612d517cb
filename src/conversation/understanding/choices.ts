import type { ChoiceName } from '../../language/reading.ts';
import { readings } from '../../language/readings.ts';

/** Entities that are one of a few values, and what a sentence must say for each. The first that fits counts. */
const choices: readonly { entity: string; value: string; said: ChoiceName }[] = [
  { entity: 'metric', value: 'balance', said: 'balance' },
  { entity: 'metric', value: 'transactions', said: 'transactions' },
  { entity: 'metric', value: 'contribution', said: 'contribution' },
  { entity: 'sortBy', value: 'cvs', said: 'byScore' },
  { entity: 'sortBy', value: 'contribution', said: 'byContribution' },
  { entity: 'sortBy', value: 'clv', said: 'byLifetimeValue' },
  { entity: 'model', value: 'clv', said: 'valueModel' },
  { entity: 'model', value: 'segments', said: 'segmentModel' },
  { entity: 'model', value: 'churn', said: 'churnModel' },
];

/** Values that are concepts of the vocabularies, too, for words that are typed wrong or said in other words. */
const concepts = new Set(['balance', 'transactions', 'contribution']);

/**
 * The choices a sentence makes among the entities that its command knows.
 * @param terms what the sentence says, as the recogniser counts it
 */
export function choicesIn(
  text: string,
  terms: readonly string[],
  entities: readonly string[],
): Record<string, string> {
  const made: Record<string, string> = {};
  for (const { entity, value, said } of choices) {
    if (!entities.includes(entity) || entity in made) continue;
    const meant =
      (concepts.has(value) && terms.includes(`~${value}`)) ||
      readings.some((reading) => reading.choices?.[said]?.test(text));
    if (meant) made[entity] = value;
  }
  return made;
}
