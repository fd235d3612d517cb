import { z } from 'zod';
import { modelKinds } from '../../store/kinds.ts';
import { champion, type StoredModel } from '../../store/models/champion.ts';
import { churnCardReply } from '../churn-card-reply.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { monthsInWords } from '../customer-words.ts';
import { type Format, formatFor } from '../format.ts';
import type { Localised } from '../localised.ts';
import type { Reply } from '../reply.ts';
import { plainReply } from '../standing-replies.ts';
import { valueCardReply } from '../value-card-reply.ts';

const kindWords: Readonly<Record<string, 'churn' | 'clv' | 'segments'>> = {
  churn: 'churn',
  流失: 'churn',
  clv: 'clv',
  价值: 'clv',
  segments: 'segments',
  segment: 'segments',
  客群: 'segments',
};
const groupWords = new Set(['groups', 'churn groups', '分组']);
const kindNames: Record<'churn' | 'clv' | 'segments', Localised> = {
  churn: { en: 'Churn model', zh: '流失模型' },
  clv: { en: 'Lifetime value model', zh: '客户价值模型' },
  segments: { en: 'Segmentation', zh: '客户分群模型' },
};

/** Methods by the names the store has for them. */
const methodNames: Readonly<Record<string, Localised>> = {
  logistic: { en: 'logistic regression', zh: '逻辑回归' },
  'contribution × survival': { en: 'contribution × survival', zh: '贡献 × 留存' },
  'k-means': { en: 'k-means', zh: 'k 均值聚类' },
};

/** What a card may tell; a model of another kind leaves out what it has not. */
const cardShape = z.looseObject({
  horizonMonths: z.number().optional(),
  customers: z.number().optional(),
  features: z.array(z.string()).optional(),
  windows: z
    .array(
      z.looseObject({
        from: z.string(),
        to: z.string(),
        customers: z.number(),
        leavers: z.number(),
      }),
    )
    .optional(),
  metrics: z.record(z.string(), z.unknown()).nullish(),
  warnings: z.array(z.string()).optional(),
});
type Card = z.infer<typeof cardShape>;

/**
 * Which model is champion, on what evidence. `data`: `kind`, `method`, `trainedAt`, `asOf` and the model's `card` as
 * it was stored; `model` is null where none was trained.
 */
export default defineCommand({
  intent: 'model.card',
  words: { en: ['model'], zh: ['模型'] },
  usage: 'model [churn|groups|clv|segments]',
  summary: { en: 'Which model is in use, and how good it is', zh: '在用的模型及其准确程度' },
  examples: {
    en: [
      'how good is the churn model?',
      'how accurate are the predictions',
      'model card',
      'show the churn model',
      'what is the AUC of the churn model',
      'can I trust the churn probability',
      'how reliable is the model',
      'which model is champion',
      'which algorithm do you use',
      'how was the model trained',
      'what data is the model based on',
      'how well does the CLV model work',
      'model quality',
      'how accurate is the lifetime value model',
      'evidence for the churn model',
      'how do you predict churn',
      'how precise are your churn predictions',
      'what is the method behind the model',
      'is the model calibrated',
      'what is the accuracy',
      'how is the churn probability calculated',
    ],
    zh: [
      '流失模型准不准？',
      '模型准确率是多少',
      '预测靠谱吗',
      '模型卡',
      '流失模型的AUC是多少',
      '用的什么算法',
      '模型是怎么训练的',
      '价值模型的效果怎么样',
      '流失预测可信吗',
      '模型的精度如何',
      '哪个模型是冠军',
      '模型的指标',
      '模型用了哪些数据训练',
      '介绍一下流失模型',
      '流失概率是怎么算出来的模型',
      '模型有多可靠',
    ],
  },
  arguments: z.object({
    model: z.enum(modelKinds).default('churn'),
    part: z.enum(['card', 'groups']).default('card'),
  }),
  slash(rest) {
    const word = rest.trim().toLowerCase();
    const model = kindWords[word];
    if (word === '') return { entities: {} };
    if (groupWords.has(word)) return { entities: { model: 'churn', part: 'groups' } };
    if (model !== undefined) return { entities: { model } };
    return {
      problem: {
        en: 'After “model” comes churn, groups, clv or segments.',
        zh: '“model”后面可以是 churn、groups、clv 或 segments。',
      },
    };
  },
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, { model: kind, part }) {
    const { store, bank, locale, timezone } = context;
    const model = await champion(store.db, kind);
    if (model === undefined)
      return { reply: noModel(locale, kind), data: { kind, model: null }, seen: [] };
    const format = formatFor(locale, bank.currency, timezone);
    const { method, trainedAt, asOf, card } = model;
    return {
      reply:
        kind === 'churn'
          ? churnCardReply(model, part, format, locale)
          : kind === 'clv'
            ? valueCardReply(model, bank.currency, format, locale)
            : cardReply(context, model, cardShape.parse(card), format),
      data: { kind, model: { method, trainedAt: trainedAt.toISOString(), asOf, card } },
      seen: [],
    };
  },
});

