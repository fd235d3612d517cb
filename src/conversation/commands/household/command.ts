import { customerCard } from '../../../store/customers/customer-card.ts';
import { roles } from '../../../store/kinds.ts';
import { customer } from '../../arguments/customer.ts';
import { type CommandContext, defineCommand } from '../../command.ts';
import { departureOf } from '../../departure.ts';
import { mostExported } from '../../export/exported.ts';
import { householdExport } from '../../export/household.ts';
import { type HouseholdFigures, householdFigures, householdOf } from '../../household-figures.ts';
import { knownMonths } from '../../known-months.ts';
import { nobodyElse } from './nobody-else.ts';
import { householdReply } from './reply.ts';

/**
 * What a customer and those who belong together with them, in households and groups of companies, are worth to the bank, each
 * counted once. `data`: `customer` (the bank's id); `household` (the bank's id of the first they belong to, a household before
 * a group; null without one) and `households` with `household`, `kind` and how many `customers` each has; `all`, how many
 * customers belong to any of them, and `hidden`, how many of those the asker may not see; `customers` whom the asker may see, at
 * most 50, who is worth the most first, with `customer`, `name`, `links` (`household`, `kind`, `role`), `departed`, `tier`,
 * `clv`, `valueIfStays`, `contribution12m`, `balance` and `valueAtStake` in `currency`, `churnProbability` 0–1 within
 * `churnHorizonMonths` and `atRisk`; `counted`, how many of those the asker may see have not left and are valued, and their
 * sums `valueIfStays`, `clv`, `contribution12m`, `balance` and `valueAtStake` (losses alone: a gain makes up for none) and the
 * count `atRisk`; `anchor`, whose value is the largest, with its `share` of what is worth anything; `leaving`, by kind, what became of
 * the others when the first of a household or group of the bank left: `left` of `stayed` within `months`, their `share`, the
 * `usual` share and whether it is `more`, `less` or `alike`; only where there are enough; `asOf`.
 */
export default defineCommand({
  intent: 'household',
  group: 'one-customer',
  arguments: { customer: customer() },
  allowed: roles,
  async run(context, { customer: id }) {
    const card = await customerCard(context.store.db, context.scope, context.run.id, id);
    if (card === undefined) throw new Error('A customer left the scope while being read.');
    const figures = await householdFigures(context, id);
    const alone = figures.related.all < 2;
    return {
      reply: alone
        ? await nobodyElse(context, card, figures)
        : householdReply(context, card, figures, await knownMonths(context)),
      data: dataOf(context, card.externalId, figures),
      seen: [...new Set([card.id, ...figures.related.members.map((member) => member.id)])],
      ...(alone
        ? {}
        : {
            exported: async () =>
              householdExport(context, await householdOf(context, id, mostExported)),
          }),
    };
  },
});

function dataOf(
  context: CommandContext,
  customer: string,
  { related, anchor, leaving, hidden }: HouseholdFigures,
): Record<string, unknown> {
  const { run, bank } = context;
  const { seen: _, customers: counted, positive: __, ...sums } = related.together;
  return {
    customer,
    household: related.households[0]?.household ?? null,
    households: related.households,
    all: related.all,
    hidden,
    customers: related.members.map((member) => ({
      customer: member.externalId,
      name: member.name,
      links: member.links,
      departed: departureOf(member, context),
      tier: member.value?.tier ?? null,
      clv: member.value?.clv ?? null,
      valueIfStays: member.value?.valueIfStays ?? null,
      contribution12m: member.value?.contribution12m ?? null,
      balance: member.value?.balance ?? null,
      churnProbability: member.value?.churnProbability ?? null,
      valueAtStake: member.value?.valueAtStake ?? null,
      atRisk: member.value?.atRisk ?? null,
    })),
    counted,
    ...sums,
    anchor: anchor === null ? null : { customer: anchor.member.externalId, share: anchor.share },
    leaving,
    horizonMonths: run.clvHorizonMonths,
    churnHorizonMonths: run.churnHorizonMonths,
    currency: bank.currency,
    asOf: run.asOf,
  };
}
