import { describe, expect, it } from 'vitest';
import { eventSentence } from '../../../src/conversation/wording/event-words.ts';
import { formatFor } from '../../../src/language/format.ts';
import { sayIn } from '../../../src/language/messages.ts';

const words = (locale: 'en' | 'zh') => ({
  say: sayIn(locale, 'EUR'),
  format: formatFor(locale, 'EUR', 'Europe/Prague'),
});
const sum = (figures: { days?: number }, kind: 'inflow' | 'outflow' = 'outflow') => ({
  kind,
  day: '2018-10-08',
  figures: { amount: 1610, usual: 322, ...figures },
});

describe('an unusual sum', () => {
  it('is what left more than came in, by as many days as are known', () => {
    expect(eventSentence(sum({ days: 68 }), words('en'))).toBe(
      '€1,610 more left than came in on 8 October 2018; the most on a day in the 68 days before was €322.',
    );
    expect(eventSentence(sum({ days: 68 }), words('zh'))).toBe(
      '2018年10月8日收支相抵净转出€1,610，此前68天单日最多为€322。',
    );
  });

  it('is told by half a year where that is known, and in runs of earlier versions', () => {
    for (const figures of [{ days: 180 }, {}]) {
      expect(eventSentence(sum(figures, 'inflow'), words('en'))).toBe(
        '€1,610 more came in than left on 8 October 2018; the most on a day in the half-year before was €322.',
      );
      expect(eventSentence(sum(figures, 'inflow'), words('zh'))).toBe(
        '2018年10月8日收支相抵净入账€1,610，此前半年单日最多为€322。',
      );
    }
  });
});
