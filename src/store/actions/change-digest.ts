import { and, eq, isNull } from 'drizzle-orm';
import { addDigest, removeDigest, setDigestPaused } from '../digests/manage-digests.ts';
import { digests } from '../schema.ts';
import type { Database } from '../store.ts';
import { type Acted, type Acting, act } from './act.ts';

/** A digest to add: its owner and moment are those of the action. */
type NewDigest = Omit<Parameters<typeof addDigest>[1], 'ownerId' | 'createdAt'>;

/** Adds a subscription of a person's own, and gives its id. The same one added twice is one, and nothing to undo. */
export function addOwnDigest(
  db: Database,
  acting: Acting,
  digest: NewDigest,
): Promise<Acted<number>> {
  const { managerId: ownerId, at: createdAt } = acting;
  return change(db, acting, (tx) => addDigest(tx, { ...digest, ownerId, createdAt }));
}

/** Pauses or resumes a person's own subscription. */
export function pauseOwnDigest(
  db: Database,
  acting: Acting,
  { id, paused }: { id: number; paused: boolean },
): Promise<Acted<number>> {
  return change(db, acting, async (tx) => {
    await setDigestPaused(tx, acting.managerId, id, paused, acting.at);
    return id;
  });
}

/** Removes a person's own subscription. */
export function removeOwnDigest(db: Database, acting: Acting, id: number): Promise<Acted<number>> {
  return change(db, acting, async (tx) => {
    await removeDigest(tx, acting.managerId, id, acting.at);
    return id;
  });
}

/** Changes one of a person's digests, and keeps how it stood before and after. */
function change(
  db: Database,
  acting: Acting,
  work: (tx: Database) => Promise<number>,
): Promise<Acted<number>> {
  return act<number>(db, acting, async (tx) => {
    const earlier = await ownDigests(tx, acting.managerId);
    const id = await work(tx);
    const now = (await ownDigests(tx, acting.managerId)).get(id);
    // One that was added was none before; what is removed stays paused as it was.
    const before = earlier.get(id) ?? { paused: now?.paused ?? false, removed: true };
    const after = now ?? { ...before, removed: true };
    const same = before.paused === after.paused && before.removed === after.removed;
    return { effects: same ? [] : [{ of: 'digest', id, before, after }], result: id };
  });
}

async function ownDigests(tx: Database, ownerId: number) {
  const rows = await tx
    .select({ id: digests.id, paused: digests.paused })
    .from(digests)
    .where(and(eq(digests.ownerId, ownerId), isNull(digests.removedAt)));
  return new Map(rows.map(({ id, paused }) => [id, { paused, removed: false }]));
}
