import { z } from 'zod';
import { formatFor } from '../../../language/format.ts';
import type { Locale } from '../../../language/locale.ts';
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
import { type CutWords, cutsCalled, cutsInWords } from '../../arguments/segmentation-lookup.ts';
import { defineCommand } from '../../command.ts';
import type { Reply } from '../../reply.ts';
import { noneInListReply, plainReply } from '../../wording/fallback-replies.ts';
import { branchesOf, breakdownReply, moversIn } from './reply.ts';

/**
 * How customers spread over the segments of a cut. `data`: `by` the cut, main or the id of a further one; `segments` with `id`, `nameEn`, `nameZh` (null: in none), `customers`,
 * sums `clv`, `contribution12m`, `balance` and `valueAtStake` in `currency`, mean `churnProbability` 0–1 or null,
 * `atRisk` customers; `movement` since the run before with `since`, customers who `moved` from one segment to another and
 * who `stayed`, and `flows` with `from` and `to` as segment ids (null: in none) and `customers`, or null where there was no
 * run before; `branches`, where the asker sees several, with `branch`, `customers` and by segment id the `shares` 0–1;
 * `asOf`.
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
    const { store, scope, run, bank, locale, timezone, config } = context;
    const { db } = store;
    const format = formatFor(locale, bank.currency, timezone);
    const held = await resolveFilters(context, names, format);
    if ('reply' in held) return { reply: held.reply, data: {}, seen: [] };
    const { filters } = held;
    const known = (await segmentPortraits(db, run.id)).map(({ segmentation }) => segmentation);
    const cuts = cutsInWords(config.valuation.segments, [mainSegmentation, ...known]);
    const meant = by === undefined ? cuts.slice(0, 1) : cutsCalled(cuts, by);
    const [cut] = meant;
    if (cut === undefined || meant.length > 1) {
      return { reply: whichCut(by ?? '', cuts, locale), data: {}, seen: [] };
    }
    const within = { segmentation: cut.id, filters };
    const shares = await segmentBreakdown(db, scope, run.id, { ...within, atRisk: run.atRisk });
    const movement = await segmentMovement(db, scope, run.id, within);
    const branches = branchesOf(await segmentsByBranch(db, scope, run.id, within), locale);
    // The sample is of the whole bank, so it is shown where the answer is.
    const whole = scope.kind === 'all' && Object.keys(filters).length === 0;
    const positions = whole ? await segmentPositions(db, run.id, cut.id) : undefined;
    const others = cuts.filter((other) => other !== cut);
    const whose = whoseInWords(context, held.words);
    return {
      reply:
        shares.length === 0
          ? noneInListReply(locale, whose)
          : breakdownReply(
              context,
              { cut, others, shares, movement, branches, positions },
              whose,
              format,
            ),
      data: {
        by: cut.id,
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

function whichCut(typed: string, cuts: readonly CutWords[], locale: Locale): Reply {
  const actions = cuts.map(({ id, name }) => ({
    label: nameIn(name, locale),
    command: id === mainSegmentation ? 'segments' : `segments by ${id}`,
  }));
  const shown = typed.slice(0, 40);
  return locale === 'zh'
    ? plainReply('没有这种分群方式', `没有名为“${shown}”的分群方式，请选择一种。`, actions)
    : plainReply(
        'No such way to cut the bank',
        `There are no segments by “${shown}”. Please choose one of these ways.`,
        actions,
      );
}
