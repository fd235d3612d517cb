import { describe, expect, it } from 'vitest';
import {
  type Choice,
  features,
  learnChoices,
  probabilitiesOf,
} from '../../../../../src/conversation/understanding/follow-up/learnt/logit.ts';
import { seededRandom } from '../../../../../src/valuation/index.ts';

const choice = (meant: number, ...candidates: string[][]): Choice => ({
  candidates: candidates.map(features),
  meant,
});

describe('a choice that is learnt', () => {
  // Of two candidates the one that the colour names is meant, wherever it stands.
  const choices = Array.from({ length: 200 }, (_, i) =>
    i % 2 === 0
      ? choice(0, ['red', `a${i}`], ['blue', `b${i}`])
      : choice(1, ['blue', `a${i}`], ['red', `b${i}`]),
  );
  const learnt = learnChoices(choices, seededRandom(1).next);

  it('goes by what told the candidates apart', () => {
    const [first = 0, second = 0] = probabilitiesOf(learnt, [
      features(['blue', 'new']),
      features(['red', 'newer']),
    ]);
    expect(second).toBeGreaterThan(0.9);
    expect(first + second).toBeCloseTo(1, 10);
  });

  it('is even between candidates that nothing is known of', () => {
    expect(probabilitiesOf(learnt, [features(['x']), features(['y'])])).toEqual([0.5, 0.5]);
    expect(probabilitiesOf(learnt, [])).toEqual([]);
  });

  it('is the same again with the same numbers', () => {
    expect(learnChoices(choices, seededRandom(1).next)).toEqual(learnt);
  });
});
