import { describe, expect, it } from 'vitest';
import { churnCardReply } from '../../../../src/conversation/commands/model-card/churn-card.ts';
import {
  contactFacts,
  driftFacts,
  measureFacts,
  riskThresholdFacts,
  thresholdFacts,
} from '../../../../src/conversation/commands/model-card/churn-facts.ts';
import {
  churnSummary,
  decisionSentence,
} from '../../../../src/conversation/commands/model-card/churn-sentences.ts';
import { groupsTable } from '../../../../src/conversation/commands/model-card/churn-tables.ts';
import { formatFor } from '../../../../src/language/format.ts';
import { sayIn } from '../../../../src/language/messages.ts';
import { emptyCard, type StoredChurnCard } from '../../../../src/scoring/churn/churn-card.ts';
import { churnGroups } from '../../../../src/scoring/churn/churn-groups.ts';
import { churnMetrics } from '../../../../src/scoring/churn/churn-metrics.ts';
import earlier from '../../../scoring/churn/earlier-cards.json' with { type: 'json' };

/** A hundred customers of whom the twenty with even numbers below 40 left. */
const labels = Uint8Array.from({ length: 100 }, (_, n) => (n < 40 && n % 2 === 0 ? 1 : 0));
const said = Float64Array.from({ length: 100 }, (_, n) => (n < 40 ? 0.5 : 0.05));
const window = {
  from: '2026-03-31',
  to: '2026-06-30',
  dayNumber: 20_543,
  customers: Uint32Array.from({ length: 100 }, (_, n) => n),
  dataset: { columns: [], rows: 100 },
  // Of these ten it had been said that they are not at risk: 30 to 39, of whom every second one left.
  overridden: Float64Array.from({ length: 100 }, (_, n) => (n >= 30 && n < 40 ? 0.6 : Number.NaN)),
  labels,
};
const customers = {
  female: Float64Array.from({ length: 100 }, (_, n) => (n < 50 ? 1 : 0)),
  born: Float64Array.from({ length: 100 }, (_, n) => (n < 90 ? 20_543 - 40 * 365.25 : Number.NaN)),
};
const metrics = churnMetrics(labels, said, {
  atRisk: 0.3,
  contact: { cost: 10, saved: 500, success: 0.1 },
});
const candidate = { calibration: 'none', auc: 0.8, brier: 0.1, logLoss: 0.3 } as const;
const selection = {
  selectedOn: '2026-06-30',
  reason: 'first' as const,
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
  challengerTest: null,
  drifted: [],
  settings: '{}',
};
const card = {
  ...emptyCard({ definition: 'closed' }, 3, [window], 42),
  features: ['balance'],
  dropped: [{ feature: 'rating', reason: 'constant' as const }],
  metrics,
  groups: churnGroups(customers, window, said, 0.3),
  selection,
  warnings: [{ code: 'churn.notJudged', figures: {} }],
};
const stored = {
  method: 'logistic',
  trainedAt: new Date('2026-07-01T02:30:00Z'),
  asOf: '2026-06-30',
  card,
};
const reader = (locale: 'en' | 'zh') => ({
  locale,
  say: sayIn(locale, 'EUR'),
  format: formatFor(locale, 'EUR', 'Europe/Prague'),
});
type Model = Parameters<typeof churnCardReply>[0];
const reply = (locale: 'en' | 'zh', part: 'card' | 'groups' = 'card', model: Model = stored) =>
  churnCardReply(model, part, reader(locale));
const english = reader('en');

