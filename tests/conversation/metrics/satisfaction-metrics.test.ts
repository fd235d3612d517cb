import { expect, it } from 'vitest';
import { satisfactionOf } from '../../../src/conversation/metrics/satisfaction-metrics.ts';

it('a question may be called as what every object has', () => {
  for (const question of ['constructor', '__proto__', 'toString']) {
    const answers = [{ question, worst: 0, best: 10, score: 8, times: 2 }];
    const { questions, weighted } = satisfactionOf(answers, [], { service: 3 });
    expect(questions).toMatchObject([{ question, weight: 1, satisfaction: 0.8 }]);
    expect(weighted).toBeCloseTo(0.8);
  }
});
