import { isDeepStrictEqual } from 'node:util';
import { and, eq, isNull } from 'drizzle-orm';
import { sentOf } from '../digests/digest-stood.ts';
import {
  addDigest,
  changeDigest,
  type DigestChange,
  removeDigest,
  setDigestPaused,
} from '../digests/manage-digests.ts';
import { digests } from '../schema.ts';
import type { Database } from '../store.ts';
import { type Acted, type Acting, act } from './act.ts';
import type { DigestStood } from './action-effects.ts';

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

/** Pauses or resumes a person's own subscription; `until`: the day (ISO) from which it is sent again by itself. */
export function pauseOwnDigest(
  db: Database,
  acting: Acting,
  { id, paused, until = null }: { id: number; paused: boolean; until?: string | null },
): Promise<Acted<number>> {
  return change(db, acting, async (tx) => {
    await setDigestPaused(tx, acting.managerId, id, paused, acting.at, until);
    return id;
  });
}

/** Changes when a person's own subscription goes out, where, or to what it is held. */
export function editOwnDigest(
  db: Database,
  acting: Acting,
  { id, ...changed }: { id: number } & DigestChange,
): Promise<Acted<number>> {
  return change(db, acting, async (tx) => {
    await changeDigest(tx, acting.managerId, id, changed, acting.at);
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
    // One that was added was none before; what is removed stays as it was.
    const before = earlier.get(id) ?? { ...(now ?? asNew), removed: true };
    const after = now ?? { ...before, removed: true };
    const same = isDeepStrictEqual(before, after);
    return { effects: same ? [] : [{ of: 'digest', id, before, after }], result: id };
  });
}

const asNew: DigestStood = { paused: false, pausedUntil: null, removed: false };

async function ownDigests(tx: Database, ownerId: number): Promise<Map<number, DigestStood>> {
  const rows = await tx
    .select()
    .from(digests)
    .where(and(eq(digests.ownerId, ownerId), isNull(digests.removedAt)));
  return new Map(
    rows.map((row) => [
      row.id,
      { paused: row.paused, pausedUntil: row.pausedUntil, removed: false, sent: sentOf(row) },
    ]),
  );
}
