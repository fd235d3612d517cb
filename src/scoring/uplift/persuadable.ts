import { upliftColumns } from '../../store/campaigns/uplift-columns.ts';
import { champion } from '../../store/models/champion.ts';
import type { Scope } from '../../store/scope.ts';
import type { Database } from '../../store/store.ts';
import { predictUplift } from '../../valuation/index.ts';
import {
  isUpliftModel,
  mostByChance,
  readUpliftCard,
  type UpliftCard,
  upliftDataset,
} from './uplift-card.ts';

/** By how much a contact changes the chance that customers stay, by their ids in the store; or why nobody can say. */
export type Persuadable =
  | { uplift: ReadonlyMap<number, number>; card: UpliftCard }
  | { why: 'noModel' }
  | { why: 'chance'; card: UpliftCard };

/** Predicts for some customers of the scope, as of a day, how much a contact changes their chance to stay. */
export async function persuadable(
  db: Database,
  scope: Scope,
  ids: readonly number[],
  day: string,
): Promise<Persuadable> {
  const stored = await champion(db, 'uplift');
  if (stored === undefined || !isUpliftModel(stored.body)) return { why: 'noModel' };
  const card = readUpliftCard(stored.card);
  if (card.byChance > mostByChance) return { why: 'chance', card };
  if (ids.length === 0) return { uplift: new Map(), card };
  const columns = await upliftColumns(db, scope, ids, day);
  const uplift = predictUplift(stored.body, upliftDataset(columns));
  return { uplift: new Map(Array.from(columns.id, (id, row) => [id, uplift[row]!])), card };
}
