import { describe, expect, it } from 'vitest';
import { valueCardReply } from '../../../../src/conversation/commands/model-card/value-card.ts';
import { formatFor } from '../../../../src/language/format.ts';
import { sayIn } from '../../../../src/language/messages.ts';

const measures = { rankCorrelation: 0.931, topDecileShare: 0.537, meanAbsoluteError: 127.6 };
const worse = { rankCorrelation: 0.9, topDecileShare: 0.5, meanAbsoluteError: 140 };
const backtest = {
  seenFrom: '2024-11-01',
  judgedFrom: '2025-11-01',
  monthsSeen: 12,
  monthsJudged: 12,
  customers: 7889,
  left: 980,
  model: measures,
  coverage: 0.92,
  baselines: { lastYear: worse, segmentMean: worse, zeroGrowth: worse },
  deciles: Array.from({ length: 10 }, (_, n) => ({
    customers: 789,
    predicted: 100 * n,
    actual: 110 * n,
  })),
};
const survival = {
  from: 'churn model',
  reversion: { horizonMonths: 3, longRun: 0.03, persistence: 0.53, measuredOn: 40_000 },
};
const reply = (card: Record<string, unknown>, locale: 'en' | 'zh' = 'en') =>
  valueCardReply(
    {
      method: 'contribution × survival',
      trainedAt: new Date('2026-11-22T02:30:00Z'),
      asOf: '2026-11-22',
      card: { horizonMonths: 36, annualDiscountRate: 0.1, customers: 7863, warnings: [], ...card },
    },
    'EUR',
    { locale, say: sayIn(locale, 'EUR'), format: formatFor(locale, 'EUR', 'Europe/Prague') },
  );

