import { z } from 'zod';
import { reliabilityChart } from '../../../charts/reliability-chart.ts';
import type { Format } from '../../../language/format.ts';
import type { Locale } from '../../../language/locale.ts';
import type { Localised } from '../../../language/localised.ts';
import { told } from '../../../language/localised-text.ts';
import { churnKindNames } from '../../../scoring/churn/churn-card.ts';
import { featureLabel } from '../../../scoring/churn/feature-labels.ts';
import { churnKinds } from '../../../valuation/index.ts';
import type { Reply, Table } from '../../reply.ts';
import { monthsInWords } from '../../wording/customer-words.ts';

const costThreshold = z.looseObject({
  threshold: z.number(),
  contacted: z.number(),
  profit: z.number(),
});

/** What the card of a churn model tells; one of an older version leaves out what it has not. */
const churnCardShape = z.looseObject({
  horizonMonths: z.number(),
  windows: z.array(
    z.looseObject({ from: z.string(), to: z.string(), customers: z.number(), leavers: z.number() }),
  ),
  features: z.array(z.string()),
  dropped: z.array(z.looseObject({ feature: z.string(), reason: z.string() })).default([]),
  calibration: z.enum(['none', 'platt', 'isotonic']).default('none'),
  metrics: z
    .looseObject({
      auc: z.number(),
      prAuc: z.number(),
      brier: z.number(),
      logLoss: z.number(),
      topDecileLift: z.number(),
      calibrationError: z.number().optional(),
      reliability: z
        .array(
          z.looseObject({ customers: z.number(), predicted: z.number(), observed: z.number() }),
        )
        .default([]),
      threshold: z.number().optional(),
      contact: z
        .looseObject({ breakEven: costThreshold, best: costThreshold.nullable() })
        .nullish(),
      confusion: z
        .looseObject({
          truePositives: z.number(),
          falsePositives: z.number(),
          trueNegatives: z.number(),
          falseNegatives: z.number(),
          precision: z.number(),
          recall: z.number(),
        })
        .optional(),
    })
    .nullable(),
  groups: z
    .array(
      z.looseObject({
        attribute: z.enum(['sex', 'age']),
        groups: z.array(
          z.looseObject({
            group: z.string(),
            customers: z.number(),
            predicted: z.number(),
            observed: z.number(),
            auc: z.number().nullable(),
            brier: z.number(),
            calibrationError: z.number(),
            called: z.number(),
            truePositiveRate: z.number(),
            falsePositiveRate: z.number(),
          }),
        ),
      }),
    )
    .default([]),
  selection: z
    .looseObject({
      selectedOn: z.string(),
      because: z.enum(['first', 'age', 'drift', 'settings']),
      judgedOn: z.enum(['later window', 'cross-validation']),
      rows: z.number(),
      leavers: z.number(),
      candidates: z.array(
        z.looseObject({
          kind: z.enum(churnKinds),
          auc: z.number(),
          brier: z.number(),
          logLoss: z.number(),
          difference: z.number(),
          pValue: z.number(),
          withinNoise: z.boolean(),
        }),
      ),
      chosen: z.enum(churnKinds),
      against: z
        .looseObject({
          champion: z.enum(churnKinds),
          difference: z.number(),
          pValue: z.number(),
          tookOver: z.boolean(),
        })
        .nullable(),
    })
    .nullable()
    .default(null),
  drift: z
    .looseObject({
      since: z.string(),
      score: z.looseObject({ index: z.number() }),
      realised: z
        .looseObject({ asOf: z.string(), predicted: z.number(), realised: z.number() })
        .nullable(),
    })
    .nullable()
    .default(null),
  seed: z.number().optional(),
  codeVersion: z.string().optional(),
  warnings: z.array(told).default([]),
});
type ChurnCard = z.infer<typeof churnCardShape>;

/** What of a churn model's card is told: the card itself, or how it treats groups of customers. */
export type ChurnCardPart = 'card' | 'groups';

type Model = { method: string; trainedAt: Date; asOf: string; card: Record<string, unknown> };

