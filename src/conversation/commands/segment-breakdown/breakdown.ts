import { readSegmentationCards, shareTogether } from '../../../scoring/segments/segment-card.ts';
import { customersInFewGroups } from '../../../store/metrics/small-group-customers.ts';
import { champion } from '../../../store/models/champion.ts';
import { segmentBreakdown } from '../../../store/segments/segment-breakdown.ts';
import { type SegmentMovement, segmentMovement } from '../../../store/segments/segment-movement.ts';
import { segmentPortraits } from '../../../store/segments/segment-portraits.ts';
import { segmentPositions } from '../../../store/segments/segment-positions.ts';
import { mainSegmentation } from '../../../store/segments/segmentation.ts';
import { segmentsByBranch } from '../../../store/segments/segments-by-branch.ts';
import { type FoundFilters, filterEntities, heldTo } from '../../arguments/filters.ts';
import { segmentationsInWords } from '../../arguments/segmentation-lookup.ts';
import type { CommandContext, CommandResult } from '../../command.ts';
import { segmentsExport } from '../../export/segments.ts';
import { fewest, groupsApart, withoutSumsOfFew } from '../../small-groups.ts';
import { noneInListReply } from '../../wording/fallback-replies.ts';
import { branchesOf, breakdownReply, moversIn } from './reply.ts';

/** What a breakdown is asked for: a segmentation, unless the main one, whom it is held to, and the run it is compared with. */
export type BreakdownAsked = FoundFilters & {
  by?: { id: string } | undefined;
  /** an earlier run by its id; unless given, the newest before that has a segment in common */
  earlier?: number | undefined;
};

/** How customers spread over segments, as `segments` answers it, and who moved between them. */
export async function segmentBreakdownOf(
  context: CommandContext,
  { by, earlier, ...names }: BreakdownAsked,
): Promise<{ result: CommandResult; movement: SegmentMovement | undefined }> {
  const { store, scope, run, bank, locale, config } = context;
  const { db } = store;
  const { filters: held, whose } = heldTo(context, names);
  const known = (await segmentPortraits(db, run.id)).map(({ segmentation }) => segmentation);
  const all = segmentationsInWords(config.valuation.segments, [mainSegmentation, ...known]);
  const asked = all.find(({ id }) => id === (by?.id ?? mainSegmentation));
  if (asked === undefined) throw new Error('A segmentation left the run while being read.');
  const within = { segmentation: asked.id, filters: held };
  // Whoever sees groups alone is told of none of few.
  const told = <Group extends { customers: number }>(groups: readonly Group[]) =>
    scope.kind === 'groups' ? groupsApart(groups, ({ customers }) => customers).told : [...groups];
  const [segments, movement, cells, model] = await Promise.all([
    segmentBreakdown(db, scope, run.id, { ...within, atRisk: run.atRisk }),
    segmentMovement(db, scope, run.id, { ...within, earlier }),
    segmentsByBranch(db, scope, run.id, within),
    champion(db, 'segments'),
  ]);
  const shares = scope.kind === 'groups' ? told(segments).map(withoutSumsOfFew) : told(segments);
  const branches = told(branchesOf(cells, locale));
  const few = [
    ...shares.map(({ id, customers }) => ({ by: 'segment' as const, id, customers })),
    ...(branches.length < 2 ? [] : branches).map(({ id, customers }) => ({
      by: 'branch' as const,
      id,
      customers,
    })),
  ].filter(({ customers }) => customers < fewest);
  // The sample is of the whole bank, and each point somebody: it is shown where the answer is, and to nobody who reads along.
  const whole = scope.kind === 'all' && Object.keys(held).length === 0 && !context.shared;
  const positions = whole ? await segmentPositions(db, run.id, asked.id) : undefined;
  const others = all.filter((other) => other !== asked);
  const card = model && readSegmentationCards(model.card)[asked.id];
  const together = card === undefined ? null : shareTogether(card);
  const result: CommandResult = {
    reply:
      shares.length === 0
        ? noneInListReply(locale, whose)
        : breakdownReply(
            context,
            { segmentation: asked, others, shares, movement, branches, positions, together },
            { whose, said: filterEntities(names) },
          ),
    data: {
      by: asked.id,
      segments: shares,
      movement:
        movement === undefined
          ? null
          : {
              since: movement.since,
              ...moversIn(movement),
              flows: movement.flows
                .filter(({ customers }) => scope.kind !== 'groups' || customers >= fewest)
                .map(({ fromId, toId, customers }) => ({
                  from: fromId,
                  to: toId,
                  customers,
                })),
            },
      ...(branches.length < 2
        ? {}
        : {
            branches: branches.map(({ name, customers, shares: spread }) => ({
              branch: name,
              customers,
              shares: Object.fromEntries(spread),
            })),
          }),
      currency: bank.currency,
      asOf: run.asOf,
    },
    seen: await customersInFewGroups(db, scope, run.id, {
      filters: held,
      groups: few,
      segmentation: asked.id,
    }),
    ...(shares.length === 0 ? {} : { exported: async () => segmentsExport(context, shares) }),
  };
  return { result, movement };
}
