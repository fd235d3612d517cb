import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { actions } from '../schema.ts';
import type { Scope } from '../scope.ts';
import type { Database } from '../store.ts';
import { actionEffect } from './action-effects.ts';
import { holdCustomer, OutOfScope } from './hold-customer.ts';
import { putBack } from './put-back.ts';

/** For so long an action can be undone, in milliseconds. */
export const undoableFor = 5 * 60 * 1000;

/** An action as its person is told of it: its number, the command that made it, and when. */
export type ToldAction = { id: number; intent: string; at: Date; customerIds: number[] };

/**
 * What became of an undo: `undone`; `late`, the last action is older than five minutes; `gone`, it was undone before or is
 * none of theirs; `already`, another message has just undone one; `overtaken`, something else changed the same since; `moved`, a customer of it is no longer of their scope; `nothing`, there is none.
 */
export type Undoing =
  | { outcome: 'undone' | 'already' | 'late' | 'overtaken' | 'moved'; action: ToldAction }
  | { outcome: 'gone' | 'nothing' };

/** For so long after an undo another that names no action is taken for the same said twice, in milliseconds. */
const saidTwiceWithin = 10 * 1000;

class Overtaken extends Error {}

/**
 * Undoes a person's own last action, or the one of a number, where it is not older than five minutes. All of it is put back,
 * or nothing. Said twice within ten seconds without a number, such as on two devices, it undoes one.
 */
export async function undoAction(
  db: Database,
  managerId: number,
  { scope, now, id }: { scope: Scope; now: Date; id?: number | undefined },
): Promise<Undoing> {
  const looked = await lookUpUndo(db, managerId, { now, id });
  // Read after what is still to be undone, so that an undo that ended in between is seen.
  const twice = id === undefined ? await justUndone(db, managerId, now) : undefined;
  if (twice !== undefined) return { outcome: 'already', action: twice };
  if (looked.outcome !== 'undoable') return looked;
  const { action, row: found } = looked;
  try {
    const undoing = await db.transaction(async (tx): Promise<Undoing> => {
      // Claimed first: of two undos at once, one finds nothing left to claim.
      const claimed = await tx
        .update(actions)
        .set({ undoneAt: now })
        .where(and(eq(actions.id, found.id), isNull(actions.undoneAt)))
        .returning({ id: actions.id });
      if (claimed.length === 0) return { outcome: 'gone' };
      for (const customerId of action.customerIds.toSorted((a, b) => a - b))
        await holdCustomer(tx, scope, customerId);
      for (const effect of effectsOf(found).toReversed()) {
        if (!(await putBack(tx, effect, { id: found.id, managerId, scope, now })))
          throw new Overtaken();
      }
      return { outcome: 'undone', action };
    });
    const first =
      undoing.outcome === 'gone' && id === undefined
        ? await justUndone(db, managerId, now)
        : undefined;
    return first === undefined ? undoing : { outcome: 'already', action: first };
  } catch (error) {
    if (error instanceof OutOfScope) return { outcome: 'moved', action };
    if (error instanceof Overtaken) return { outcome: 'overtaken', action };
    throw error;
  }
}

/**
 * What an undo would do, without doing it: the person's own action that would be put back, or why none would be.
 */
export async function lookUpUndo(
  db: Database,
  managerId: number,
  { now, id }: { now: Date; id?: number | undefined },
): Promise<
  | { outcome: 'undoable'; action: ToldAction; row: Row }
  | { outcome: 'already' | 'late'; action: ToldAction }
  | { outcome: 'gone' | 'nothing' }
> {
  const row = await ownAction(db, managerId, id);
  const action = row && told(row);
  if (row && action && row.at.getTime() > now.getTime() - undoableFor)
    return { outcome: 'undoable', action, row };
  const twice = id === undefined ? await justUndone(db, managerId, now) : undefined;
  if (twice !== undefined) return { outcome: 'already', action: twice };
  if (action !== undefined) return { outcome: 'late', action };
  return { outcome: id === undefined ? 'nothing' : 'gone' };
}

/** What a person can still undo, the newest first, at most five. */
export async function undoableActions(
  db: Database,
  managerId: number,
  now: Date,
): Promise<ToldAction[]> {
  const rows = await db
    .select()
    .from(actions)
    .where(
      and(
        eq(actions.managerId, managerId),
        isNull(actions.undoneAt),
        gt(actions.at, new Date(now.getTime() - undoableFor)),
      ),
    )
    .orderBy(desc(actions.id))
    .limit(5);
  return rows.map(told);
}

/** What of a person's was undone within the last seconds, the newest. */
async function justUndone(
  db: Database,
  managerId: number,
  now: Date,
): Promise<ToldAction | undefined> {
  const [found] = await db
    .select()
    .from(actions)
    .where(
      and(
        eq(actions.managerId, managerId),
        gt(actions.undoneAt, new Date(now.getTime() - saidTwiceWithin)),
      ),
    )
    .orderBy(desc(actions.undoneAt))
    .limit(1);
  return found === undefined ? undefined : told(found);
}

async function ownAction(db: Database, managerId: number, id: number | undefined) {
  const [found] = await db
    .select()
    .from(actions)
    .where(
      and(
        eq(actions.managerId, managerId),
        isNull(actions.undoneAt),
        id === undefined ? sql`true` : eq(actions.id, id),
      ),
    )
    .orderBy(desc(actions.id))
    .limit(1);
  return found;
}

type Row = typeof actions.$inferSelect;

const effectsOf = ({ effects }: Row) => z.array(actionEffect).parse(effects);

function told(row: Row): ToldAction {
  const customers = effectsOf(row).flatMap((effect) =>
    'customerId' in effect ? [effect.customerId] : [],
  );
  return { id: row.id, intent: row.intent, at: row.at, customerIds: [...new Set(customers)] };
}
