import { describe, expect, it } from 'vitest';
import { findAssumptions } from '../../../src/conversation/understanding/assumptions.ts';

const read = (text: string) => findAssumptions({ text, marks: [] }).assumptions;

describe('what is supposed', () => {
  it.each<[string, Record<string, number>]>([
    [
      'retention=0.9 margin=+5% horizon=24 discount=8%',
      { retention: 0.9, margin: 0.05, horizon: 24, discount: 0.08 },
    ],
    ["what if 1042's retention were 90%?", { retention: 0.9 }],
    ['如果1042的留存率是90%呢?', { retention: 0.9 }],
    ['if the retention of customer 1042 dropped to 70 percent', { retention: 0.7 }],
    ['retention 90', { retention: 0.9 }],
    ['with a 95% retention for 1042', { retention: 0.95 }],
    ['what if the margin fell by 10%', { margin: -0.1 }],
    ['a margin 10% lower', { margin: -0.1 }],
    ['a 5% higher margin', { margin: 0.05 }],
    ['margin=-0.2', { margin: -0.2 }],
    ['利润提高5%', { margin: 0.05 }],
    ['利润率下降了10%', { margin: -0.1 }],
    ['over a horizon of 2 years', { horizon: 24 }],
    ['预测期为24个月,折现率8%', { horizon: 24, discount: 0.08 }],
    ['discount rate of 12% and retention at 0.8', { discount: 0.12, retention: 0.8 }],
    ['retention=1.5%', { retention: 0.015 }],
    ['retention=140%', { retention: 1.4 }],
    ['the margin is cut by 5 %', { margin: -0.05 }],
    ['retention drops from 90% to 80%', { retention: 0.8 }],
    ['retention 90% instead of 80%', { retention: 0.9 }],
    ['over a 10-year horizon instead of 5', { horizon: 120 }],
    ['贴现率从8%降到6%', { discount: 0.06 }],
    ['利润砍掉5%', { margin: -0.05 }],
  ])('in “%s” is %j', (text, expected) => {
    const found = read(text);
    expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, value] of Object.entries(expected)) {
      expect(Object.entries(found).find(([each]) => each === name)?.[1]).toBeCloseTo(value, 12);
    }
  });

  it.each([
    '利润降低5个百分点',
    'the margin falls by 5 percentage points',
    'retention falls by 10%',
  ])('is not applied as something else: %s', (text) =>
    expect(Object.values(read(text))).toEqual([undefined]),
  );

  it('is no number that says something else', () => {
    for (const text of [
      'retention of 1042',
      'what is the margin on 1042',
      'top 10 customers',
      '客户1042的利润',
      'margin=1.05',
      'with a 5% discount for 1042',
      'contribution of 1042 over the last 6 months',
    ]) {
      expect(read(text), text).toEqual({});
    }
  });
});
