import { describe, expect, it } from 'vitest';
import {
  adviceSentence,
  featureLabel,
  reasonSentence,
  tells,
} from '../../../src/conversation/wording/feature-words.ts';
import { formatFor } from '../../../src/language/format.ts';
import { locales } from '../../../src/language/locale.ts';
import { sayIn } from '../../../src/language/messages.ts';
import { actionableFeatures, churnFeatureNames } from '../../../src/settings/churn-features.ts';

const english = sayIn('en', 'EUR');
const chinese = sayIn('zh', 'CNY');

describe('reasons in words', () => {
  it.each([
    ['balance_change_3m', -0.382, 'Balance down 38% over three months.'],
    ['balance_change_12m', -1, 'Balance down to nothing over twelve months.'],
    ['balance_change_6m', 3, 'Balance up more than 300% over six months.'],
    ['balance_change_1m', 0.004, 'Balance unchanged over one month.'],
    ['transfer_out_share_3m', 0, 'No transfer to another bank in three months.'],
    ['transfer_out_share_3m', 0.001, '<1% of the money went to other banks in three months.'],
    ['unresolved_complaints', 1, '1 unresolved complaint.'],
    ['complaints_12m', 2, '2 complaints in twelve months.'],
    ['contacts_3m', 0, 'No contact in three months.'],
    ['days_since_transaction', 74, 'No transaction for 74 days.'],
    ['satisfaction', null, 'No survey answered in two years.'],
    ['satisfaction_change', -0.2, 'Satisfaction down 20 points since the survey before.'],
    ['tenure_months', 0.9, 'A customer for less than a month.'],
    ['tenure_months', 5.3, 'A customer for 5 months.'],
    ['tenure_months', 30, 'A customer for 2 years.'],
    ['balance', 12345.6, 'A balance of €12,346.'],
    ['balance', -0.4, 'A balance of €0.'],
    ['age', 71.9, 'Aged 71.'],
  ])('say what happened, in figures a manager can repeat: %s of %s', (feature, value, said) => {
    expect(reasonSentence({ feature, value, contribution: 1 }, english)).toBe(said);
  });

  it.each([
    ['balance_change_3m', -0.382, '3个月内余额下降38%。'],
    ['days_since_transaction', 74, '已74天没有交易。'],
    ['unresolved_complaints', 1, '有1件未结投诉。'],
    ['satisfaction', null, '两年内未参与满意度调查。'],
  ])('say the same in Chinese: %s of %s', (feature, value, said) => {
    expect(reasonSentence({ feature, value, contribution: 1 }, chinese)).toBe(said);
  });

  it('say so where they lower the risk', () => {
    const reason = { feature: 'products', value: 4, contribution: -0.4 };
    expect(reasonSentence(reason, english)).toBe('4 products held, which lowers the risk.');
    expect(reasonSentence(reason, chinese)).toBe('持有4种产品，降低了流失风险。');
  });

  it('are told in lists only where one can say them to somebody', () => {
    const told = (feature: string, value: number | null) => tells({ feature, value });
    expect(told('balance_change_6m', null)).toBe(false);
    expect(told('complaints_3m', null)).toBe(false);
    expect(told('age', 71)).toBe(false);
    expect(told('no_such_feature', 1)).toBe(false);
    expect(told('satisfaction', null)).toBe(true);
    expect(told('days_since_transaction', null)).toBe(true);
    expect(told('balance_change_6m', -0.4)).toBe(true);
  });

  it.each(churnFeatureNames)('say %s, whatever its value', (feature) => {
    for (const locale of locales()) {
      const say = sayIn(locale, 'CZK');
      expect(featureLabel(feature, say)).not.toContain('_');
      for (const value of [null, -1, -0.4, 0, 0.003, 1, 3, 1234.5]) {
        for (const contribution of [-0.5, 0.5]) {
          const sentence = reasonSentence({ feature, value, contribution }, say);
          expect(sentence).toMatch(locale === 'zh' ? /。$/ : /^[^a-z].*\.$/);
          expect(sentence).not.toMatch(/undefined|NaN|null|[[{}_]/);
        }
      }
    }
  });

  it('name a feature of another version in plain words', () => {
    const reason = { feature: 'old_feature', value: 2, contribution: 1 };
    expect(featureLabel('old_feature', english)).toBe('old feature');
    expect(reasonSentence(reason, english)).toBe('The feature “old feature” is 2.');
    expect(reasonSentence({ ...reason, value: null }, english)).toBe(
      'The feature “old feature” is not known.',
    );
  });
});

describe('advice in words', () => {
  const resolve = { feature: 'unresolved_complaints', from: 1, to: 0, probability: 0.6 };
  const advise = (advice: Parameters<typeof adviceSentence>[0], locale: string) =>
    adviceSentence(advice, 0.81, sayIn(locale), formatFor(locale, 'EUR', 'UTC'));

  it('says what may help and what it rests on, and calls it an association', () => {
    const held = { ...resolve, similar: 214 };
    expect(advise(held, 'en')).toBe(
      'What may help: resolve the open complaint. Going by 214 similar past customers, the risk would then be about 60% instead of 81%; that is an association, not a proven effect.',
    );
    expect(advise({ ...held, from: 2 }, 'en')).toContain('resolve the 2 open complaints');
    expect(advise({ ...held, from: 2 }, 'zh')).toBe(
      '可尝试：解决2件未结投诉。参照214位相似的历史客户，届时风险约为60%（目前为81%）；这只是相关关系，并非已证实的效果。',
    );
  });

  it.each(actionableFeatures.map(({ name }) => name))(
    'names what may be done about %s',
    (feature) => {
      for (const locale of ['en', 'zh'])
        expect(advise({ ...resolve, feature, similar: 30 }, locale)).toMatch(
          /^(What may help: [a-z]|可尝试：\p{L})/u,
        );
    },
  );

  it.each(['nothingToChange', 'noEffect', 'notBorneOut'] as const)(
    'says why there is none: %s',
    (none) => {
      expect(advise({ none }, 'en')).toMatch(/^Nothing is advised: .+\.$/);
      expect(advise({ none }, 'zh')).toMatch(/^暂无建议：.+。$/);
    },
  );

  it('says of an earlier version what its model said', () => {
    expect(advise(resolve, 'en')).toBe(
      'According to the model, resolving the open complaint would lower the risk from 81% to about 60%.',
    );
    expect(advise({ ...resolve, from: 2 }, 'en')).toContain('resolving the 2 open complaints');
    expect(advise({ ...resolve, from: 2 }, 'zh')).toBe(
      '按模型估计，解决2件未结投诉可将风险从81%降至约60%。',
    );
  });

  it.each(actionableFeatures.map(({ name }) => name))('says what to do about %s', (feature) => {
    for (const locale of locales())
      expect(advise({ ...resolve, feature }, locale)).toMatch(/81%.*\b60%/);
  });

  it('is none for what a later version may advise', () => {
    expect(advise({ ...resolve, feature: 'of_tomorrow' }, 'en')).toBeUndefined();
  });
});
