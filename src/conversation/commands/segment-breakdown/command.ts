import { z } from 'zod';
import { nameIn } from '../../../language/names.ts';
import { segmentBreakdown } from '../../../store/segments/segment-breakdown.ts';
import { segmentMovement } from '../../../store/segments/segment-movement.ts';
import { segmentPortraits } from '../../../store/segments/segment-portraits.ts';
import { segmentPositions } from '../../../store/segments/segment-positions.ts';
import { mainSegmentation } from '../../../store/segments/segmentation.ts';
import { segmentsByBranch } from '../../../store/segments/segments-by-branch.ts';
import {
  filterArguments,
  filterUsage,
  readFilters,
  resolveFilters,
  whoseInWords,
} from '../../arguments/list-filters.ts';
import {
  type SegmentationWords,
  segmentationsCalled,
  segmentationsInWords,
} from '../../arguments/segmentation-lookup.ts';
import { type CommandContext, defineCommand } from '../../command.ts';
import type { Reply } from '../../reply.ts';
import { noneInListReply, plainReply } from '../../wording/fallback-replies.ts';
import { branchesOf, breakdownReply, moversIn } from './reply.ts';

/**
 * How customers spread over the segments of a segmentation. `data`: `by` the segmentation, main or the id of a further
 * one; `segments` with `id` and `names` by locale (null: in none), `customers`, sums `clv`, `contribution12m`, `balance`
 * and `valueAtStake` in `currency`, mean `churnProbability` 0–1 or null, `atRisk` customers; `movement` since the run
 * before with `since`, customers who `moved` from one segment to another and who `stayed`, and `flows` with `from` and `to`
 * as segment ids (null: in none) and `customers`, or null where there was no run before; `branches`, where the asker sees
 * several, with `branch`, `customers` and by segment id the `shares` 0–1; `asOf`.
 */
export default defineCommand({
  intent: 'segment.breakdown',
  usage: `segments [by CUT] ${filterUsage}`,
  arguments: z.object({ ...filterArguments, by: z.string().max(200).optional() }),
  slash(rest) {
    const read = readFilters(rest);
    if ('problem' in read) return read;
    if (read.before === '') return { entities: read.entities };
    const by = /^(?:by\s+|按\s*)(.+)$/i.exec(read.before)?.[1];
    if (by !== undefined) return { entities: { ...read.entities, by } };
    return {
      problem: {
        en: 'After “segments” comes “by” with a way to cut the bank, or filters such as branch=Prague.',
        zh: '“segments”后面可以是“by 分群方式”，或筛选条件，例如 branch=Prague。',
      },
    };
  },
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, { by, ...names }) {
    const { store, scope, run, bank, locale, config, format } = context;
    const { db } = store;
    const held = await resolveFilters(context, names, format);
    if ('reply' in held) return { reply: held.reply, data: {}, seen: [] };
    const { filters } = held;
    const known = (await segmentPortraits(db, run.id)).map(({ segmentation }) => segmentation);
    const all = segmentationsInWords(config.valuation.segments, [mainSegmentation, ...known]);
    const meant = by === undefined ? all.slice(0, 1) : segmentationsCalled(all, by);
    const [segmentation] = meant;
    if (segmentation === undefined || meant.length > 1) {
      return { reply: whichSegmentation(by ?? '', all, context), data: {}, seen: [] };
    }
    const within = { segmentation: segmentation.id, filters };
    const shares = await segmentBreakdown(db, scope, run.id, { ...within, atRisk: run.atRisk });
    const movement = await segmentMovement(db, scope, run.id, within);
    const branches = branchesOf(await segmentsByBranch(db, scope, run.id, within), locale);
    // The sample is of the whole bank, so it is shown where the answer is.
    const whole = scope.kind === 'all' && Object.keys(filters).length === 0;
    const positions = whole ? await segmentPositions(db, run.id, segmentation.id) : undefined;
    const others = all.filter((other) => other !== segmentation);
    const whose = whoseInWords(context, held.words);
    return {
      reply:
        shares.length === 0
          ? noneInListReply(locale, whose)
          : breakdownReply(
              context,
              { segmentation, others, shares, movement, branches, positions },
              whose,
            ),
      data: {
        by: segmentation.id,
        segments: shares,
        movement:
          movement === undefined
            ? null
            : {
                since: movement.since,
                ...moversIn(movement),
                flows: movement.flows.map(({ fromId, toId, customers }) => ({
                  from: fromId,
                  to: toId,
                  customers,
                })),
              },
        ...(branches.length < 2
          ? {}
          : {
              branches: branches.map(({ name, customers, shares: held }) => ({
                branch: name,
                customers,
                shares: Object.fromEntries(held),
              })),
            }),
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: [],
    };
  },
});

function whichSegmentation(
  typed: string,
  all: readonly SegmentationWords[],
  { locale, say }: CommandContext,
): Reply {
  return plainReply(
    say('segment-breakdown.unknown.title'),
    say('segment-breakdown.unknown.summary', { typed: typed.slice(0, 40) }),
    all.map(({ id, name }) => ({
      label: nameIn(name, locale),
      command: id === mainSegmentation ? 'segments' : `segments by ${id}`,
    })),
  );
}