function noModel(locale: 'en' | 'zh', kind: 'churn' | 'clv' | 'segments'): Reply {
  const name = kindNames[kind][locale];
  return locale === 'zh'
    ? plainReply(name, '数据还不足以训练这个模型，因此目前没有使用它。')
    : plainReply(name, 'The data does not support this model yet, so none is in use.');
}

function cardReply(
  { locale }: CommandContext,
  model: StoredModel,
  card: Card,
  format: Format,
): Reply {
  const zh = locale === 'zh';
  const fact = (en: string, chinese: string, value: string) => ({
    label: zh ? chinese : en,
    value,
  });
  const method = methodNames[model.method]?.[locale] ?? model.method;
  const warnings = card.warnings ?? [];
  const windows = card.windows ?? [];
  const from = windows.map((window) => window.from).sort()[0];
  const to = windows
    .map((window) => window.to)
    .sort()
    .at(-1);
  const leavers = windows.reduce((sum, window) => sum + window.leavers, 0);
  const seen = windows.reduce((sum, window) => sum + window.customers, 0);
  const auc = card.metrics?.auc;
  return {
    title: kindNames[model.kind][locale],
    summary:
      typeof auc === 'number'
        ? verdict(auc, method, format, locale)
        : zh
          ? `在用方法：${method}，数据截至${format.day(model.asOf)}。`
          : `The method in use is ${method}, on data as of ${format.day(model.asOf)}.`,
    facts: [
      fact('Method', '方法', method),
      fact('Trained', '训练时间', format.moment(model.trainedAt)),
      fact('Data as of', '数据截至', format.day(model.asOf)),
      ...(from === undefined || to === undefined
        ? []
        : [
            fact(
              'Learned from',
              '训练数据范围',
              zh
                ? `${format.day(from)}至${format.day(to)}`
                : `${format.day(from)} to ${format.day(to)}`,
            ),
          ]),
      ...(seen === 0
        ? []
        : [
            fact(
              'Leavers seen',
              '其中流失客户',
              zh
                ? `${format.number(leavers)} / ${format.number(seen)}`
                : `${format.number(leavers)} of ${format.number(seen)}`,
            ),
          ]),
      ...(card.customers === undefined
        ? []
        : [fact('Customers', '客户数', format.number(card.customers))]),
      ...(card.horizonMonths === undefined
        ? []
        : [fact('Horizon', '预测期', monthsInWords(card.horizonMonths, locale))]),
      ...(card.features === undefined
        ? []
        : [fact('Features', '特征数', format.number(card.features.length))]),
      ...metricFacts(card.metrics ?? {}, format, locale),
    ],
    // Warnings are written in English when a model is trained.
    details: zh && warnings.length > 0 ? [`训练时有 ${warnings.length} 条提示。`] : warnings,
    charts: [],
    actions: (['churn', 'clv', 'segments'] as const)
      .filter((kind) => kind !== model.kind)
      .map((kind) => ({ label: kindNames[kind][locale], command: `model ${kind}` })),
    visibility: 'channel',
  };
}

function verdict(auc: number, method: string, format: Format, locale: 'en' | 'zh'): string {
  const grade =
    auc >= 0.8
      ? { en: 'good', zh: '良好' }
      : auc >= 0.7
        ? { en: 'fair', zh: '尚可' }
        : { en: 'weak: use its list with care', zh: '偏弱，请谨慎使用' };
  const share = format.percent(auc);
  return locale === 'zh'
    ? `区分能力${grade.zh}：任取一位流失客户和一位留下的客户，模型（${method}）有 ${share} 的把握把前者排在前面。`
    : `Discrimination is ${grade.en}: of a customer who left and one who stayed, ${method} ranks the right one as riskier in ${share} of pairs.`;
}

const metricNames: Readonly<Record<string, Localised>> = {
  auc: { en: 'AUC (0.5 guesses, 1 is perfect)', zh: 'AUC（0.5 为瞎猜，1 为完美）' },
  prAuc: { en: 'Precision–recall AUC', zh: '精确率–召回率 AUC' },
  brier: { en: 'Brier score (0 is perfect)', zh: 'Brier 分数（0 为完美）' },
  logLoss: { en: 'Log loss', zh: '对数损失' },
  topDecileLift: {
    en: 'Leavers in the riskiest tenth, against the average',
    zh: '风险最高一成中的流失率（相对平均）',
  },
};

function metricFacts(
  metrics: Record<string, unknown>,
  format: Format,
  locale: 'en' | 'zh',
): Reply['facts'] {
  return Object.entries(metricNames).flatMap(([key, name]) => {
    const value = metrics[key];
    if (typeof value !== 'number' || !Number.isFinite(value)) return [];
    const text = key === 'topDecileLift' ? `${format.number(value)}×` : value.toFixed(3);
    return [{ label: name[locale], value: text }];
  });
}
