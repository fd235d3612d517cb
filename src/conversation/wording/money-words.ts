import type { CommandContext } from '../command-context.ts';

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

/**
 * What somebody is worth, or some are together, and on which basis: if they stay or, as in runs of earlier versions, with the
 * chance of leaving in it.
 */
export function worthOf({ valueIfStays, clv }: { valueIfStays: number | null; clv: number }): {
  amount: number;
  basis: 'ifStays' | 'expected';
} {
  return valueIfStays === null
    ? { amount: clv, basis: 'expected' }
    : { amount: valueIfStays, basis: 'ifStays' };
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
