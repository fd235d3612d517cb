import type { CommandContext } from '../command-context.ts';
import type { Reply } from '../reply.ts';

type Fact = Reply['facts'][number];
type Words = Pick<CommandContext, 'format' | 'say'>;

/** An amount; what stands where it is not known, at length or in a column. */
export function moneyInWords(
  amount: number | null,
  { format, say }: Words,
  length: 'long' | 'short' = 'long',
): string {
  if (amount !== null) return format.money(amount);
  return length === 'short' ? '–' : say('customer-words.notRecorded');
}

/** A CLV, or what stands where it is not known, at length or in a column. */
export function clvInWords(
  clv: number | null,
  { format, say }: Words,
  length: 'long' | 'short' = 'long',
): string {
  if (clv !== null) return format.money(clv);
  return length === 'short' ? '–' : say('clv-words.notKnown');
}

/** What a customer owes, as a fact, where there is a debt; of loans without a recorded balance it says that they come on top. */
export function debtFact(
  { debt, debtsUnrecorded }: { debt: number | null; debtsUnrecorded: number },
  { format, say }: Words,
): Fact[] {
  const label = say('customer-value.facts.debt');
  if (debtsUnrecorded > 0) {
    const unrecorded = { count: debtsUnrecorded };
    const value =
      debt === null
        ? say('customer-value.facts.debtNotKnown', unrecorded)
        : say('customer-value.facts.debtAtLeast', { ...unrecorded, debt: format.money(debt) });
    return [{ label, value }];
  }
  return debt === null ? [] : [{ label, value: format.money(debt) }];
}

/**
 * What somebody is worth, or some are together, and on which basis: if they stay or, as in runs of earlier versions, with the
 * chance of leaving in it.
 */
export function worthOf({
  valueIfStays,
  clv,
}: {
  valueIfStays: number | null;
  clv: number | null;
}): {
  amount: number;
  basis: 'ifStays' | 'expected';
} {
  if (valueIfStays !== null) return { amount: valueIfStays, basis: 'ifStays' };
  if (clv === null)
    throw new Error('A CLV is not known where the value if they stay is not either.');
  return { amount: clv, basis: 'expected' };
}

/** What stands to be lost with a customer, and of how much if they stay; `short` for a cell of a table. */
export function stakeInWords(
  { valueAtStake, valueIfStays }: { valueAtStake: number | null; valueIfStays: number | null },
  { format, say }: Words,
  length: 'long' | 'short' = 'long',
): string {
  if (valueAtStake === null) return say('customer-words.stake.unknown');
  if (valueAtStake < 0) {
    return say(length === 'short' ? 'customer-words.stake.none' : 'customer-words.stake.costsMore');
  }
  const stake = format.money(valueAtStake);
  if (valueIfStays === null) return stake;
  const value = format.money(valueIfStays);
  return length === 'short'
    ? say('customer-words.stake.ofValue', { stake, value })
    : say('customer-words.stake.ofValueIfTheyStay', { stake, value });
}

/**
 * How many months the contribution of the last twelve is said to be of: 12, or as many as are known of it where these are fewer.
 * @param known of how many months the run tells; 0 where it tells of none apart
 */
export const monthsOfContribution = (known: number): number =>
  known === 0 ? 12 : Math.min(12, known);

/** The same of a list: as many months as are known of any in it. */
export const monthsListed = (listed: readonly { contributionMonths: number }[]): number =>
  monthsOfContribution(
    listed.reduce((most, { contributionMonths }) => Math.max(most, contributionMonths), 0),
  );
