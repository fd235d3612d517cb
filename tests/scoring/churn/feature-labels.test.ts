import { describe, expect, it } from 'vitest';
import { featureLabel, reasonSentence } from '../../../src/scoring/churn/feature-labels.ts';
import { featuresOf } from '../../../src/scoring/churn/features.ts';
import { oneCustomer } from '../one-customer.ts';

const features = featuresOf(oneCustomer.customers, oneCustomer.snapshots[0], []).map(
  ({ name }) => name,
);

describe('reasons in words', () => {
  it('says what happened, in figures a manager can repeat', () => {
    const say = (feature: string, value: number | null) =>
      reasonSentence({ feature, value, contribution: 1 }, 'en', 'EUR');
    expect(say('balance_change_3m', -0.382)).toBe('Balance down 38% in three months.');
    expect(say('balance_change_12m', -1)).toBe('Balance down to nothing in twelve months.');
    expect(say('balance_change_6m', 3)).toBe('Balance up more than 300% in six months.');
    expect(say('unresolved_complaints', 1)).toBe('1 unresolved complaint.');
    expect(say('complaints_12m', 2)).toBe('2 complaints in twelve months.');
    expect(say('days_since_transaction', 74)).toBe('No transaction for 74 days.');
    expect(say('satisfaction', null)).toBe('No survey answered in two years.');
    expect(say('tenure_months', 5.3)).toBe('A customer for 5 months.');
    expect(say('balance', 12345.6)).toBe('A balance of €12,346.');
  });

  it('says the same in Chinese', () => {
    const say = (feature: string, value: number | null) =>
      reasonSentence({ feature, value, contribution: 1 }, 'zh', 'CNY');
    expect(say('balance_change_3m', -0.382)).toBe('三个月内余额下降38%。');
    expect(say('days_since_transaction', 74)).toBe('已74天没有交易。');
    expect(say('unresolved_complaints', 1)).toBe('1次投诉尚未解决。');
    expect(say('satisfaction', null)).toBe('两年内没有回答过调查。');
  });

  it('does not tell what lowers the risk as if it raised it', () => {
    const reason = { feature: 'products', value: 4, contribution: -0.4 };
    expect(reasonSentence(reason, 'en', 'EUR')).toBe('4 products held, which lowers the risk.');
    expect(reasonSentence(reason, 'zh', 'EUR')).toBe('持有4种产品，这降低了流失风险。');
  });

  it.each(features)('has a label and sentences for %s, whatever its value', (feature) => {
    for (const locale of ['en', 'zh'] as const) {
      expect(featureLabel(feature, locale)).not.toContain('_');
      const below = /change|^balance$/.test(feature) ? [-1, -0.4] : [];
      for (const value of [null, ...below, 0, 1, 3, 1234.5]) {
        const sentence = reasonSentence({ feature, value, contribution: 0.5 }, locale, 'CZK');
        expect(sentence).toMatch(locale === 'en' ? /^[A-Z0-9].*\.$/ : /。$/);
        expect(sentence).not.toMatch(/undefined|NaN|null|\[object|_/);
      }
    }
  });

  it('falls back to plain words for a feature of another version', () => {
    expect(featureLabel('old_feature', 'en')).toBe('old feature');
    expect(reasonSentence({ feature: 'old_feature', value: 2, contribution: 1 }, 'en', 'EUR')).toBe(
      'Old feature 2.',
    );
  });
});
