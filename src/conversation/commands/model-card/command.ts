import { readSegmentationCards } from '../../../scoring/segments/segment-card.ts';
import type { ModelKind } from '../../../store/kinds.ts';
import { roles } from '../../../store/kinds.ts';
import { champion, type StoredModel } from '../../../store/models/champion.ts';
import { segmentMovement } from '../../../store/segments/segment-movement.ts';
import { segmentPortraits } from '../../../store/segments/segment-portraits.ts';
import { mainSegmentation } from '../../../store/segments/segmentation.ts';
import { optional } from '../../arguments/argument.ts';
import { choice } from '../../arguments/choice.ts';
import { segmentation } from '../../arguments/segmentation.ts';
import { segmentationsInWords } from '../../arguments/segmentation-lookup.ts';
import { type CommandContext, defineCommand } from '../../command.ts';
import type { Reply } from '../../reply.ts';
import { toldModelCard } from '../../told-model-card.ts';
import { plainReply } from '../../wording/fallback-replies.ts';
import { noChurnModel } from '../../wording/no-churn-model.ts';
import { churnCardReply } from './churn-card.ts';
import { eventsCard } from './events-card.ts';
import { offersCardReply } from './offers-card.ts';
import { segmentsCardReply } from './segments-card.ts';
import { treeCardReply } from './tree-card.ts';
import { upliftCardReply } from './uplift-card.ts';
import { valueCardReply } from './value-card.ts';

/**
 * Which model is champion, on what evidence. `data`: `kind`, `method`, `trainedAt`, `asOf` and the model's `card` as
 * {@link toldModelCard} gives it; `model` is null where none was trained. Of the rules for events, see {@link eventsCard}.
 */
export default defineCommand({
  intent: 'model.card',
  group: 'evidence',
  arguments: {
    model: optional(
      choice('model', [
        'churn',
        'groups',
        'clv',
        'segments',
        'recommend',
        'tree',
        'uplift',
        'events',
      ]),
      'churn',
    ),
    by: optional(segmentation({ word: 'segments', words: 'argument-words.model.segments' })),
  },
  allowed: roles,
  ofGroups: true,
  async run(context, { model: asked, by }) {
    if (asked === 'events') return { ...(await eventsCard(context)), seen: [] };
    const { store, bank } = context;
    const kind = kindOf(asked);
    const model = await champion(store.db, kind);
    if (model === undefined)
      return { reply: await noModel(context, kind), data: { kind, model: null }, seen: [] };
    const { method, trainedAt, asOf, card } = model;
    return {
      reply:
        asked === 'tree'
          ? treeCardReply(model, context)
          : kind === 'churn'
            ? churnCardReply(model, asked === 'groups' ? 'groups' : 'card', context)
            : kind === 'clv'
              ? valueCardReply(model, bank.currency, context)
              : kind === 'uplift'
                ? upliftCardReply(model, context)
                : kind === 'offers'
                  ? await offersReply(context, model)
                  : await segmentsReply(context, model, by?.id ?? mainSegmentation),
      data: {
        kind,
        model: { method, trainedAt: trainedAt.toISOString(), asOf, card: toldModelCard(card) },
      },
      seen: [],
    };
  },
});

function kindOf(
  asked: 'churn' | 'groups' | 'clv' | 'segments' | 'recommend' | 'tree' | 'uplift',
): ModelKind {
  if (asked === 'recommend') return 'offers';
  return asked === 'groups' || asked === 'tree' ? 'churn' : asked;
}

async function offersReply(context: CommandContext, model: StoredModel): Promise<Reply> {
  const portraits = await segmentPortraits(context.store.db, context.run.id);
  const main = portraits.filter(({ segmentation }) => segmentation === mainSegmentation);
  return offersCardReply(
    model,
    {
      names: new Map(main.map(({ id, names }) => [id, names])),
      currency: context.bank.currency,
    },
    context,
  );
}

async function noModel(context: CommandContext, kind: ModelKind): Promise<Reply> {
  const { say } = context;
  const why = kind === 'churn' ? await noChurnModel(context) : undefined;
  return plainReply(
    say(`model-card.names.${kind}`),
    why ?? say(kind === 'uplift' ? 'uplift-card.none' : 'model-card.none'),
  );
}

async function segmentsReply(
  context: CommandContext,
  model: StoredModel,
  asked: string,
): Promise<Reply> {
  const { config, run, say } = context;
  const { db } = context.store;
  const cards = readSegmentationCards(model.card);
  const known = segmentationsInWords(config.valuation.segments, Object.keys(cards));
  const segmentation = known.find(({ id }) => id === asked);
  const card = cards[asked];
  if (segmentation === undefined || card === undefined) {
    return plainReply(say('model-card.names.segments'), say('model-card.segmentsOfEarlierVersion'));
  }
  const { id } = segmentation;
  const portraits = await segmentPortraits(db, run.id);
  return segmentsCardReply(
    {
      segmentation,
      card,
      names: new Map(
        portraits
          .filter((segment) => segment.segmentation === id)
          .map(({ id, names }) => [id, names]),
      ),
      // Counts of the whole bank, as the rest of the card: they show nobody.
      movement: await segmentMovement(context.store.bankWide, { kind: 'all' }, run.id, {
        segmentation: id,
        filters: {},
      }),
      others: known.filter((other) => other !== segmentation),
    },
    context,
  );
}
