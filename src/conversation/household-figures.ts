import { leavingTogether } from '../store/households/leaving-together.ts';
import {
  type Related,
  type RelatedCustomer,
  relatedCustomers,
} from '../store/households/related-customers.ts';
import type { HouseholdKind } from '../store/kinds.ts';
import { type LeavingAfter, leavingAfter } from '../valuation/index.ts';
import type { CommandContext } from './command-context.ts';
import { worthOf } from './wording/money-words.ts';

/** The most members that are listed. */
export const mostMembers = 50;
/** Within how many months of the first one's leaving the others' counts as following it. */
export const monthsAfter = 6;
/** So few say nothing of what usually happens. */
const fewest = 30;
/** Where the counts rest on so few customers outside the asker's scope, these could be worked out from them. */
const fewestOfOthers = 10;

/** What became of the others when the first of a household or group left, over the bank's past. */
export type Following = LeavingAfter & {
  kind: HouseholdKind;
  months: number;
  /** how many were there when the first one left, and how many of them left within the months after */
  stayed: number;
  left: number;
};

/** Who belongs together with a customer, as the asker may know it, and what they are worth together. */
export type HouseholdFigures = {
  related: Related;
  /** how many belong to it whom the asker may not see */
  hidden: number;
  /** whose value is the largest, and its share of what those are worth who bring in more than they cost; null where one alone is valued */
  anchor: { member: RelatedCustomer; share: number } | null;
  /** by kind; what there is too little of is not there */
  leaving: Following[];
};

/**
 * Reads a customer's household: members, totals, and whether one leaving took others along in the bank's past.
 * @param id in the store, of a customer whom the asker may see
 */
export async function householdFigures(
  context: CommandContext,
  id: number,
): Promise<HouseholdFigures> {
  const related = await householdOf(context, id);
  const kinds = new Set(related.households.map(({ kind }) => kind));
  const leaving =
    related.all < 2 ? [] : (await followings(context)).filter(({ kind }) => kinds.has(kind));
  return {
    related,
    hidden: related.all - related.together.seen,
    anchor: anchorOf(related),
    leaving,
  };
}

/**
 * Who belongs together with a customer (id of the store), each once, and what they add up to.
 * @param limit the most members that are read; what they add up to is of all
 */
export function householdOf(
  { store, scope, run }: Pick<CommandContext, 'store' | 'scope' | 'run'>,
  customerId: number,
  limit = mostMembers,
): Promise<Related> {
  return relatedCustomers(store, scope, run, { customerId, limit });
}

function anchorOf({ members, together }: Related): HouseholdFigures['anchor'] {
  const [member] = members;
  if (member?.value == null || member.value.stage === 'left' || together.customers < 2) return null;
  const { amount } = worthOf(member.value);
  return amount > 0 ? { member, share: amount / together.positive } : null;
}

async function followings({ store, scope, run, config }: CommandContext): Promise<Following[]> {
  const found = await leavingTogether(store.bankWide, scope, run, {
    months: monthsAfter,
    dormantDays: config.churn.dormantDays,
  });
  return found.flatMap(({ kind, stayed, ofOthers, left, undisturbed }) =>
    stayed < fewest || undisturbed.members < fewest || (ofOthers > 0 && ofOthers < fewestOfOthers)
      ? []
      : [
          {
            kind,
            months: monthsAfter,
            stayed,
            left,
            ...leavingAfter({ followed: { of: stayed, left }, undisturbed }, monthsAfter),
          },
        ],
  );
}
