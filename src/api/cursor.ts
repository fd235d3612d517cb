import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Where a page of a list begins: in which run, behind which customer (their id in the store), and what that was sorted by. */
export type Cursor = { runId: number | null; key: number; value: number | string | null };

/** The greatest id that a table can have (PostgreSQL's integer). */
const greatest = 2 ** 31 - 1;
const id = z.number().int().min(1).max(greatest);
const shape = z.tuple([
  z.string(),
  id.nullable(),
  id,
  z.union([z.number(), z.iso.date()]).nullable(),
]);

/** The question that a cursor belongs to, as a short text: what is asked, without where the page begins and how long it is. */
const markOf = (question: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 8);

/**
 * An opaque place in a listing. It names nobody: an address is written into more logs than an answer.
 * @param question what is asked, which the next page has to ask again
 */
export const writeCursor = ({ runId, key, value }: Cursor, question: readonly unknown[]): string =>
  Buffer.from(JSON.stringify([markOf(question), runId, key, value])).toString('base64url');

/** The place a cursor stands for; undefined for a text that is no cursor of ours, or one of another question. */
export function readCursor(cursor: string, question: readonly unknown[]): Cursor | undefined {
  const read = shape.safeParse(parsed(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!read.success) return undefined;
  const [mark, runId, key, value] = read.data;
  return mark === markOf(question) ? { runId, key, value } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
