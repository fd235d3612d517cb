import { eq } from 'drizzle-orm';
import { actions } from '../schema.ts';
import type { Database } from '../store.ts';
import type { ActionEffect } from './action-effects.ts';

/** Who changes something, when, and by which command. */
export type Acting = { managerId: number; at: Date; intent: string };

/** What was changed, with the action's number; `action` is null where everything stood so already. */
export type Acted<Result> = { action: number | null; result: Result };

/**
 * Changes something and keeps how to undo it, in one transaction.
 * @param work makes the change, and says what it changed; where that is nothing, there is nothing to undo
 */
export async function act<Result>(
  db: Database,
  acting: Acting,
  work: (tx: Database, action: number) => Promise<{ effects: ActionEffect[]; result: Result }>,
): Promise<Acted<Result>> {
  return db.transaction(async (tx) => {
    const [made] = await tx.insert(actions).values(acting).returning({ id: actions.id });
    if (made === undefined) throw new Error('The database gave no id for the new action.');
    const { effects, result } = await work(tx, made.id);
    if (effects.length === 0) {
      await tx.delete(actions).where(eq(actions.id, made.id));
      return { action: null, result };
    }
    await tx.update(actions).set({ effects }).where(eq(actions.id, made.id));
    return { action: made.id, result };
  });
}
