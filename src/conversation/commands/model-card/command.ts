import { z } from 'zod';
import { nameIn } from '../../../language/names.ts';
import { readSegmentationCards } from '../../../scoring/segments/segment-card.ts';
import { type ModelKind, modelKinds } from '../../../store/kinds.ts';
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

const kindWords: Readonly<Record<string, ModelKind>> = {
  churn: 'churn',
  流失: 'churn',
  clv: 'clv',
  价值: 'clv',
  segments: 'segments',
  segment: 'segments',
  客群: 'segments',
};
/** Of what was asked for, so much is repeated in the reply. */
const longestShown = 40;
const groupWords = new Set(['groups', 'churn groups', '分组']);

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
    const { store, bank } = context;
    const model = await champion(store.db, kind);
    if (model === undefined)
      return { reply: noModel(context, kind), data: { kind, model: null }, seen: [] };
    const { method, trainedAt, asOf, card } = model;
    return {
      reply:
        kind === 'churn'
          ? churnCardReply(model, part, context)
          : kind === 'clv'
            ? valueCardReply(model, bank.currency, context)
            : await segmentsReply(context, model, cut),
      data: { kind, model: { method, trainedAt: trainedAt.toISOString(), asOf, card } },
      seen: [],
    };
  },
});

function noModel({ say }: CommandContext, kind: ModelKind): Reply {
  return plainReply(say(`model-card.names.${kind}`), say('model-card.none'));
}

async function segmentsReply(
  context: CommandContext,
  model: StoredModel,
  asked: string | undefined,
): Promise<Reply> {
  const { config, run, locale, format } = context;
  const { db } = context.store;
  const cards = readSegmentationCards(model.card);
  const cuts = segmentationsInWords(config.valuation.segments, Object.keys(cards));
  const meant =
    asked === undefined
      ? cuts.filter(({ id }) => id === mainSegmentation)
      : segmentationsCalled(cuts, asked);
  const [cut] = meant;
  const card = cut && cards[cut.id];
  if (cut === undefined || card === undefined || meant.length > 1) {
    return noSuchCut(asked, cuts, context);
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
  { say, locale }: CommandContext,
): Reply {
  const title = say('model-card.names.segments');
  if (asked === undefined || cuts.length === 0)
    return plainReply(title, say('model-card.segmentsOfEarlierVersion'));
  const actions = cuts.map(({ id, name }) => ({
    label: nameIn(name, locale),
    command: id === mainSegmentation ? 'model segments' : `model segments ${id}`,
  }));
  return plainReply(
    title,
    say('model-card.noSegmentation', { asked: asked.slice(0, longestShown) }),
    actions,
  );
}
