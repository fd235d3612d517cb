import { heldOutOf } from '../../store/campaigns/held-out.ts';
import type { RankedCustomer } from '../../store/rankings/ranked-customer.ts';
import { type Horizon, horizonInWords } from '../asked-horizon.ts';
import type { CommandContext } from '../command-context.ts';
import { mainReason } from '../wording/at-risk-list.ts';
import { tierName } from '../wording/customer-words.ts';
import type { Persuaded } from '../wording/persuadable.ts';
import { churnColumn, whoColumns } from './customer-columns.ts';
import { type Exported, upToMost } from './exported.ts';
import { type ColumnOf, sheetOf } from './sheet.ts';

/** How many customers a file is to have, where the question says so, and whether the list goes on behind those read. */
type Asked = { limit: number | undefined; more?: boolean };

/**
 * Customers who may leave, as a file.
 * @param also.asked the chance of leaving within another time, where the question names one
 * @param also.persuaded by how much a contact raises each chance to stay, where the list goes by that
 */
export async function riskExport(
  context: CommandContext,
  customers: readonly RankedCustomer[],
  { limit, more = false }: Asked,
  {
    asked,
    persuaded,
  }: {
    asked: { horizon: Horizon; of(probability: number): number } | undefined;
    persuaded: Persuaded | undefined;
  },
): Promise<Exported> {
  const { say, locale } = context;
  const { items, cut } = upToMost(customers, limit);
  const { who, churn, worth } = columnsFor(context);
  const heldOut = await heldOutNames(context, items);
  return {
    sheet: sheetOf(items, context.bank.currency, [
      ...who,
      ...contactColumns(context, items),
      {
        label: say('export.columns.atStake'),
        type: 'money',
        value: ({ valueAtStake }) => valueAtStake,
      },
      ...churn,
      ...(asked === undefined
        ? []
        : [
            {
              label: horizonInWords(asked.horizon, context),
              type: 'percent' as const,
              value: ({ churnProbability }: RankedCustomer) =>
                churnProbability === null ? null : asked.of(churnProbability),
            },
          ]),
      ...(persuaded === undefined
        ? []
        : [
            {
              label: say('export.columns.uplift'),
              type: 'percent' as const,
              value: ({ id }: RankedCustomer) => persuaded.uplift.get(id) ?? null,
            },
          ]),
      {
        label: say('export.columns.reason'),
        type: 'text',
        value: (customer) => mainReason(customer, say),
      },
      ...worth,
      ...(heldOut.size === 0
        ? []
        : [
            {
              label: say('export.columns.heldOut'),
              type: 'text' as const,
              value: ({ id }: RankedCustomer) => heldOut.get(id) ?? null,
            },
          ]),
      ...tierColumn(locale, say('export.columns.tier')),
    ]),
    seen: items.map(({ id }) => id),
    cut: cut || (more && (limit === undefined || items.length < limit)),
  };
}

/** The most valuable customers, as a file. */
export function topExport(
  context: CommandContext,
  customers: readonly RankedCustomer[],
  limit: number | undefined,
): Exported {
  const { items, cut } = upToMost(customers, limit);
  const { who, churn, worth } = columnsFor(context);
  return {
    sheet: sheetOf(items, context.bank.currency, [
      ...who,
      ...contactColumns(context, items),
      ...tierColumn(context.locale, context.say('export.columns.tier')),
      ...worth,
      ...churn,
    ]),
    seen: items.map(({ id }) => id),
    cut,
    title: context.say('ranking-top.title', { customers: items.length }),
  };
}

/** Of which campaigns under way each of some customers is held out, by the customer's id in the store. */
async function heldOutNames(
  { store, scope, run, locale }: CommandContext,
  listed: readonly RankedCustomer[],
): Promise<Map<number, string>> {
  const ids = listed.map(({ id }) => id);
  const names = new Map<number, string>();
  for (const { id, name, names: byLocale } of await heldOutOf(store.db, scope, ids, run.asOf)) {
    const said = byLocale[locale] ?? name;
    const before = names.get(id);
    names.set(id, before === undefined ? said : `${before}; ${said}`);
  }
  return names;
}

type Columns = readonly ColumnOf<RankedCustomer>[];

/** How customers are reached and what they are tagged with, where the bank says so of any. */
function contactColumns({ say }: CommandContext, items: readonly RankedCustomer[]): Columns {
  const columns: Columns = [
    { label: say('customer-words.phone'), type: 'text', value: ({ phone }) => phone },
    { label: say('customer-words.email'), type: 'text', value: ({ email }) => email },
    {
      label: say('customer-words.tags'),
      type: 'text',
      value: ({ tags }) => (tags.length === 0 ? null : tags.join('; ')),
    },
  ];
  return columns.filter(({ value }) => items.some((item) => value(item) !== null));
}

const tierColumn = (locale: CommandContext['locale'], label: string): Columns => [
  { label, type: 'text', value: ({ tier }) => tierName(tier, locale) },
];

/** What both lists have: who it is, the risk of leaving, and what they are worth. */
function columnsFor(context: CommandContext): { who: Columns; churn: Columns; worth: Columns } {
  const { say } = context;
  return {
    who: [
      ...whoColumns(context),
      { label: say('export.columns.branch'), type: 'text', value: ({ branch }) => branch },
    ],
    churn: [churnColumn(context)],
    worth: [
      {
        label: say('export.columns.value'),
        type: 'money',
        value: ({ valueIfStays }) => valueIfStays,
      },
      { label: say('export.columns.clv'), type: 'money', value: ({ clv }) => clv },
      { label: say('export.columns.cvs'), type: 'number', value: ({ cvs }) => cvs },
      {
        label: say('export.columns.contribution'),
        type: 'money',
        value: ({ contribution12m }) => contribution12m,
      },
      {
        label: say('export.columns.contributionMonths'),
        type: 'number',
        value: ({ contributionMonths }) => contributionMonths,
      },
    ],
  };
}
