import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { languagesOf } from '../../src/settings/segments.ts';
import { readConfig } from '../../src/settings/settings.ts';

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
    [{ names: { 1: name('a=b', '甲') } }, 'a name is one line without ='],
    [{ names: { 1: name('A', '甲'), 2: name('a', '乙') } }, '"a" is also names.1; two segments'],
    [{ names: { 1: name('a', '甲'), 2: name('b', '甲') } }, '"甲" is also names.1'],
    [
      { names: { 1: name('VIP', '贵宾'), 2: name('top', 'vip') } },
      'names.2.zh: "vip" is also names.1',
    ],
    [
      { names: { 1: name('rich, old', '甲'), 2: name('The Rich  old group', '乙') } },
      'names.2.en: ',
    ],
    [
      { names: { 1: name('a', '高净值'), 2: name('b', '高净值客群') } },
      '"高净值客群" is also names.1',
    ],
    [{ names: { 1: name('the group', '甲') } }, 'names.1.en: "the group" says only'],
    [{ names: { 1: {} } }, 'names.1: expected a name in a language, such as en'],
    [{ names: { 1: { English: 'a' } } }, 'names.1.English: expected a language for the name'],
    [{ names: { 1: { de: 'a=b' } } }, 'names.1.de: a name is one line without ='],
    [
      { names: { 1: { de: 'Sparer' }, 2: { en: 'savers', fr: 'sparer' } } },
      'names.2.fr: "sparer" is also names.1; two segments',
    ],
    [
      { further: { x: { name: { de: 'Usual' } } } },
      'further.x.name.de: "Usual" is also what the main segmentation is called',
    ],
    [
      {
        features: [
          { feature: 'balance', words: { high: { en: 'a' }, low: { en: 'b', zh: '乙' } } },
          { feature: 'debt', words: { high: { en: 'c', zh: '丙' }, low: { zh: '丁' } } },
        ],
      },
      'segments.features: to name segments, every feature needs words in the same language',
    ],
    [{ names: { 1: name('a', '客群') } }, 'names.1.zh: "客群" says only'],
    [{ names: { 1: name('12', '甲') } }, 'names.1.en: "12" reads like a segment\'s number'],
    [{ names: { 1: name('Segment S3', '甲') } }, "reads like a segment's number"],
    [{ names: { 1: name('habits/2', '甲') } }, "reads like a segment's number"],
    [{ names: { 1: name('a: b', '甲') } }, 'names.1.en: a name is one line without =, colons'],
    [{ names: { 1: name('a', '甲：乙') } }, 'names.1.zh: a name is one line without =, colons'],
    [{ names: { 1: name('the «a»', '甲') } }, 'quotation marks'],
    [
      { names: { rest: name('a', '甲') } },
      'names.rest: with the method k-means there is no segment rest; expected its number',
    ],
    [{ names: { '01': name('a', '甲') } }, 'names.01'],
    [{ method: 'density', names: { rest: name('a', '甲') } }, 'expected its number, or noise'],
    [
      {
        method: 'rules',
        rules: { a: { name: name('a', '甲'), when: 'balance > 1' } },
        names: { 1: name('b', '乙') },
      },
      'names.1: with the method rules there is no segment 1; expected rest only',
    ],
    [
      { further: { x: { name: name('Usual', '甲') } } },
      'further.x.name.en: "Usual" is also what the main segmentation is called',
    ],
    [{ further: { x: { name: name('a', '默认') } } }, 'further.x.name.zh'],
    [
      { further: { default: { name: name('a', '甲') } } },
      'further.default: "default" is what the main segmentation is called',
    ],
    [
      {
        further: {
          x: { name: name('By  Likeness', '甲') },
          y: { name: name('by likeness', '乙') },
        },
      },
      'further.y.name.en: "by likeness" is also further.x.name; two segmentations',
    ],
    [
      { further: { x: { name: name('y', '甲') }, y: { name: name('b', '乙') } } },
      '"y" is also the id of further.y',
    ],
    [{ further: { constructor: { name: name('a', '甲') } } }, 'segments.further.constructor'],
    [{ further: { toString: { name: name('a', '甲') } } }, 'segments.further.toString'],
    [
      { method: 'rules', rules: { constructor: { name: name('a', '甲'), when: 'balance > 1' } } },
      'segments.rules.constructor',
    ],
    [
      { further: Object.fromEntries([['__proto__', { name: name('a', '甲') }]]) },
      'segments.further.__proto__',
    ],
    ...[
      'balance',
      'debt',
      'contribution_12m',
      'satisfaction',
      'days_since_transaction',
      'tenure_months',
    ].map((feature): [Record<string, unknown>, string] => [
      {
        features: [
          { feature, missing: 'refuse', words: { high: name('a', '甲'), low: name('b', '乙') } },
        ],
      },
      `segments.features.0.missing: ${feature} is unknown for some customers`,
    ]),
    [
      { method: 'rules', rules: { rest: { name: name('a', '甲'), when: 'balance > 1' } } },
      'reserved for other segments',
    ],
    [
      { method: 'rules', rules: { a: { name: name('a', '甲'), when: 'shoe_size > 1' } } },
      'there is no feature shoe_size; expected one of balance',
    ],
    [
      { method: 'rules', rules: { a: { name: name('a', '甲'), when: 'balance is high' } } },
      '"balance is high" is not a condition; expected a feature',
    ],
    [{ further: { main: { name: name('a', '甲') } } }, 'main is the main segmentation'],
    [
      { further: { 'Big Ones': { name: name('a', '甲') } } },
      'an id starts with a lower-case letter',
    ],
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

  it('may have a name that is the same in both languages, and a segmentation one that is its id', () => {
    const { names, further } = withSegments({
      names: { 1: name('VIP', 'VIP'), 2: name('groupies', '乙') },
      further: {
        x: { name: name('x', 'X'), method: 'density', names: { noise: name('odd', '怪') } },
      },
    });
    expect([names[1]?.zh, names[2]?.en, further.x?.name.en]).toEqual(['VIP', 'groupies', 'x']);
  });

  it('may have names in any language, and not in all of them', () => {
    const words = { high: { de: 'rege', en: 'busy' }, low: { de: 'still' } };
    const { names, further, features } = withSegments({
      features: [{ feature: 'products', words }],
      names: { 1: { de: 'Sparer' }, 2: { 'pt-BR': 'poupadores', en: 'savers' } },
      further: { x: { name: { fr: 'habitudes' }, method: 'density' } },
    });
    expect(names).toEqual({ 1: { de: 'Sparer' }, 2: { 'pt-BR': 'poupadores', en: 'savers' } });
    expect(further.x?.name).toEqual({ fr: 'habitudes' });
    expect(languagesOf(features)).toEqual(['de']);
  });

  it('may refuse to go on without what nobody is without', () => {
    const { features } = withSegments({
      features: [
        {
          feature: 'products',
          missing: 'refuse',
          words: { high: name('a', '甲'), low: name('b', '乙') },
        },
      ],
    });
    expect(features[0]?.missing).toBe('refuse');
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
