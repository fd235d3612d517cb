import { z } from 'zod';
import { productMix } from '../../../store/segments/product-mix.ts';
import { segmentBreakdown } from '../../../store/segments/segment-breakdown.ts';
import { segmentMovement } from '../../../store/segments/segment-movement.ts';
import {
  type SegmentPortrait,
  segmentPortraits,
} from '../../../store/segments/segment-portraits.ts';
import { typicalCustomer } from '../../../store/segments/typical-customer.ts';
import {
  filterArguments,
  filterUsage,
  readFilters,
  resolveFilters,
  whoseInWords,
} from '../../arguments/list-filters.ts';
import { segmentsCalled } from '../../arguments/segment-lookup.ts';
import { segmentationsInWords } from '../../arguments/segmentation-lookup.ts';
import { type CommandContext, defineCommand } from '../../command.ts';
import type { Reply } from '../../reply.ts';
import { helpAction, noneInListReply, plainReply } from '../../wording/fallback-replies.ts';
import { segmentCommand, segmentName } from '../../wording/segment-words.ts';
import { againstBank, flowsOf, type SegmentSeen, segmentFigures } from './portrait.ts';
import { portraitReply } from './reply.ts';

const mostChoices = 8;
/** Of fewer customers the means are shown only to those who may see all of them. */
const leastPortrayed = 10;

/**
 * What a segment is like. `data`: `segment` with `by` (its segmentation: main or the id of a further one), `id` and
 * `names` by locale; of the customers the asker may see `customers`, `share` of customers and `shareOfClv` 0–1 (null where
 * all are worth nothing or less), sums `clv`, `contribution12m`, `balance` and `valueAtStake` in `currency`, `meanClv`,
 * `meanChurnProbability` 0–1 or null, `atRisk` customers, `products` with the share of holders in the segment and in all;
 * of the whole bank `portrait` with `feature`, `mean`, `bankMean` and `standardScore`; `movement` since the run before with
 * `since`, `stayed`, `cameIn` and `wentOut` by segment id (null: from or to none), or null; `typicalCustomer` where only
 * the asker reads; `asOf`.
 */
export default defineCommand({
  intent: 'segment.detail',
  usage: `segment NAME ${filterUsage.replace('[segment=NAME] ', '')}`,
  arguments: z.object({ ...filterArguments, segment: z.string().max(200).optional() }),
  slash(rest) {
    const read = readFilters(rest);
    if ('problem' in read) return read;
    const named = read.before.replace(/^["“「](.*)["”」]$/, '$1').trim();
    const segment = named === '' ? read.entities.segment : named;
    if (segment !== undefined) return { entities: { ...read.entities, segment } };
    return {
      problem: {
        en: 'It needs the name of a segment, such as “segment dormant savers”; “segments” lists them.',
        zh: '需要指明客群名称；发送“segments”可查看全部客群。',
      },
    };
  },
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, { segment: typed, ...names }) {
    const { store, scope, run, locale, say, format, shared, config } = context;
    const { db } = store;
    const portraits = await segmentPortraits(db, run.id);
    const found = typed === undefined ? [] : segmentsCalled(portraits, typed);
    const [segment] = found;
    if (segment === undefined || found.length > 1) {
      const choices = found.length > 1 ? found : portraits;
      return { reply: whichSegment(context, typed, choices), data: {}, seen: [] };
    }
    const held = await resolveFilters(context, names, format);
    if ('reply' in held) return { reply: held.reply, data: {}, seen: [] };
    const { filters } = held;
    const { segmentation } = segment;
    const shares = await segmentBreakdown(db, scope, run.id, {
      segmentation,
      atRisk: run.atRisk,
      filters,
    });
    const share = shares.find(({ id }) => id === segment.id);
    const whose = whoseInWords(context, held.words);
    if (share === undefined) {
      const none = noneInListReply(
        locale,
        say('segment-detail.nobody', { whose, segment: segmentName(segment, locale) }),
      );
      return { reply: none, data: {}, seen: [] };
    }
    const within = { segment: { segmentation, id: segment.id }, filters };
    const [words] = segmentationsInWords(config.valuation.segments, [segmentation]);
    if (words === undefined) throw new Error(`The segmentation ${segmentation} has no words.`);
    const seen: SegmentSeen = {
      segment,
      share,
      customers: shares.reduce((sum, each) => sum + each.customers, 0),
      clv: shares.reduce((sum, each) => sum + each.clv, 0),
      products: (await productMix(db, scope, run.id, within)).filter(
        ({ inSegment }) => inSegment > 0,
      ),
      // Means of a few would tell whoever knows one of them of the others.
      portrait:
        scope.kind !== 'all' && segment.size < leastPortrayed
          ? []
          : againstBank(
              segment,
              portraits.filter((each) => each.segmentation === segmentation),
            ),
      movement: flowsOf(
        segment.id,
        await segmentMovement(db, scope, run.id, { segmentation, filters }),
      ),
      // A name is shown only where nobody else reads it.
      typical: shared ? undefined : await typicalCustomer(db, scope, run.id, within),
      segmentation: words,
    };
    return {
      reply: portraitReply(context, seen, whose),
      data: segmentFigures(context, seen),
      seen: seen.typical === undefined ? [] : [seen.typical.id],
    };
  },
});

function whichSegment(
  { locale, say }: CommandContext,
  typed: string | undefined,
  choices: readonly SegmentPortrait[],
): Reply {
  if (choices.length === 0) {
    return plainReply(
      say('segment-detail.noSegments.title'),
      say('segment-detail.noSegments.summary'),
      [helpAction(locale)],
    );
  }
  return plainReply(
    say('segment-detail.which.title'),
    typed === undefined
      ? say('segment-detail.which.choose')
      : say('segment-detail.which.notOne', { typed: typed.slice(0, 40) }),
    choices.slice(0, mostChoices).map((each) => ({
      label: segmentName(each, locale),
      command: segmentCommand(each),
    })),
  );
}
