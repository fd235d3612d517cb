import { z } from 'zod';
import { type Format, formatFor } from '../../../language/format.ts';
import type { Locale } from '../../../language/locale.ts';
import type { Localised } from '../../../language/localised.ts';
import { nameIn } from '../../../language/names.ts';
import { readSegmentationCards } from '../../../scoring/segments/segment-card.ts';
import { modelKinds } from '../../../store/kinds.ts';
import { champion, type StoredModel } from '../../../store/models/champion.ts';
import { segmentMovement } from '../../../store/segments/segment-movement.ts';
import { segmentPortraits } from '../../../store/segments/segment-portraits.ts';
import { mainSegmentation } from '../../../store/segments/segmentation.ts';
import {
  type SegmentationWords,
  segmentationsCalled,
  segmentationsInWords,
} from '../../arguments/segmentation-lookup.ts';
import { type CommandContext, defineCommand } from '../../command.ts';
import type { Reply } from '../../reply.ts';
import { plainReply } from '../../wording/fallback-replies.ts';
import { churnCardReply } from './churn-card.ts';
import { segmentsCardReply } from './segments-card.ts';
import { valueCardReply } from './value-card.ts';

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

/**
 * Which model is champion, on what evidence. `data`: `kind`, `method`, `trainedAt`, `asOf` and the model's `card` as
 * it was stored; `model` is null where none was trained.
 */
export default defineCommand({
  intent: 'model.card',
  usage: 'model [churn|groups|clv|segments [CUT]]',
  arguments: z.object({
    model: z.enum(modelKinds).default('churn'),
    part: z.enum(['card', 'groups']).default('card'),
    cut: z.string().max(200).optional(),
  }),
  slash(rest) {
    const word = rest.trim().toLowerCase();
    const model = kindWords[word];
    if (word === '') return { entities: {} };
    if (groupWords.has(word)) return { entities: { model: 'churn', part: 'groups' } };
    if (model !== undefined) return { entities: { model } };
    const cut = /^(?:segments?|客群)\s+(?:by\s+|按\s*)?(.+)$/.exec(word)?.[1];
    if (cut !== undefined) return { entities: { model: 'segments', cut } };
    return {
      problem: {
        en: 'After “model” comes churn, groups, clv or segments.',
        zh: '“model”后面可以是 churn、groups、clv 或 segments。',
      },
    };
  },
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, { model: kind, part, cut }) {
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
            : await segmentsReply(context, model, cut, format),
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

async function segmentsReply(
  { store: { db }, config, run, locale }: CommandContext,
  model: StoredModel,
  asked: string | undefined,
  format: Format,
): Promise<Reply> {
  const cards = readSegmentationCards(model.card);
  const cuts = segmentationsInWords(config.valuation.segments, Object.keys(cards));
  const meant =
    asked === undefined
      ? cuts.filter(({ id }) => id === mainSegmentation)
      : segmentationsCalled(cuts, asked);
  const [cut] = meant;
  const card = cut && cards[cut.id];
  if (cut === undefined || card === undefined || meant.length > 1) {
    return noSuchCut(asked, cuts, locale);
  }
  const portraits = await segmentPortraits(db, run.id);
  return segmentsCardReply(
    {
      cut,
      card,
      names: new Map(
        portraits
          .filter((segment) => segment.segmentation === cut.id)
          .map(({ id, names }) => [id, names]),
      ),
      // Counts of the whole bank, as the rest of the card: they tell of nobody.
      movement: await segmentMovement(db, { kind: 'all' }, run.id, {
        segmentation: cut.id,
        filters: {},
      }),
      others: cuts.filter((other) => other !== cut),
    },
    format,
    locale,
  );
}

function noSuchCut(
  asked: string | undefined,
  cuts: readonly SegmentationWords[],
  locale: Locale,
): Reply {
  const title = kindNames.segments[locale];
  if (asked === undefined || cuts.length === 0) {
    return locale === 'zh'
      ? plainReply(title, '在用的客群由较早版本划分，下次估值后即可查看其指标。')
      : plainReply(
          title,
          'The segments in use were cut by an earlier version; the next valuation tells how good they are.',
        );
  }
  const shown = asked.slice(0, 40);
  const actions = cuts.map(({ id, name }) => ({
    label: nameIn(name, locale),
    command: id === mainSegmentation ? 'model segments' : `model segments ${id}`,
  }));
  return locale === 'zh'
    ? plainReply(title, `没有名为“${shown}”的分群方式，请选择一种。`, actions)
    : plainReply(title, `There are no segments by “${shown}”. Please choose one.`, actions);
}
