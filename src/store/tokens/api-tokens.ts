import { and, desc, eq, gt, isNull, or, type SQL } from 'drizzle-orm';
import type { TokenScope } from '../kinds.ts';
import { apiTokens, managers } from '../schema.ts';
import type { Database } from '../store.ts';

/** A token before it has an id: its hash, whom it speaks for, what it may read and, unless it is null, until when. */
export type NewToken = {
  name: string;
  hash: string;
  managerId: number;
  scopes: readonly TokenScope[];
  createdAt: Date;
  expiresAt: Date | null;
};

/** Whether a token is one that still opens something. */
const isValid = (at: Date): SQL | undefined =>
  and(isNull(apiTokens.revokedAt), or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, at)));

/** Keeps a token's hash; the token itself is never stored. Returns its id. */
export async function addToken(db: Database, token: NewToken): Promise<number> {
  const [row] = await db
    .insert(apiTokens)
    .values({ ...token, scopes: [...token.scopes] })
    .returning({ id: apiTokens.id });
  if (row === undefined) throw new Error('The token was not saved.');
  return row.id;
}

/** Whom a token speaks for and what it may read, noting when it was used; undefined for one that is not valid now. */
export async function useToken(
  db: Database,
  hash: string,
  at: Date,
): Promise<{ managerId: number; scopes: TokenScope[] } | undefined> {
  const [row] = await db
    .update(apiTokens)
    .set({ lastUsedAt: at })
    .where(and(eq(apiTokens.hash, hash), isValid(at)))
    .returning({ managerId: apiTokens.managerId, scopes: apiTokens.scopes });
  return row;
}

/** A token as an operator sees it. */
export type ListedToken = {
  id: number;
  name: string;
  email: string | null;
  scopes: TokenScope[];
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
};

/** All tokens, the newest first. */
export function listTokens(db: Database): Promise<ListedToken[]> {
  return db
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      email: managers.email,
      scopes: apiTokens.scopes,
      createdAt: apiTokens.createdAt,
      lastUsedAt: apiTokens.lastUsedAt,
      expiresAt: apiTokens.expiresAt,
      revokedAt: apiTokens.revokedAt,
    })
    .from(apiTokens)
    .innerJoin(managers, eq(managers.id, apiTokens.managerId))
    .orderBy(desc(apiTokens.id));
}

/**
 * Puts another token in the place of one, with its name, person and scopes; the one before ends at `until`, or sooner where it
 * would.
 * @returns the id of the new one; undefined where there is none of that id still valid
 */
export function rotateToken(
  db: Database,
  id: number,
  { hash, at, expiresAt, until }: { hash: string; at: Date; expiresAt: Date; until: Date },
): Promise<number | undefined> {
  return db.transaction(async (tx) => {
    const [before] = await tx
      .select()
      .from(apiTokens)
      .where(and(eq(apiTokens.id, id), isValid(at)))
      .for('update');
    if (before === undefined) return undefined;
    const { name, managerId, scopes } = before;
    const ends = before.expiresAt !== null && before.expiresAt < until ? before.expiresAt : until;
    await tx.update(apiTokens).set({ expiresAt: ends }).where(eq(apiTokens.id, id));
    return addToken(tx, { name, managerId, scopes, hash, createdAt: at, expiresAt });
  });
}

/** Revokes a token; false where there is none of that id still valid. */
export async function revokeToken(db: Database, id: number, at: Date): Promise<boolean> {
  const changed = await db
    .update(apiTokens)
    .set({ revokedAt: at })
    .where(and(eq(apiTokens.id, id), isValid(at)))
    .returning({ id: apiTokens.id });
  return changed.length > 0;
}
