import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../src/config.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'bellwether-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tree = z.looseObject({
  valuation: z.looseObject({ segments: z.looseObject({ features: z.array(z.unknown()) }) }),
});

/** Reads the configuration of the house with other settings of segments. */
function withSegments(changed: Record<string, unknown>) {
  const config = tree.parse(parse(readFileSync('config/bellwether.yaml', 'utf8')));
  const file = path.join(folder, 'bellwether.yaml');
  const segments = { ...config.valuation.segments, further: {}, ...changed };
  writeFileSync(file, stringify({ ...config, valuation: { ...config.valuation, segments } }));
  return readConfig(file).valuation.segments;
}

const name = (en: string, zh: string) => ({ en, zh });

describe('the segments of a configuration', () => {
  it('say what makes a big spender, a loyal and a slipping customer', () => {
    const { rules } = withSegments({
      method: 'rules',
      rules: {
        slipping: { name: name('slipping', '渐行渐远'), when: 'days_since_transaction > 90' },
        big: { name: name('big spenders', '大额消费'), when: ['monthly_spend>2500.50'] },
        loyal: {
          name: name('loyal', '忠实客户'),
          when: ['transactions_12m > 10', 'balance >= -100'],
        },
      },
    });
    expect(Object.keys(rules)).toEqual(['slipping', 'big', 'loyal']);
    expect(Object.values(rules).map(({ when }) => when)).toEqual([
      [{ feature: 'days_since_transaction', comparison: '>', threshold: 90 }],
      [{ feature: 'monthly_spend', comparison: '>', threshold: 2500.5 }],
      [
        { feature: 'transactions_12m', comparison: '>', threshold: 10 },
        { feature: 'balance', comparison: '>=', threshold: -100 },
      ],
    ]);
  });

  it.each([
    [{ method: 'rules' }, 'segments.rules: the method is rules, so at least one is needed'],
    [{ method: 'guesses' }, 'segments.method'],
    [{ k: 0 }, 'segments.k'],
    [{ k: 2.5 }, 'segments.k'],
    [{ neighbours: 0 }, 'segments.neighbours'],
    [{ radius: -1 }, 'segments.radius'],
    [{ features: [] }, 'segments.features'],
    [{ names: { s1: name('a', '甲') } }, 'segments.names.s1'],
    [{ names: { 1: name('a=b', '甲') } }, 'a name has no ='],
    [{ names: { 1: name('A', '甲'), 2: name('a', '乙') } }, '"a" is also names.1; two segments'],
    [{ names: { 1: name('a', '甲'), rest: name('b', '甲') } }, '"甲" is also names.1'],
    [
      { method: 'rules', rules: { rest: { name: name('a', '甲'), when: 'balance > 1' } } },
      'ids of other segments',
    ],
    [
      { method: 'rules', rules: { a: { name: name('a', '甲'), when: 'shoe_size > 1' } } },
      'there is no feature shoe_size; expected one of balance',
    ],
    [
      { method: 'rules', rules: { a: { name: name('a', '甲'), when: 'balance is high' } } },
      '"balance is high" is no condition; expected a feature',
    ],
    [{ further: { main: { name: name('a', '甲') } } }, 'main is the way that is not further'],
    [{ further: { 'Big Ones': { name: name('a', '甲') } } }, 'an id begins with a small letter'],
    [
      {
        names: { 1: name('loyal', '忠实') },
        further: {
          habits: {
            name: name('habits', '习惯'),
            method: 'rules',
            rules: { loyal: { name: name('Loyal', '忠诚'), when: 'transactions_12m > 10' } },
          },
        },
      },
      'further.habits.rules.loyal.name.en: "Loyal" is also names.1',
    ],
  ])('%j is refused, saying where and why', (changed, why) => {
    expect(() => withSegments(changed)).toThrow(why);
  });

  it('name an unknown feature and what there is', () => {
    expect(() =>
      withSegments({
        features: [
          { feature: 'shoe_size', words: { high: name('a', '甲'), low: name('b', '乙') } },
        ],
      }),
    ).toThrow(/segments\.features\.0\.feature: .*monthly_spend/);
  });
});
