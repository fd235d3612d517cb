import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readSentences,
  trainSentiment,
} from '../../../src/valuation/behaviour/sentiment/train-sentiment.ts';
import english from '../../../src/valuation/behaviour/sentiment/weights-en.json' with {
  type: 'json',
};
import chinese from '../../../src/valuation/behaviour/sentiment/weights-zh.json' with {
  type: 'json',
};
import { readOpinion, sentiment } from '../../../src/valuation/index.ts';

describe('sentiment', () => {
  it.each([
    ['negative', 'Terrible service, nobody answers the phone.'],
    ['negative', 'The staff were not helpful at all.'],
    ['negative', 'Nice app, but the fees are outrageous.'],
    ['negative', 'teh app keeps crashng, useless'],
    ['positive', 'Excellent service, thank you!'],
    ['positive', 'No complaints, always friendly and quick.'],
    ['positive', 'The queue was long, but the lady at the counter was wonderful.'],
    ['neutral', 'Please send me a statement for March.'],
    ['neutral', 'What is the interest rate on a two-year deposit?'],
  ])('is %s of: %s', (label, text) => {
    expect(sentiment(text, 'en').label).toBe(label);
  });

  it.each([
    ['negative', '态度太差了，再也不来了。'],
    ['negative', '环境不错，但是手续费太贵。'],
    ['negative', '態度太差，等了兩個小時都沒人理。'],
    ['positive', '服务很好，工作人员非常耐心，谢谢！'],
    ['positive', '排队有点久，但是服务态度非常好。'],
    ['neutral', '请把三月份的对账单发给我。'],
    ['neutral', '請問定期存款利率是多少？'],
  ])('is %s of: %s', (label, text) => {
    expect(sentiment(text, 'zh').label).toBe(label);
  });

  it.each([
    ['The adviser could have been a lot clearer.', 'The adviser could not have been clearer.'],
    ['Fees are higher than at any other bank.', 'Savings rates are higher than at any other bank.'],
    ['Nothing has worked since the update.', 'Everything has worked since the update.'],
    ['卡到现在还没收到。', '卡第二天就收到了。'],
    ['排咗成個鐘都未到我。', '即刻搞掂，好快手。'],
  ])('tells apart what differs in few words: %s', (bad, good) => {
    expect([sentiment(bad, 'en').label, sentiment(good, 'en').label]).toEqual([
      'negative',
      'positive',
    ]);
  });

  it('goes by what a text is written in', () => {
    expect(sentiment('服务很好，谢谢！', 'en')).toEqual(sentiment('服务很好，谢谢！', 'zh'));
    expect(sentiment('Great, thank you!', 'zh')).toEqual(sentiment('Great, thank you!', 'en'));
  });

  it('reads traditional characters as simplified ones', () => {
    expect(sentiment('手續費太貴', 'zh')).toEqual(sentiment('手续费太贵', 'zh'));
  });

  it('gives a score from −1 to 1 on whatever is written, the sign of a clear label', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const { score, label } = sentiment(text, 'en');
        expect(Math.abs(score)).toBeLessThanOrEqual(1);
        if (label === 'positive') expect(score).toBeGreaterThan(0);
        if (label === 'negative') expect(score).toBeLessThan(0);
      }),
      { numRuns: 200 },
    );
    expect(sentiment('', 'en')).toEqual({ score: 0, label: 'neutral' });
    expect(sentiment('1234 !!', 'zh')).toEqual({ score: 0, label: 'neutral' });
  });

  it('reads the beginning of what is very long', () => {
    expect(sentiment(`Awful. ${'word '.repeat(100_000)}`, 'en').label).toBeTypeOf('string');
  });

  it.each([
    ['fees', 'The annual fee went up again.'],
    ['app', 'The app crashes on my phone.'],
    ['waiting', 'I waited an hour in the queue.'],
    ['insurance', '理赔拖了三个月。'],
    ['fraud', '我的卡被盗刷了。'],
  ])('finds the topic %s in: %s', (topic, text) => {
    expect(readOpinion(text, null).topics).toContain(topic);
  });
});

describe('the weights', () => {
  it.each([
    ['en', english],
    ['zh', chinese],
  ] as const)('are what the script makes of the %s sentences', (language, kept) => {
    const file = new URL(
      `../../../src/valuation/behaviour/sentiment/sentences/${language}.tsv`,
      import.meta.url,
    );
    const trained = trainSentiment(readSentences(readFileSync(file, 'utf8')), language);
    expect(trained).toEqual(kept);
  });

  it('cannot be learnt from a line that is not whole', () => {
    expect(() => readSentences('good\tfees\tFine.')).toThrow('Line 1 is');
    expect(() => readSentences('neutral\tweather\tFine.')).toThrow('waiting');
  });
});