/** The card of the churn model in use: what it learnt from, how it did, who competed, what has drifted. */
export function churnCardReply(
  model: Model,
  part: ChurnCardPart,
  format: Format,
  locale: Locale,
): Reply {
  const card = churnCardShape.parse(model.card);
  return part === 'groups'
    ? groupsReply(card, format, locale)
    : cardReply(model, card, format, locale);
}

function kindName(method: string, locale: Locale): string {
  const kind = churnKinds.find((known) => known === method);
  return kind === undefined ? method : churnKindNames[kind][locale];
}

function cardReply(model: Model, card: ChurnCard, format: Format, locale: Locale): Reply {
  const zh = locale === 'zh';
  const { metrics, selection } = card;
  const name = kindName(model.method, locale);
  const bins = metrics?.reliability ?? [];
  return {
    title: zh ? '流失模型' : 'Churn model',
    summary: summary(name, card, format, locale),
    facts: facts(model, card, format, locale),
    details: [
      ...(selection === null ? [] : [decision(model.method, selection, format, locale)]),
      ...(card.dropped.length === 0 ? [] : [droppedInWords(card, format, locale)]),
      ...card.warnings.map((warning) => warning[locale]),
    ],
    ...(selection === null ? {} : { table: candidatesTable(selection, model.method, locale) }),
    charts:
      bins.length === 0
        ? []
        : [
            {
              alt: reliabilityInWords(bins, format, locale),
              spec: reliabilityChart({ bins, locale }),
            },
          ],
    actions: [
      ...(card.groups.length === 0
        ? []
        : [{ label: zh ? '按性别和年龄' : 'By sex and age', command: 'model groups' }]),
      { label: zh ? '客户价值模型' : 'Lifetime value model', command: 'model clv' },
      { label: zh ? '客户分群模型' : 'Segmentation', command: 'model segments' },
    ],
    visibility: 'channel',
  };
}

function summary(name: string, { metrics }: ChurnCard, format: Format, locale: Locale): string {
  const zh = locale === 'zh';
  if (metrics === null) {
    return zh
      ? `在用方法：${name}。尚无它未见过的时段可供检验。`
      : `${name} is in use. There is no window yet that it had not seen to judge it on.`;
  }
  const grade =
    metrics.auc >= 0.8
      ? { en: 'good', zh: '良好' }
      : metrics.auc >= 0.7
        ? { en: 'fair', zh: '尚可' }
        : { en: 'weak: use its list with care', zh: '偏弱，请谨慎使用' };
  const share = format.percent(metrics.auc);
  return zh
    ? `区分能力${grade.zh}：任取一位流失客户和一位留下的客户，模型（${name}）有 ${share} 的把握把前者排在前面。`
    : `Discrimination is ${grade.en}: of a customer who left and one who stayed, the model (${name.toLowerCase()}) ranks the right one as riskier in ${share} of pairs.`;
}

