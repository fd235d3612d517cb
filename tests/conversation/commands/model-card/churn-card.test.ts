import { describe, expect, it } from 'vitest';
import { churnCardReply } from '../../../../src/conversation/commands/model-card/churn-card.ts';
import { formatFor } from '../../../../src/language/format.ts';
import { churnGroups, churnMetrics, emptyCard } from '../../../../src/scoring/churn/churn-card.ts';

/** A hundred customers of whom the twenty with even numbers below 40 left. */
const labels = Uint8Array.from({ length: 100 }, (_, n) => (n < 40 && n % 2 === 0 ? 1 : 0));
const said = Float64Array.from({ length: 100 }, (_, n) => (n < 40 ? 0.5 : 0.05));
const window = {
  from: '2026-03-31',
  to: '2026-06-30',
  dayNumber: 20_543,
  customers: Uint32Array.from({ length: 100 }, (_, n) => n),
  dataset: { columns: [], rows: 100 },
  labels,
};
const nobody = new Float64Array(100).fill(Number.NaN);
const customers = {
  customer_id: nobody,
  joined: nobody,
  closed: nobody,
  branch: nobody,
  female: Float64Array.from({ length: 100 }, (_, n) => (n < 50 ? 1 : 0)),
  born: Float64Array.from({ length: 100 }, (_, n) => (n < 90 ? 20_543 - 40 * 365.25 : Number.NaN)),
};
const candidate = { calibration: 'none', auc: 0.8, brier: 0.1, logLoss: 0.3 } as const;
const card = {
  ...emptyCard({ definition: 'closed' }, 3, [window], 42),
  features: ['balance'],
  dropped: [{ feature: 'rating', reason: 'constant' as const }],
  metrics: churnMetrics(labels, said, {
    atRisk: 0.3,
    contact: { cost: 10, saved: 500, success: 0.1 },
  }),
  groups: churnGroups(customers, window, said, 0.3),
  selection: {
    selectedOn: '2026-06-30',
    because: 'first' as const,
    judgedOn: 'later window' as const,
    rows: 100,
    leavers: 20,
    candidates: [
      {
        kind: 'logistic' as const,
        ...candidate,
        difference: 0.002,
        pValue: 0.31,
        withinNoise: true,
      },
      { kind: 'tree' as const, ...candidate, difference: 0.1, pValue: 0.0001, withinNoise: false },
      { kind: 'boosting' as const, ...candidate, difference: 0, pValue: 1, withinNoise: true },
    ],
    chosen: 'logistic' as const,
    against: null,
    drifted: [],
    settings: '{}',
  },
  warnings: [{ en: 'A warning.', zh: '一条警告。' }],
};
const stored = {
  method: 'logistic',
  trainedAt: new Date('2026-07-01T02:30:00Z'),
  asOf: '2026-06-30',
  card,
};
type Model = Parameters<typeof churnCardReply>[0];
const reply = (locale: 'en' | 'zh', part: 'card' | 'groups' = 'card', model: Model = stored) =>
  churnCardReply(model, part, formatFor(locale, 'EUR', 'Europe/Prague'), locale);

describe('the card of the churn model', () => {
  it('says how it did, with what the threshold of the digest would have brought', () => {
    const { facts, charts, summary } = reply('en');
    expect(summary).toContain('logistic regression');
    expect(facts).toContainEqual({
      label: 'Called at risk, from 30%',
      value: '40, of whom 20 left (precision 50%)',
    });
    expect(facts).toContainEqual({ label: 'Left without being called', value: '0 (recall 100%)' });
    expect(facts).toContainEqual({
      label: 'A contact pays from',
      value: '20% (40 customers, net €600)',
    });
    expect(facts).toContainEqual({
      label: 'The most it could have been',
      value: '€600, from 50%',
    });
    expect(facts).toContainEqual({ label: 'Expected calibration error', value: '0.030' });
    expect(charts.map(({ alt }) => alt)).toEqual([
      'Reliability: churn probability and the share who left. 5% → 0%; 50% → 50%.',
    ]);
  });

  it('says who competed, and why the one in use won', () => {
    const { table, details } = reply('en');
    expect(table?.rows.map((row) => [row[0], row.at(-1)])).toEqual([
      ['Logistic regression', 'champion'],
      ['Decision tree', 'worse'],
      ['Gradient boosting', 'within noise'],
    ]);
    expect(details).toEqual([
      'Compared on 30 June 2026: gradient boosting had the lowest log loss, but logistic regression is within noise of it (p = 0.31) and simpler, so it is used.',
      'Features left out: Rating given (the same for everybody).',
      'A warning.',
    ]);
  });

  it('says so where a challenger did not beat the champion', () => {
    const against = {
      champion: 'forest' as const,
      difference: -0.001,
      pValue: 0.4,
      tookOver: false,
    };
    const kept = {
      ...stored,
      method: 'forest',
      card: { ...card, selection: { ...card.selection, against } },
    };
    expect(reply('en', 'card', kept).details?.[0]).toBe(
      'Compared on 30 June 2026: logistic regression was not better than the champion, random forest, by more than noise (p = 0.40), which therefore stays.',
    );
  });

  it('shows what groups that must not be features get', () => {
    const { table, summary } = reply('en', 'groups');
    expect(summary).toContain('neither sex nor age');
    expect(table?.rows.map((row) => row.slice(0, 4))).toEqual([
      ['Women', '50', '41%', '40%'],
      ['Not women', '50', '5%', '0%'],
      ['30 to 44', '90', '25%', '22%'],
      ['Age unknown', '10', '5%', '0%'],
    ]);
  });

  it('tells the same in Chinese', () => {
    const { summary, facts, table, details, charts } = reply('zh');
    const words = [
      summary,
      ...facts.map(({ label }) => label),
      ...(details ?? []),
      ...charts.map(({ alt }) => alt),
    ];
    expect(words.filter((text) => !/[\u4e00-\u9fff]|AUC/.test(text))).toEqual([]);
    expect(table?.rows[0]?.at(-1)).toBe('在用');
    expect(reply('zh', 'groups').table?.rows[2]?.[0]).toBe('30至44岁');
  });

  it('reads the card of an older version, and of a model nobody could judge', () => {
    const old = { horizonMonths: 3, windows: [], features: [], metrics: null, warnings: ['Old.'] };
    const { summary, details, table } = reply('en', 'card', {
      ...stored,
      card: { ...card, ...old },
    });
    expect(summary).toContain('no window yet');
    expect(details).toContain('Old.');
    expect(table).toBeDefined();
  });
});
