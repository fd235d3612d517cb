import type { OpportunityStage, ProductKind } from '../../store/kinds.ts';
import { amount } from '../arguments/amount.ts';
import { optional } from '../arguments/argument.ts';
import { closing } from '../arguments/closing.ts';
import { note } from '../arguments/note.ts';
import { stage } from '../arguments/stage.ts';

/** The arguments by which something is said of an opportunity: how far it is, how much, by when it closes and what is next. */
export const saidOfOpportunity = {
  stage: optional(stage()),
  amount: optional(amount()),
  closes: optional(closing()),
  note: optional(note({ quoted: true })),
};

/** What is said of an opportunity; the amount in the bank's currency, the day ISO, what is undefined is not said. */
export type Said = {
  stage: OpportunityStage | undefined;
  amount: number | undefined;
  closes: string | undefined;
  note: string | undefined;
};

/**
 * The slash form that says something of an opportunity, for a button.
 * @param id of the customer, as a slash form takes it
 */
export function opportunityCommand(
  id: string,
  product: ProductKind,
  { stage, amount, closes, note }: Partial<Said> = {},
): string {
  const { stage: ofStage, amount: ofAmount, closes: ofDay, note: ofNote } = saidOfOpportunity;
  const written = [
    stage === undefined ? undefined : ofStage.write(stage),
    amount === undefined ? undefined : ofAmount.write(amount),
    closes === undefined ? undefined : ofDay.write(closes),
    note === undefined ? undefined : ofNote.write(note),
  ];
  return ['opportunity', id, product, ...written].filter((each) => each !== undefined).join(' ');
}
