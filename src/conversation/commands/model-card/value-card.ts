import { z } from 'zod';
import { backtestChart } from '../../../charts/backtest-chart.ts';
import type { Format } from '../../../language/format.ts';
import type { Locale } from '../../../language/locale.ts';
import type { Localised } from '../../../language/localised.ts';
import { told } from '../../../language/localised-text.ts';
import { type Baseline, baselines } from '../../../valuation/index.ts';
import type { Reply } from '../../reply.ts';
import { monthsInWords } from '../../wording/customer-words.ts';

const measures = z.looseObject({
  rankCorrelation: z.number(),
  topDecileShare: z.number(),
  meanAbsoluteError: z.number(),
});
type Measures = z.infer<typeof measures>;

const backtestShape = z.looseObject({
  seenFrom: z.string(),
  judgedFrom: z.string(),
  monthsJudged: z.number(),
  customers: z.number(),
  left: z.number(),
  model: measures,
  coverage: z.number(),
  baselines: z.looseObject({ lastYear: measures, segmentMean: measures, zeroGrowth: measures }),
  deciles: z.array(
    z.looseObject({ customers: z.number(), predicted: z.number(), actual: z.number() }),
  ),
});
type Backtest = z.infer<typeof backtestShape>;

/** What the card of a value model tells; one of an older version leaves out what it has not. */
const valueCardShape = z.looseObject({
  model: z.string().optional(),
  margin: z.number().optional(),
  horizonMonths: z.number().optional(),
  annualDiscountRate: z.number().optional(),
  customers: z.number().optional(),
  survival: z
    .looseObject({
      reversion: z
        .looseObject({
          horizonMonths: z.number(),
          longRun: z.number(),
          persistence: z.number(),
          measuredOn: z.number(),
        })
        .optional(),
    })
    .optional(),
  backtest: backtestShape.nullish(),
  warnings: z.array(told).default([]),
});
type ValueCard = z.infer<typeof valueCardShape>;

type Model = { method: string; trainedAt: Date; asOf: string; card: Record<string, unknown> };

const baselineNames: Record<Baseline, Localised> = {
  lastYear: { en: "last year's contribution", zh: '上一年的贡献' },
  segmentMean: { en: "the segment's mean", zh: '客群平均值' },
  zeroGrowth: { en: 'zero growth', zh: '零增长' },
};

/** The card of the value model in use: how it did on months it had not seen, against what needs no model. */
export function valueCardReply(
  model: Model,
  currency: string,
  format: Format,
  locale: Locale,
): Reply {
  const zh = locale === 'zh';
  const card = valueCardShape.parse(model.card);
  const backtest = card.backtest ?? null;
  return {
    title: zh ? '客户价值模型' : 'Lifetime value model',
    summary: summary(card, backtest, format, locale),
    facts: facts(model, card, backtest, format, locale),
    ...(backtest === null ? {} : { table: comparison(backtest, format, locale) }),
    details: details(card, backtest, format, locale),
    charts:
      backtest === null
        ? []
        : [
            {
              alt: chartAlt(backtest, format, locale),
              spec: backtestChart({ deciles: backtest.deciles, currency, locale }),
            },
          ],
    actions: [
      { label: zh ? '流失模型' : 'Churn model', command: 'model churn' },
      { label: zh ? '客户分群模型' : 'Segmentation', command: 'model segments' },
      { label: zh ? '最有价值的客户' : 'Most valuable', command: 'top' },
    ],
    visibility: 'channel',
  };
}

function summary(
  card: ValueCard,
  backtest: Backtest | null,
  format: Format,
  locale: Locale,
): string {
  const zh = locale === 'zh';
  if (card.model === 'transactions') {
    return zh
      ? '客户价值按预期交易次数与金额计算；此模型尚未用银行自身的历史检验。'
      : "Customers are valued by the purchases expected of them; this model is not judged on the bank's own history.";
  }
  if (backtest === null) {
    return zh
      ? '银行的历史太短，还无法用未见过的月份检验价值模型。'
      : "The bank's history is too short to judge the value model on months it has not seen.";
  }
  const period = monthsInWords(backtest.monthsJudged, locale);
  const correlation = backtest.model.rankCorrelation.toFixed(2);
  const share = format.percent(backtest.coverage);
  const verdict = zh
    ? `在未见过的${period}里，模型对客户的排序与实际的秩相关为 ${correlation}（1 为完美），${share} 的客户落在 90% 区间内。`
    : `Over ${period} it had not seen, the model ranked customers with a rank correlation of ${correlation} (1 is perfect), and ${share} of them lay in its 90% range.`;
  const beaten = beatenBy(backtest, format, locale);
  if (beaten.length === 0) return verdict;
  return zh
    ? `有基准优于模型：${beaten.join('；')}。${verdict}`
    : `A baseline beats the model: ${beaten.join('; ')}. ${verdict}`;
}

/** On which measure which baseline does better than the model, by the digits that are told. */
function beatenBy(
  { model, baselines: against }: Backtest,
  format: Format,
  locale: Locale,
): string[] {
  const zh = locale === 'zh';
  return baselines.flatMap((baseline) => {
    const name = baselineNames[baseline][locale];
    return measureWords(format, locale)
      .filter(({ better, of }) => better(of(against[baseline]), of(model)))
      .map(({ name: measure, text }) =>
        zh
          ? `${name}的${measure}为 ${text(against[baseline])}，模型为 ${text(model)}`
          : `${name} has a ${measure.toLowerCase()} of ${text(against[baseline])}, the model ${text(model)}`,
      );
  });
}