function facts(model: Model, card: ChurnCard, format: Format, locale: Locale): Reply['facts'] {
  const zh = locale === 'zh';
  const fact = (en: string, chinese: string, value: string) => ({
    label: zh ? chinese : en,
    value,
  });
  const { windows, metrics, drift } = card;
  const days = windows.flatMap(({ from, to }) => [from, to]).sort();
  const [first, last] = [days[0], days.at(-1)];
  const sum = (of: (window: ChurnCard['windows'][number]) => number) =>
    windows.reduce((total, window) => total + of(window), 0);
  const leavers = format.number(sum((window) => window.leavers));
  const seen = format.number(sum((window) => window.customers));
  const calibration = {
    none: zh ? '不需要' : 'none needed',
    platt: zh ? 'Platt 缩放' : 'Platt scaling',
    isotonic: zh ? '保序回归' : 'isotonic regression',
  }[card.calibration];
  return [
    fact('Method', '方法', kindName(model.method, locale)),
    fact('Trained', '训练时间', format.moment(model.trainedAt)),
    fact('Data as of', '数据截至', format.day(model.asOf)),
    ...(first === undefined || last === undefined
      ? []
      : [
          fact(
            'Learned from',
            '训练数据范围',
            zh
              ? `${format.day(first)}至${format.day(last)}`
              : `${format.day(first)} to ${format.day(last)}`,
          ),
        ]),
    fact('Leavers seen', '其中流失客户', zh ? `${leavers} / ${seen}` : `${leavers} of ${seen}`),
    fact('Horizon', '预测期', monthsInWords(card.horizonMonths, locale)),
    fact('Features', '特征数', format.number(card.features.length)),
    fact('Calibration', '校准', calibration),
    ...(metrics === null ? [] : metricFacts(metrics, format, locale)),
    ...(drift === null
      ? []
      : [
          fact(
            'Drift (PSI; 0.25 is much)',
            '评分漂移（PSI，0.25 以上为明显）',
            drift.score.index.toFixed(2),
          ),
        ]),
    ...(drift?.realised == null
      ? []
      : [
          fact(
            `Said on ${format.day(drift.realised.asOf)}, and came true`,
            `${format.day(drift.realised.asOf)}的预测与实际`,
            `${format.percent(drift.realised.predicted)} → ${format.percent(drift.realised.realised)}`,
          ),
        ]),
    ...(card.codeVersion === undefined || card.seed === undefined
      ? []
      : [fact('Version and seed', '版本与随机种子', `${card.codeVersion}, ${card.seed}`)]),
  ];
}

const metricNames = {
  auc: { en: 'AUC (0.5 guesses, 1 is perfect)', zh: 'AUC（0.5 为瞎猜，1 为完美）' },
  prAuc: { en: 'Precision–recall AUC', zh: '精确率–召回率 AUC' },
  brier: { en: 'Brier score (0 is perfect)', zh: 'Brier 分数（0 为完美）' },
  logLoss: { en: 'Log loss', zh: '对数损失' },
  calibrationError: { en: 'Expected calibration error', zh: '期望校准误差' },
} as const satisfies Record<string, Localised>;

function metricFacts(
  metrics: NonNullable<ChurnCard['metrics']>,
  format: Format,
  locale: Locale,
): Reply['facts'] {
  const zh = locale === 'zh';
  const { confusion, threshold } = metrics;
  const figures = [
    { label: metricNames.auc[locale], value: metrics.auc.toFixed(3) },
    { label: metricNames.prAuc[locale], value: metrics.prAuc.toFixed(3) },
    { label: metricNames.brier[locale], value: metrics.brier.toFixed(3) },
    { label: metricNames.logLoss[locale], value: metrics.logLoss.toFixed(3) },
    ...(metrics.calibrationError === undefined
      ? []
      : [
          {
            label: metricNames.calibrationError[locale],
            value: metrics.calibrationError.toFixed(3),
          },
        ]),
    {
      label: zh ? '风险最高一成的提升度' : 'Lift in the riskiest tenth',
      value: `${format.number(metrics.topDecileLift)}×`,
    },
  ];
  if (confusion === undefined || threshold === undefined) return figures;
  const from = format.percent(threshold);
  const called = format.number(confusion.truePositives + confusion.falsePositives);
  const left = format.number(confusion.truePositives);
  const missed = format.number(confusion.falseNegatives);
  return [
    ...figures,
    {
      label: zh ? `概率达到 ${from} 视为有风险` : `Called at risk, from ${from}`,
      value: zh
        ? `${called} 位，其中 ${left} 位流失（精确率 ${format.percent(confusion.precision)}）`
        : `${called}, of whom ${left} left (precision ${format.percent(confusion.precision)})`,
    },
    {
      label: zh ? '未被标为有风险而流失' : 'Left without being called',
      value: zh
        ? `${missed} 位（召回率 ${format.percent(confusion.recall)}）`
        : `${missed} (recall ${format.percent(confusion.recall)})`,
    },
    ...contactFacts(metrics.contact, format, locale),
  ];
}

