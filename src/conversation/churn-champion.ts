import { z } from 'zod';
import { churnCardShape, type StoredChurnCard } from '../scoring/churn/churn-card.ts';
import { champion } from '../store/models/champion.ts';
import { type ChurnModel, churnKinds } from '../valuation/index.ts';
import type { CommandContext } from './command-context.ts';

/** A model as a run stored it. It wrote the body itself: that it is one of its kinds is all that is asked of it. */
const body = z.custom<ChurnModel>(
  (stored) =>
    z
      .object({
        kind: z.enum(churnKinds),
        features: z.array(z.object({ name: z.string() })).min(1),
        parameters: z.looseObject({}),
      })
      .safeParse(stored).success,
);

/** The churn model in use with its card; undefined where there is none, or the store keeps no more of it than the card. */
export async function churnChampion({
  store,
}: CommandContext): Promise<{ model: ChurnModel; card: StoredChurnCard } | undefined> {
  const stored = await champion(store.db, 'churn');
  const model = body.safeParse(stored?.body);
  if (stored === undefined || !model.success) return undefined;
  return { model: model.data, card: churnCardShape.parse(stored.card) };
}