describe('the card of the churn model', () => {
  it('says how it did, who competed and why the one in use won', () => {
    const { summary, facts, charts, table, details } = reply('en');
    expect(summary).toBe(
      'Discrimination is good: the model (logistic regression) ranks a customer who left as riskier than one who stayed in 88% of pairs.',
    );
    expect(facts.slice(0, 8)).toEqual([
      { label: 'Method', value: 'Logistic regression' },
      { label: 'Trained', value: '1 Jul 2026, 04:30' },
      { label: 'Data as of', value: '30 June 2026' },
      { label: 'Learned from', value: '31 March 2026 to 30 June 2026' },
      { label: 'Customers who left', value: '20 of 100' },
      { label: 'Horizon', value: '3 months' },
      { label: 'Features', value: '1' },
      { label: 'Calibration', value: 'none needed' },
    ]);
    expect(charts.map(({ alt }) => alt)).toEqual([
      'Reliability: churn probability and the share who left. 5% → 0%; 50% → 50%.',
    ]);
    expect(table?.rows.map((row) => [row[0], row[3], row.at(-1)])).toEqual([
      ['Logistic regression', '0.310', 'champion'],
      ['Decision tree', '<0.001', 'worse'],
      ['Gradient boosting', '–', 'within noise'],
    ]);
    expect(details).toEqual([
      'Compared on 30 June 2026: gradient boosting had the lowest log loss, but logistic regression is within noise of it (p = 0.31) and simpler, so it is used.',
      'Features left out: Rating given (the same for everybody).',
      'The churn model could not be validated on a period it had not seen: there are too few periods, or too few customers who left.',
    ]);
  });

  it('says how often people were right who said that somebody is not at risk', () => {
    const told = (locale: 'en' | 'zh', model: Model = stored) =>
      reply(locale, 'card', model).facts.find(({ label }) => /not at risk|无流失风险/.test(label));
    expect(told('en')?.value).toBe(
      'right of 5 of 10 customers, who stayed; by the probabilities they contradicted, 4 would have',
    );
    expect(told('zh')?.value).toMatch(/10位客户中，5位/);
    const few = { ...stored, card: { ...card, overrides: { said: 9, stayed: 9, expected: 4 } } };
    expect(told('en', few)?.value).toBe('of fewer than 10 customers so far whose outcome is known');
    expect(told('en', { ...stored, card: { ...card, overrides: null } })).toBeUndefined();
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
    const told = { ...stored, card: { ...card, features: ['age'] } };
    expect(reply('en', 'groups', told).summary).toContain('uses some of these');
    const none = reply('en', 'groups', { ...stored, card: { ...card, groups: [] } });
    expect(none.summary).toContain('There are no groups to compare');
    expect(none.table).toBeUndefined();
  });

  it('says the same in Chinese', () => {
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
});

describe('the parts of the card', () => {
  it('say how far the model ranks and holds', () => {
    expect(measureFacts(metrics, english)).toEqual([
      { label: 'ROC AUC (0.5 is chance, 1 is perfect)', value: '0.875' },
      { label: 'Precision–recall AUC', value: '0.500' },
      { label: 'Brier score (0 is perfect)', value: expect.stringMatching(/^0\.10/) },
      { label: 'Log loss', value: expect.stringMatching(/^0\.3/) },
      { label: 'Expected calibration error', value: '0.030' },
      { label: 'Lift in the riskiest tenth', value: expect.stringMatching(/×$/) },
    ]);
    expect(measureFacts({ ...metrics, calibrationError: null }, english)).toHaveLength(5);
  });

  it('say what the threshold of the digest would have brought', () => {
    expect(thresholdFacts(metrics, english)).toEqual([
      { label: 'Flagged at risk, from 30%', value: '40, of whom 20 left' },
      { label: 'Left without being flagged', value: '0' },
      {
        label: 'Accuracy',
        value: '80% of all customers judged right; flagging nobody would give 80%',
      },
      { label: 'Precision', value: '50% of those flagged left' },
      { label: 'Recall', value: '100% of those who left had been flagged' },
      {
        label: 'F1',
        value:
          '0.667: precision and recall in one, as high as the lower of them allows (1 is perfect)',
      },
    ]);
    expect(thresholdFacts({ ...metrics, threshold: null }, english)).toEqual([]);
  });

  it('say from which probability customers are at risk, and why from there', () => {
    const said = (
      from: Exclude<StoredChurnCard['riskThreshold'], null>['from'],
      pays: number | null,
    ) => riskThresholdFacts({ value: 0.3, from, pays }, english).map(({ value }) => value);
    expect(said('contact', 0.3)).toEqual(['30%: a contact pays off from there']);
    expect(said('settings', 0.14)).toEqual([
      "30%: the bank's own setting; a contact pays off from 14%",
    ]);
    expect(said('settings', null)).toEqual(["30%: the bank's own setting"]);
    expect(said('baseRate', 0.14)).toEqual([
      '30%: that is how many leave, and below it nobody is called at risk; a contact pays off from 14%',
    ]);
    expect(said('notJudged', null)).toEqual([
      '30%: the default, since the model is not validated yet',
    ]);
    expect(said('noCosts', null)).toEqual([
      '30%: the default, since the settings do not say what a contact costs and saves',
    ]);
    expect(riskThresholdFacts(null, english)).toEqual([]);
  });

  it('say from which probability a contact pays, or that none does', () => {
    expect(contactFacts(metrics.contact, english)).toEqual([
      { label: 'A contact pays off from', value: '20% (40 customers, net €600)' },
      { label: 'Best possible in hindsight', value: '€600, from 50%' },
    ]);
    const breakEven = { threshold: 0.9, contacted: 0, profit: 0 };
    expect(contactFacts({ breakEven, best: null }, english)).toEqual([
      { label: 'A contact pays off from', value: 'no probability, at the costs configured' },
    ]);
    expect(contactFacts(null, english)).toEqual([]);
  });

  it('say what has drifted, and what came of what was predicted', () => {
    const score = { name: 'churn probability', index: 0.2684, verdict: 'moved' as const };
    const realised = {
      asOf: '2026-03-31',
      from: 'run' as const,
      customers: 90,
      predicted: 0.039,
      realised: 0.045,
      standardErrors: 1,
    };
    const drift = { since: '2026-03-31', features: [], score, realised, warnings: [] };
    expect(driftFacts(drift, english)).toEqual([
      { label: 'Drift (PSI; 0.25 is high)', value: '0.27' },
      { label: 'Risk on 31 March 2026 → share who left', value: '3.9% → 4.5%' },
    ]);
    expect(driftFacts({ ...drift, realised: null }, english)).toHaveLength(1);
  });

  it.each([
    [0.8, 'Discrimination is good: the model'],
    [0.75, 'Discrimination is fair: the model'],
    [0.6, 'Discrimination is weak: use its list with care: the model'],
  ])('grade an AUC of %s', (auc, begins) => {
    expect(churnSummary('tree', { ...metrics, auc }, english)).toMatch(new RegExp(`^${begins}`));
  });

  it('say why the kind in use was chosen', () => {
    const decide = (method: string, changed: Partial<typeof selection> | object) =>
      decisionSentence(method, { ...selection, ...changed }, english);
    const challengerTest = { champion: 'forest', difference: -0.001, pValue: 0.4 };
    expect(
      decide('forest', { challengerTest: { ...challengerTest, replacedChampion: false } }),
    ).toBe(
      'Compared on 30 June 2026: logistic regression was not significantly better than the champion, random forest (p = 0.40), so the champion stays.',
    );
    expect(
      decide('logistic', { challengerTest: { ...challengerTest, replacedChampion: true } }),
    ).toContain('logistic regression is within noise of it');
    expect(decide('boosting', { chosen: 'boosting' })).toBe(
      'Compared on 30 June 2026: gradient boosting had the lowest log loss, and no simpler model was within noise of it.',
    );
    expect(decide('tree', { chosen: 'tree', candidates: selection.candidates.slice(1, 2) })).toBe(
      'The settings specify decision tree.',
    );
  });

  it('name groups of a later version by what the card calls them', () => {
    const [sexes] = card.groups;
    const groups = (sexes?.groups ?? []).map((group) => ({ ...group, group: 'of tomorrow' }));
    expect(groupsTable([{ attribute: 'sex', groups }], english).rows[0]?.[0]).toBe('of tomorrow');
  });
});

describe('the card that an earlier version stored', () => {
  const of = (stored: Record<string, unknown>, method: string) => ({
    method,
    trainedAt: new Date('2026-11-30T02:30:00Z'),
    asOf: '2026-11-30',
    card: stored,
  });

  it('is shown whole, with its warnings in its own words', () => {
    const { details, table, facts } = reply('zh', 'card', of(earlier.drifted, 'logistic'));
    expect(details?.slice(1)).toEqual(earlier.drifted.warnings.map(({ zh }) => zh));
    expect(table?.rows).toHaveLength(earlier.drifted.selection.candidates.length);
    expect(facts.at(-1)?.value).toBe('0.1.0, 42');
  });

  it('is read by the names it gave to how the champion was challenged', () => {
    const { details } = reply('en', 'card', of(earlier.challenged, 'forest'));
    expect(details?.[0]).toMatch(
      /logistic regression was not significantly better than the champion, random forest .*\(p = 0\.09\)/,
    );
  });

  it('is shown as far as it goes where it is of the first version', () => {
    const first = {
      definition: { definition: 'closed' },
      horizonMonths: 3,
      windows: [{ from: '2026-03-31', to: '2026-06-30', customers: 80, leavers: 3 }],
      features: ['balance'],
      dropped: [],
      metrics: null,
      seed: 42,
      warnings: ['The model could not be judged.'],
    };
    const { summary, details, table, charts } = reply('en', 'card', of(first, 'logistic'));
    expect(summary).toContain('not validated yet');
    expect(details).toEqual(['The model could not be judged.']);
    expect(table).toBeUndefined();
    expect(charts).toEqual([]);
  });
});