/** From which probability a contact pays, and what it would have brought on the window the model had not seen. */
function contactFacts(
  contact: NonNullable<ChurnCard['metrics']>['contact'],
  format: Format,
  locale: Locale,
): Reply['facts'] {
  const zh = locale === 'zh';
  if (contact == null) return [];
  const label = zh ? '值得联系的概率' : 'A contact pays from';
  const { breakEven, best } = contact;
  if (best === null) {
    return [{ label, value: zh ? '按所设成本，都不值得' : 'no probability, at the costs set' }];
  }
  const [from, customers, profit] = [
    format.percent(breakEven.threshold),
    format.number(breakEven.contacted),
    format.money(breakEven.profit),
  ];
  const most = `${format.money(best.profit)}${zh ? '，自 ' : ', from '}${format.percent(best.threshold)}`;
  return [
    {
      label,
      value: zh
        ? `${from}（${customers} 位，净收益 ${profit}）`
        : `${from} (${customers} customers, net ${profit})`,
    },
    { label: zh ? '最高可得净收益' : 'The most it could have been', value: most },
  ];
}

type Selection = NonNullable<ChurnCard['selection']>;

function decision(method: string, selection: Selection, format: Format, locale: Locale): string {
  const zh = locale === 'zh';
  const { candidates, chosen, against, selectedOn } = selection;
  const name = (kind: string) =>
    zh ? kindName(kind, locale) : kindName(kind, locale).toLowerCase();
  const day = format.day(selectedOn);
  if (against !== null && !against.tookOver) {
    return zh
      ? `${day}比选：${name(chosen)}与在用的${name(method)}相比没有明显更好（p = ${against.pValue.toFixed(2)}），因此后者继续在用。`
      : `Compared on ${day}: ${name(chosen)} was not better than the champion, ${name(method)}, by more than noise (p = ${against.pValue.toFixed(2)}), which therefore stays.`;
  }
  if (candidates.length === 1) {
    return zh ? `配置指定使用${name(chosen)}。` : `The settings ask for ${name(chosen)}.`;
  }
  const best = candidates.find(({ difference }) => difference === 0);
  const won = candidates.find(({ kind }) => kind === chosen);
  if (best === undefined || won === undefined || best.kind === chosen) {
    return zh
      ? `${day}比选：${name(chosen)}的对数损失最低，且没有更简单的方法与之相当。`
      : `Compared on ${day}: ${name(chosen)} had the lowest log loss, and nothing simpler came as near as noise.`;
  }
  return zh
    ? `${day}比选：${name(best.kind)}的对数损失最低，但${name(chosen)}与它的差别在随机波动之内（p = ${won.pValue.toFixed(2)}），而且更简单，因此选用。`
    : `Compared on ${day}: ${name(best.kind)} had the lowest log loss, but ${name(chosen)} is within noise of it (p = ${won.pValue.toFixed(2)}) and simpler, so it is used.`;
}

function candidatesTable(selection: Selection, method: string, locale: Locale): Table {
  const zh = locale === 'zh';
  return {
    columns: [
      { label: zh ? '参选方法' : 'Candidate', align: 'start' },
      { label: zh ? '对数损失' : 'Log loss', align: 'end' },
      { label: zh ? '与最佳之差' : 'Above the best', align: 'end' },
      { label: 'p', align: 'end' },
      { label: 'AUC', align: 'end' },
      { label: zh ? '结果' : 'Result', align: 'start' },
    ],
    rows: selection.candidates.map(({ kind, logLoss, difference, pValue, auc, withinNoise }) => [
      kindName(kind, locale),
      logLoss.toFixed(4),
      difference === 0 ? '–' : difference.toFixed(4),
      difference === 0 ? '–' : pValue < 0.001 ? '<0.001' : pValue.toFixed(3),
      auc.toFixed(3),
      kind === method
        ? zh
          ? '在用'
          : 'champion'
        : withinNoise
          ? zh
            ? '相当'
            : 'within noise'
          : zh
            ? '较差'
            : 'worse',
    ]),
  };
}

