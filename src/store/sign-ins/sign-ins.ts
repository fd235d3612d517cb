import { and, desc, eq, gt, isNull, lt } from 'drizzle-orm';
import type { SignInKind } from '../kinds.ts';
import { managers, signIns } from '../schema.ts';
import type { Database } from '../store.ts';

/** How exactly it is known when somebody was last there, in milliseconds. */
const noteEvery = 5 * 60_000;
/** For how long those that ended are still listed, in milliseconds. */
const keptFor = 90 * 24 * 60 * 60_000;

/** Signs somebody in: keeps the hash of what their browser keeps. */
export async function startSignIn(
  db: Database,
  signIn: { managerId: number; kind: SignInKind; hash: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  const { createdAt } = signIn;
  await db.delete(signIns).where(lt(signIns.expiresAt, new Date(createdAt.getTime() - keptFor)));
  await db.insert(signIns).values({ ...signIn, lastUsedAt: createdAt });
}

/** Who is signed in by what a browser keeps, noting that they were there; undefined where nobody is, or no longer. */
export async function whoIsSignedIn(
  db: Database,
  hash: string,
  at: Date,
): Promise<number | undefined> {
  const [row] = await db
    .select({
      id: signIns.id,
      managerId: signIns.managerId,
      lastUsedAt: signIns.lastUsedAt,
    })
    .from(signIns)
    .where(and(eq(signIns.hash, hash), isNull(signIns.endedAt), gt(signIns.expiresAt, at)));
  if (row !== undefined && at.getTime() - row.lastUsedAt.getTime() > noteEvery)
    await db.update(signIns).set({ lastUsedAt: at }).where(eq(signIns.id, row.id));
  return row?.managerId;
}

/** A sign-in as an operator sees it. */
export type ListedSignIn = {
  id: number;
  email: string | null;
  name: string;
  kind: SignInKind;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
};

/** Who signed in lately, the newest first. */
export function listSignIns(db: Database): Promise<ListedSignIn[]> {
  return db
    .select({
      id: signIns.id,
      email: managers.email,
      name: managers.name,
      kind: signIns.kind,
      createdAt: signIns.createdAt,
      lastUsedAt: signIns.lastUsedAt,
      expiresAt: signIns.expiresAt,
      endedAt: signIns.endedAt,
    })
    .from(signIns)
    .innerJoin(managers, eq(managers.id, signIns.managerId))
    .orderBy(desc(signIns.id));
}

/** Signs out: the one of a hash or a number, or all of a person. Returns how many were ended. */
export async function endSignIns(
  db: Database,
  which: { hash: string } | { id: number } | { managerId: number },
  at: Date,
): Promise<number> {
  const one =
    'hash' in which
      ? eq(signIns.hash, which.hash)
      : 'id' in which
        ? eq(signIns.id, which.id)
        : eq(signIns.managerId, which.managerId);
  const ended = await db
    .update(signIns)
    .set({ endedAt: at })
    .where(and(one, isNull(signIns.endedAt), gt(signIns.expiresAt, at)))
    .returning({ id: signIns.id });
  return ended.length;
}
