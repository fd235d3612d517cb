import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Tally } from './copied-tables.ts';

/*
 * A backup is text, a JSON document a line: what it is, then each table with its columns, its rows and what they add up to,
 * and a last line that says it is whole.
 */

/** The first line: what wrote the backup and when, and how many rows all tables have together. */
export const backupHead = z.strictObject({
  bellwether: z.literal('backup'),
  format: z.literal(1),
  version: z.string(),
  migrations: z.strictObject({ count: z.number(), newest: z.number() }),
  writtenAt: z.string(),
  rows: z.number(),
});
/** What the first line says. */
export type BackupHead = z.infer<typeof backupHead>;

/** The line before the rows of a table. */
export const tableHead = z.strictObject({ table: z.string(), columns: z.array(z.string()) });
/** The line behind the rows of a table: what they add up to, and the last numbers that its columns gave by themselves. */
export const tableEnd = z.strictObject({
  end: z.string(),
  counts: z.record(z.string(), z.number()),
  rows: z.number(),
  checksum: z.string(),
});
/** The last line. */
export const backupEnd = z.strictObject({ whole: z.literal(true), tables: z.number() });

/** A row: each column as text, or null. */
export const backupRow = z.array(z.string().nullable());

/** Adds lines up as the database does: whatever their order, the same lines give the same sum. */
export function tallyOfLines(): { add(line: string): void; tally(): Tally } {
  let rows = 0;
  let sum = 0n;
  return {
    add(line) {
      rows++;
      sum += BigInt(`0x${createHash('md5').update(line).digest('hex').slice(0, 15)}`);
    },
    tally: () => ({ rows, checksum: String(sum) }),
  };
}
