import { customerValues } from '../../../store/schema.ts';
import { fewest, withoutSumsOfFew } from '../../small-groups.ts';
import { tierName } from '../../wording/customer-words.ts';
import type { Facts, SectionBody } from '../evidence.ts';
import type { Gathered } from '../gather.ts';
import { toldRows } from './told-rows.ts';

/** How much is under the model: customers, their value, and who sees it. */
export function materiality(gathered: Gathered): SectionBody {
  const { context, totals, people } = gathered;
  const { say, format, locale, config } = context;
  const byTier = toldRows(
    {
      caption: say('model-evidence.materiality.tiers'),
      columns: [
        { label: say('model-evidence.materiality.tier'), align: 'start' },
        { label: say('model-evidence.materiality.customers'), align: 'end' },
      ],
    },
    customerValues.tier.enumValues.map((tier) => ({ tier, customers: totals[tier] })),
    {
      size: ({ customers }) => customers,
      cells: ({ tier, customers }) => [tierName(tier, locale), format.number(customers)],
    },
    context,
  );
  return {
    paragraphs: [
      say('model-evidence.materiality.basis'),
      ...byTier.paragraphs,
      say('model-evidence.materiality.analysts', { see: config.access.analysts }),
    ],
    facts: sums(gathered),
    tables: [
      ...byTier.tables,
      ...(people.length === 0
        ? []
        : [
            {
              caption: say('model-evidence.materiality.people'),
              columns: [
                { label: say('model-evidence.materiality.role'), align: 'start' as const },
                { label: say('model-evidence.materiality.count'), align: 'end' as const },
              ],
              rows: people.map(({ role, count }) => [
                say('model-evidence.materiality.roles', { role }),
                format.number(count),
              ]),
            },
          ]),
    ],
    unknown: [
      ...(people.length === 0 ? [say('model-evidence.materiality.unknown.people')] : []),
      say('model-evidence.materiality.unknown.loss'),
      say('model-evidence.materiality.unknown.tiering'),
    ],
  };
}

/** Sums over all customers; none of so few that it would tell of each. */
function sums({ totals: all, contributionMonths, context }: Gathered): Facts {
  const { say, format, run } = context;
  const notShown = say('model-evidence.materiality.notShown', { fewest });
  const unknown = say('model-evidence.materiality.none');
  const count = (customers: number) =>
    customers > 0 && customers < fewest
      ? say('model-evidence.materiality.few', { fewest })
      : format.number(customers);
  const isFew = all.customers > 0 && all.customers < fewest;
  const sum = (of: number | null) => (isFew ? notShown : of === null ? unknown : format.money(of));
  const told = withoutSumsOfFew(all);
  return [
    { label: say('model-evidence.materiality.customers'), value: count(all.customers) },
    { label: say('model-evidence.materiality.clv'), value: sum(all.clv) },
    { label: say('model-evidence.materiality.valueIfStays'), value: sum(all.valueIfStays) },
    {
      label: say('model-evidence.materiality.contribution', { months: contributionMonths }),
      value: sum(all.contribution12m),
    },
    {
      label: say('model-evidence.materiality.balance'),
      value:
        all.balance === null
          ? unknown
          : told.balance === null || isFew
            ? notShown
            : say('model-evidence.materiality.balanceOf', {
                balance: format.money(told.balance),
                customers: format.number(all.balancesKnown),
              }),
    },
    {
      label: say('model-evidence.materiality.atRisk', { probability: format.percent(run.atRisk) }),
      value: all.atRisk === null ? unknown : count(all.atRisk),
    },
    {
      label: say('model-evidence.materiality.valueAtStake'),
      value:
        all.valueAtStake === null
          ? unknown
          : told.valueAtStake === null
            ? notShown
            : sum(told.valueAtStake),
    },
  ];
}
