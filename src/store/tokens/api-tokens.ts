import { and, desc, eq, isNull } from 'drizzle-orm';
import { apiTokens, managers } from '../schema.ts';
import type { Database } from '../store.ts';

/** Keeps a token's hash; the token itself is never stored. Returns its id. */
export async function addToken(
  db: Database,
  token: { name: string; hash: string; managerId: number; createdAt: Date },
): Promise<number> {
  const [row] = await db.insert(apiTokens).values(token).returning({ id: apiTokens.id });
  if (row === undefined) throw new Error('The token was not saved.');
  return row.id;
}

/** The person a token speaks for, noting when it was used; undefined for an unknown or revoked one. */
export async function useToken(db: Database, hash: string, at: Date): Promise<number | undefined> {
  const [row] = await db
    .update(apiTokens)
    .set({ lastUsedAt: at })
    .where(and(eq(apiTokens.hash, hash), isNull(apiTokens.revokedAt)))
    .returning({ managerId: apiTokens.managerId });
  return row?.managerId;
}

/** A token as an operator sees it. */
export type ListedToken = {
  id: number;
  name: string;
  email: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

/** All tokens, the newest first. */
export function listTokens(db: Database): Promise<ListedToken[]> {
  return db
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      email: managers.email,
      createdAt: apiTokens.createdAt,
      lastUsedAt: apiTokens.lastUsedAt,
      revokedAt: apiTokens.revokedAt,
    })
    .from(apiTokens)
    .innerJoin(managers, eq(managers.id, apiTokens.managerId))
    .orderBy(desc(apiTokens.id));
}

/** Revokes a token; false where there is none of that id still valid. */
export async function revokeToken(db: Database, id: number, at: Date): Promise<boolean> {
  const changed = await db
    .update(apiTokens)
    .set({ revokedAt: at })
    .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id });
  return changed.length > 0;
}
