import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameSegments } from '../../../src/valuation/segments/naming.ts';
import { wording } from './naming-words.ts';

const vocabulary = {
  balance: {
    high: { en: 'high balance', zh: '高余额' },
    low: { en: 'low balance', zh: '低余额' },
  },
  activity: { high: { en: 'busy', zh: '高活跃' }, low: { en: 'quiet', zh: '低活跃' } },
  tenure: { high: { en: 'long-standing', zh: '老客户' }, low: { en: 'new', zh: '新客户' } },
};

const nameOf = (standardScores: Record<string, number>) =>
  nameSegments([{ id: 's1', standardScores }], vocabulary, wording).get('s1');

describe('the name of a segment', () => {
  test('says what distinguishes it, strongest first, in both languages', () => {
    expect(nameOf({ tenure: 0.8, balance: 2.1, activity: -1.2 })).toEqual({
      en: 'high balance, quiet, long-standing',
      zh: '高余额、低活跃、老客户',
    });
  });

  test('leaves out what does not distinguish it', () => {
    expect(nameOf({ tenure: 0.2, balance: 1.1, activity: -0.4 })).toEqual({
      en: 'high balance',
      zh: '高余额',
    });
  });

  test('says so where nothing distinguishes it', () => {
    expect(nameOf({ tenure: 0.01, balance: -0.02 })).toEqual({
      en: 'middle of the bank',
      zh: '中间客户',
    });
  });

  test('falls back on the key of a feature without words', () => {
    expect(nameOf({ cardSpend: 1, cash_share: -0.9 })).toEqual({
      en: 'high card spend, low cash share',
      zh: 'card spend偏高、cash share偏低',
    });
  });

  test('drops the weakest words where it would not fit a chart label', () => {
    const name = nameOf({
      monthlyInternationalTransfers: 3,
      averageCreditCardUtilisation: 2,
      balance: 1,
    });
    expect(name?.en).toBe('high monthly international transfers');
  });
});

describe('names of several segments', () => {
  test('two similar ones are distinguished by a weaker feature', () => {
    const names = nameSegments(
      [
        { id: 's1', standardScores: { balance: 1.5, tenure: 0.3 } },
        { id: 's2', standardScores: { balance: 1.2, tenure: 0.1 } },
      ],
      vocabulary,
      wording,
    );
    expect(names.get('s2')?.en).toBe('high balance');
    expect(names.get('s1')?.en).toBe('high balance, long-standing');
  });

  test('of two with the same features the stronger is "very"', () => {
    const names = nameSegments(
      [
        { id: 's1', standardScores: { balance: 2.5 } },
        { id: 's2', standardScores: { balance: 0.9 } },
      ],
      vocabulary,
      wording,
    );
    expect(names.get('s2')).toEqual({ en: 'high balance', zh: '高余额' });
    expect(names.get('s1')).toEqual({ en: 'very high balance', zh: '特别高余额' });
  });

  test('a name in use is not given to another', () => {
    const names = nameSegments(
      [{ id: 's7', standardScores: { balance: 0.9 } }],
      vocabulary,
      wording,
      [{ en: 'high balance', zh: '高余额' }],
    );
    expect(names.get('s7')).toEqual({ en: 'very high balance', zh: '特别高余额' });
  });

  test('are made in the languages that a segment has no name in yet', () => {
    const segments = [
      { id: 's1', standardScores: { balance: 0.9 }, name: { en: 'savers' } },
      { id: 's2', standardScores: { tenure: 0.9 } },
    ];
    const names = nameSegments(segments, vocabulary, wording, [{ en: 'savers' }]);
    expect(names.get('s1')).toEqual({ en: 'savers', zh: '高余额' });
    expect(names.get('s2')).toEqual({ en: 'long-standing', zh: '老客户' });
  });

  test('are made in any language there are words for', () => {
    const words = { activity: { high: { de: 'rege' }, low: { de: 'still' } } };
    const german = { ...wording.en, and: (name: string, word: string) => `${name} und ${word}` };
    const scores = [
      { id: 's1', standardScores: { activity: 2, mail: -1 } },
      { id: 's2', standardScores: { activity: 1, mail: -1 } },
    ];
    const names = nameSegments(scores, words, { de: german });
    expect([names.get('s1'), names.get('s2')]).toEqual([
      { de: 'very rege und low mail' },
      { de: 'rege und low mail' },
    ]);
  });

  test('are empty without a language', () => {
    expect(nameSegments([{ id: 's1', standardScores: {} }], vocabulary, {}).get('s1')).toEqual({});
  });

  test('are unique, the same in any order, and short', () => {
    const score = fc.double({ min: -3, max: 3, noNaN: true });
    const segment = fc.record({ balance: score, activity: score, tenure: score });
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 12 }), (scores) => {
        const segments = scores.map((standardScores, i) => ({ id: `s${i + 1}`, standardScores }));
        const names = nameSegments(segments, vocabulary, wording);
        expect(names.size).toBe(segments.length);
        expect(new Set([...names.values()].map(({ en }) => en)).size).toBe(segments.length);
        expect(new Set([...names.values()].map(({ zh }) => zh)).size).toBe(segments.length);
        for (const { en = '', zh = '' } of names.values()) {
          expect(en.length).toBeLessThanOrEqual(52);
          expect(zh.length).toBeLessThanOrEqual(26);
        }
        const reversed = nameSegments([...segments].reverse(), vocabulary, wording);
        for (const { id } of segments) expect(reversed.get(id)).toEqual(names.get(id));
      }),
    );
  });
});