describe('the card of the value model', () => {
  it('tells how the model did on months it had not seen, beside the baselines', () => {
    const told = reply({ backtest, survival });
    expect(told.summary).toMatch(
      /^Over .*rank correlation of 0\.93 .* 92% of them fell within its 90%/,
    );
    expect(told.table?.rows[0]).toEqual([
      'the model',
      '0.931',
      '53.7%',
      expect.stringMatching(/128/),
    ]);
    expect(told.table?.rows).toHaveLength(4);
    expect(told.charts).toHaveLength(1);
    expect(told.charts[0]?.alt).toMatch(/900 was predicted and .*990 was realised/);
    expect(told.facts).toContainEqual({
      label: 'Churn risk remaining after 3 months',
      value: '53%',
    });
  });

  it('tells how much of the differences it explains, and how far it is off', () => {
    const said = (model: Record<string, number>, locale: 'en' | 'zh' = 'en') =>
      reply({ backtest: { ...backtest, model: { ...measures, ...model } } }, locale)
        .facts.filter(({ label }) => /R²|rror|误差/.test(label))
        .map(({ label, value }) => `${label}: ${value}`);
    expect(said({ rSquared: 0.6234, meanError: 12.4 })).toEqual([
      'R²: 0.623: the forecasts explain 62% of the variance between customers (1 is perfect)',
      'Mean error: €12.40 too high per customer over a year, on average',
      'Mean absolute error: €128: how far the forecast for a customer over a year is off, on average',
    ]);
    expect(said({ rSquared: -0.2, meanError: -5 }).slice(0, 2)).toEqual([
      'R²: -0.200: the forecasts are no closer than the average of all customers would be (1 is perfect)',
      'Mean error: €5.00 too low per customer over a year, on average',
    ]);
    expect(said({ rSquared: 0.6234, meanError: 12.4 }, 'zh').slice(0, 1)).toEqual([
      'R²: 0.623：预测解释了客户间差异（方差）的62%（1为最佳）',
    ]);
    // A card of an earlier version has the mean absolute error alone.
    expect(said({})).toHaveLength(1);
  });

  it('warns in the language of the reader, and in the words that earlier versions stored', () => {
    const warnings = [
      { code: 'value.byContribution', figures: {} },
      { en: 'Take care.', zh: '请注意。' },
      'An older warning.',
    ];
    expect(reply({ warnings }, 'zh').details).toEqual([
      '配置 valuation.clv.model 要求按购买模型估值，但没有一个购买模型能够拟合，因此按贡献估值。',
      '请注意。',
      'An older warning.',
    ]);
    expect(reply({ warnings }).details?.slice(0, 2)).toEqual([
      'The setting valuation.clv.model asks for a model of purchases, but none could be fitted: customers are valued by contribution.',
      'Take care.',
    ]);
  });

  it('says in its first line when a baseline beats the model, and on what', () => {
    const better = { ...backtest.baselines, zeroGrowth: { ...worse, topDecileShare: 0.541 } };
    const told = reply({ backtest: { ...backtest, baselines: better } });
    expect(told.summary).toMatch(
      /^A baseline beats the model: zero growth has a share of value in the top tenth of 54\.1%, the model 53\.7%\. Over/,
    );
    expect(reply({ backtest: { ...backtest, baselines: better } }, 'zh').summary).toMatch(
      /^有基准方法优于模型：零增长的前10%客户价值占比为54\.1%，模型为53\.7%。/,
    );
  });

  it('tells how a model of purchases did on what was spent, and nothing of another model', () => {
    const spend = {
      ...backtest,
      of: 'spend',
      baselines: { lastYearSpend: worse, meanSpend: worse, steadyRate: worse },
    };
    const card = { model: 'modified-bg-nbd', margin: 0.02, survival, backtest: spend };
    const told = reply(card);
    expect(told.summary).toMatch(
      /^Over .*the model ranked customers by what they then spent with a rank correlation of 0\.93/,
    );
    expect(told.facts).toContainEqual({ label: 'Margin on a purchase', value: '2%' });
    expect(told.facts.map(({ value }) => value).join()).toMatch(/980 of them bought nothing more/);
    expect(told.facts.map(({ label }) => label).join()).not.toMatch(/Churn risk remaining/);
    expect(told.table?.rows.map(([name]) => name)).toEqual([
      'the model',
      "last year's spending",
      'the same for everyone',
      'spending at a steady rate',
    ]);
    expect(told.details?.join()).toMatch(/spent and not refunded/);
    expect(reply(card, 'zh').summary).toMatch(/^在样本外的.*模型对客户此后的消费额排序/);
  });

  it('says that a model of purchases could not be tested', () => {
    const card = { model: 'transactions', margin: 0.02, survival, backtest: null };
    expect(reply(card).summary).toMatch(
      /their expected purchases; the bank's history is too short/,
    );
    expect(reply(card, 'zh').summary).toMatch(/^客户价值按预期交易次数与金额计算/);
  });

  it('tells which model the bank’s own history chose, why, and how the others did', () => {
    const choice = {
      by: 'contribution',
      candidates: [
        { model: 'contribution', measures },
        { model: 'transactions', measures: null },
        { model: 'shifted-beta-geometric', measures: worse },
      ],
      best: 2,
    };
    const card = { model: 'contribution', backtest, survival, choice };
    const told = reply(card);
    expect(told.details?.[0]).toMatch(
      /auto: of 2 models tried on what customers contributed over .*, contribution × survival did best on 2 of 3 measures and is used\.$/,
    );
    expect(told.table?.rows.slice(0, 4).map(([name, correlation]) => [name, correlation])).toEqual([
      ['contribution (in use)', '0.931'],
      ['BG/NBD', 'not tested'],
      ['retention by tenure', '0.900'],
      ["last year's contribution", '0.900'],
    ]);
    expect(reply(card, 'zh').details?.[0]).toMatch(/为 auto：在2个模型都未见过的.*因此采用。$/);
    const untested = { ...choice, best: 0 };
    expect(reply({ ...card, backtest: null, choice: untested }).details?.[0]).toMatch(
      /too short to compare the models, so contribution × survival is used\.$/,
    );
  });

  it('says so where the history is too short, or the card is of an older version', () => {
    for (const card of [{ backtest: null }, {}]) {
      expect(reply(card).summary).toMatch(/history is too short/);
      expect(reply(card).charts).toEqual([]);
    }
  });

  it('says when the persistence of risks is assumed', () => {
    const assumed = { from: 'churn model', reversion: { ...survival.reversion, measuredOn: 0 } };
    expect(reply({ survival: assumed }).facts.at(-1)?.value).toBe('53% (assumed)');
  });

  it('speaks Chinese without a word of English', () => {
    const { summary, facts, details, table } = reply({ backtest, survival }, 'zh');
    const texts = [
      summary,
      ...(details ?? []),
      ...facts.flatMap(({ label, value }) => [label, value]),
      ...(table?.columns.map(({ label }) => label) ?? []),
      ...(table?.rows.map(([name = '']) => name) ?? []),
    ];
    for (const text of texts) expect(text).not.toMatch(/[a-z]{3,}|undefined|NaN/i);
  });
});
