import type { Say } from '../../language/messages.ts';
import { churnKinds } from '../../valuation/index.ts';

/** What a kind of churn model is called, by itself or within a sentence; one of another version by its own name. */
export function churnKindName(
  method: string,
  say: Say,
  place: 'name' | 'inSentence' = 'name',
): string {
  const kind = churnKinds.find((known) => known === method);
  return kind === undefined ? method : say(`churn-kinds.${kind}.${place}`);
}