function droppedInWords({ dropped }: ChurnCard, format: Format, locale: Locale): string {
  const names = format.list(
    dropped.map(({ feature, reason }) => {
      const label = featureLabel(feature, locale);
      const why = dropReasons[reason];
      return why === undefined
        ? label
        : locale === 'zh'
          ? `${label}（${why.zh}）`
          : `${label} (${why.en})`;
    }),
  );
  return locale === 'zh' ? `未使用的特征：${names}。` : `Features left out: ${names}.`;
}

const dropReasons: Readonly<Record<string, Localised>> = {
  constant: { en: 'the same for everybody', zh: '对所有客户都相同' },
  duplicate: { en: 'repeats another', zh: '与另一特征重复' },
  leak: { en: 'knows the outcome', zh: '泄露结果' },
};

function reliabilityInWords(
  bins: readonly { customers: number; predicted: number; observed: number }[],
  format: Format,
  locale: Locale,
): string {
  const points = bins.map(
    ({ predicted, observed }) => `${format.percent(predicted)} → ${format.percent(observed)}`,
  );
  return locale === 'zh'
    ? `可靠性图：预测流失概率与实际流失比例。${points.join('；')}。`
    : `Reliability: churn probability and the share who left. ${points.join('; ')}.`;
}

function groupsReply(card: ChurnCard, format: Format, locale: Locale): Reply {
  const zh = locale === 'zh';
  const title = zh ? '流失模型：按性别和年龄' : 'Churn model by sex and age';
  const columns = zh
    ? ['群体', '客户数', '预测', '实际', 'AUC', '校准误差', '标记率', '召回率', '误报率']
    : ['Group', 'Customers', 'Said', 'Left', 'AUC', 'ECE', 'Called', 'Recall', 'False alarms'];
  const rows = card.groups.flatMap(({ attribute, groups }) =>
    groups.map((group) => [
      groupName(attribute, group.group, locale),
      format.number(group.customers),
      format.percent(group.predicted),
      format.percent(group.observed),
      group.auc === null ? '–' : group.auc.toFixed(3),
      group.calibrationError.toFixed(3),
      format.percent(group.called),
      format.percent(group.truePositiveRate),
      format.percent(group.falsePositiveRate),
    ]),
  );
  const actions = [{ label: zh ? '流失模型' : 'Churn model', command: 'model churn' }];
  if (rows.length === 0) {
    return {
      title,
      summary: zh
        ? '没有可比较的群体：银行未记录性别和年龄，或模型尚未检验。'
        : 'There are no groups to compare: the bank records neither sex nor age, or the model was not judged yet.',
      facts: [],
      charts: [],
      actions,
      visibility: 'channel',
    };
  }
  const used = card.groups.filter(({ attribute }) => card.features.includes(attribute));
  return {
    title,
    summary:
      used.length === 0
        ? zh
          ? '模型不使用性别和年龄；下表是它在未见过的时段上对各群体的表现。'
          : 'The model is told neither sex nor age; this is how it does for each group on months it had not seen.'
        : zh
          ? '模型使用了其中的属性；下表是它在未见过的时段上对各群体的表现。'
          : 'The model is told some of these; this is how it does for each group on months it had not seen.',
    facts: [],
    table: {
      columns: columns.map((label, at) => ({ label, align: at === 0 ? 'start' : 'end' })),
      rows,
    },
    charts: [],
    actions,
    visibility: 'channel',
  };
}

function groupName(attribute: 'sex' | 'age', group: string, locale: Locale): string {
  const zh = locale === 'zh';
  if (group === 'unknown') {
    return attribute === 'sex'
      ? zh
        ? '性别未知'
        : 'Sex unknown'
      : zh
        ? '年龄未知'
        : 'Age unknown';
  }
  if (attribute === 'sex') {
    const female = group === 'female';
    return zh ? (female ? '女性' : '非女性') : female ? 'Women' : 'Not women';
  }
  const [from, to] = group.split('-');
  if (from === '') return zh ? `${Number(to) + 1}岁以下` : `Under ${Number(to) + 1}`;
  if (to === '') return zh ? `${from}岁及以上` : `${from} and over`;
  return zh ? `${from}至${to}岁` : `${from} to ${to}`;
}