type Measure = {
  name: string;
  of: (measures: Measures) => number;
  text: (measures: Measures) => string;
  better: (one: number, other: number) => boolean;
};

function measureWords(format: Format, locale: Locale): Measure[] {
  const zh = locale === 'zh';
  const higher = (one: number, other: number) => one > other;
  const tenths = (share: number) => `${(share * 100).toFixed(1)}%`;
  return [
    {
      name: zh ? '秩相关' : 'Rank correlation',
      of: (found) => found.rankCorrelation,
      text: (found) => found.rankCorrelation.toFixed(3),
      better: higher,
    },
    {
      name: zh ? '前一成所占价值' : 'Share of value in the top tenth',
      of: (found) => found.topDecileShare,
      text: (found) => tenths(found.topDecileShare),
      better: higher,
    },
    {
      name: zh ? '平均绝对误差' : 'Mean absolute error',
      of: (found) => found.meanAbsoluteError,
      text: (found) => format.money(found.meanAbsoluteError),
      better: (one, other) => one < other,
    },
  ];
}

function comparison(
  backtest: Backtest,
  format: Format,
  locale: Locale,
): NonNullable<Reply['table']> {
  const zh = locale === 'zh';
  const words = measureWords(format, locale);
  const row = (name: string, found: Measures) => [name, ...words.map(({ text }) => text(found))];
  return {
    columns: [
      { label: zh ? '方法' : 'Forecast', align: 'start' },
      ...words.map(({ name }) => ({ label: name, align: 'end' as const })),
    ],
    rows: [
      row(zh ? '模型' : 'the model', backtest.model),
      ...baselines.map((baseline) =>
        row(baselineNames[baseline][locale], backtest.baselines[baseline]),
      ),
    ],
  };
}

function facts(
  model: Model,
  card: ValueCard,
  backtest: Backtest | null,
  format: Format,
  locale: Locale,
): Reply['facts'] {
  const zh = locale === 'zh';
  const fact = (en: string, chinese: string, value: string) => ({
    label: zh ? chinese : en,
    value,
  });
  const method = zh && model.method === 'contribution × survival' ? '贡献 × 留存' : model.method;
  const byPurchases = card.model === 'transactions';
  const reversion = byPurchases ? undefined : card.survival?.reversion;
  return [
    fact('Method', '方法', method),
    fact('Computed', '计算时间', format.moment(model.trainedAt)),
    fact('Data as of', '数据截至', format.day(model.asOf)),
    ...(card.customers === undefined
      ? []
      : [fact('Customers', '客户数', format.number(card.customers))]),
    ...(card.horizonMonths === undefined
      ? []
      : [fact('Horizon', '预测期', monthsInWords(card.horizonMonths, locale))]),
    ...(card.annualDiscountRate === undefined
      ? []
      : [fact('Discount rate, a year', '年折现率', format.percent(card.annualDiscountRate))]),
    ...(byPurchases && card.margin !== undefined
      ? [fact('Margin of a purchase', '交易利润率', format.percent(card.margin))]
      : []),
    ...(reversion === undefined
      ? []
      : [
          fact(
            `Churn risk left ${monthsInWords(reversion.horizonMonths, locale)} later`,
            `${monthsInWords(reversion.horizonMonths, locale)}后仍保留的流失风险`,
            reversion.measuredOn > 0
              ? format.percent(reversion.persistence)
              : `${format.percent(reversion.persistence)} (${zh ? '假定' : 'assumed'})`,
          ),
        ]),
    ...(backtest === null
      ? []
      : [
          fact(
            'Judged on',
            '检验范围',
            zh
              ? `${format.number(backtest.customers)} 位客户，自${format.month(backtest.judgedFrom)}起的${monthsInWords(backtest.monthsJudged, locale)}；其中 ${format.number(backtest.left)} 位离开`
              : `${format.number(backtest.customers)} customers over ${monthsInWords(backtest.monthsJudged, locale)} from ${format.month(backtest.judgedFrom)}; ${format.number(backtest.left)} of them left`,
          ),
          fact(
            'Customers within the 90% range',
            '落在 90% 区间内的客户',
            format.percent(backtest.coverage),
          ),
        ]),
  ];
}

function details(
  card: ValueCard,
  backtest: Backtest | null,
  format: Format,
  locale: Locale,
): string[] {
  const zh = locale === 'zh';
  const warnings = card.warnings.map((warning) => warning[locale]);
  if (backtest === null) return warnings;
  return [
    zh
      ? `检验时只使用${format.month(backtest.judgedFrom)}之前的数据，所有客户采用同一离开概率；离开后的贡献计为 0，不折现。`
      : `For the test only months before ${format.month(backtest.judgedFrom)} were used, with one chance of leaving for all; who left brings 0 from then on, and nothing is discounted.`,
    ...warnings,
  ];
}

function chartAlt({ deciles }: Backtest, format: Format, locale: Locale): string {
  const best = deciles.at(-1);
  if (best === undefined) return '';
  const [predicted, actual] = [format.money(best.predicted), format.money(best.actual)];
  return locale === 'zh'
    ? `按预测价值分为十组的预测值与实际值：最高一组平均预测 ${predicted}，实际 ${actual}。`
    : `Bars: predicted and actual value by tenths of the customers; in the highest, ${predicted} was predicted and ${actual} came.`;
}
