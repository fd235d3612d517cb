import { type Name, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import type { Field } from './targets.ts';

/** What a bank's data can be. Days are YYYY-MM-DD. */
export type Plausibility = {
  /** in the bank's time zone */
  today: string;
  /** of what happened */
  earliest: string;
  latest: string;
  /** of births */
  earliestBirth: string;
  /** of joining and opening, and of what ends them */
  earliestStart: string;
  latestStart: string;
  latestEnd: string;
  /** days that stand for one that is not known, other than of a birth */
  placeholders: readonly string[];
  /** without its sign; null: as {@link largestAmount} gives it */
  largestAmount: number | null;
  /** whether what is implausible is kept, with a warning */
  keep: boolean;
};

/** Why a value is implausible. */
export type Implausible =
  | 'placeholder-date'
  | 'before-earliest'
  | 'after-today'
  | 'implausible-age'
  | 'born-after-joining'
  | 'ends-before-it-begins'
  | 'implausible-amount';

/** Something that is wrong with a value, and what becomes of it: its row is rejected, or it is left out, or kept. */
export type Check = { when: SQL; reason: Implausible; outcome: 'rejected' | 'emptied' | 'kept' };

/**
 * What can be implausible about a date; the first check that holds counts. Of what happened the row is rejected, a fact
 * about a customer or a holding is left out alone. What lies but a few days ahead is kept, and so is an end before the
 * beginning: which of the two is wrong cannot be told.
 * @param value the date as text, ISO 8601
 * @param start the beginning that belongs to an end or a birth, if the file has it
 */
export function dateChecks(
  { dated, required }: Field,
  value: SQL,
  start: SQL | undefined,
  p: Plausibility,
): Check[] {
  const day = sql`left(${value}, 10) collate "C"`;
  const strict = p.keep ? 'kept' : required ? 'rejected' : 'emptied';
  const before = (earliest: string): Check => ({
    when: sql`${day} < ${earliest}`,
    reason: 'before-earliest',
    outcome: strict,
  });
  const after = (latest: string, outcome: Check['outcome'] = strict): Check => ({
    when: sql`${day} > ${latest}`,
    reason: 'after-today',
    outcome,
  });
  const afterStart = (compare: SQL, reason: Implausible, outcome: Check['outcome']): Check[] =>
    start === undefined ? [] : [{ when: sql`${day} ${compare} ${start}`, reason, outcome }];
  const placeholders: Check[] =
    p.placeholders.length === 0
      ? []
      : [
          {
            when: sql`${day} in (${sql.join(
              p.placeholders.map((one) => sql`${one}`),
              sql`, `,
            )})`,
            reason: 'placeholder-date',
            outcome: strict,
          },
        ];
  if (dated === undefined) return [];
  switch (dated) {
    case 'event':
      return [...placeholders, before(p.earliest), after(p.latest), after(p.today, 'kept')];
    case 'birth':
      return [
        { ...before(p.earliestBirth), reason: 'implausible-age' },
        after(p.today),
        ...afterStart(sql`>`, 'born-after-joining', strict),
      ];
    case 'start':
      return [
        ...placeholders,
        before(p.earliestStart),
        after(p.latestStart),
        after(p.today, 'kept'),
      ];
    case 'end':
      return [
        ...placeholders,
        before(p.earliestStart),
        after(p.latestEnd),
        ...afterStart(sql`<`, 'ends-before-it-begins', 'kept'),
      ];
    case 'settlement':
      return [...placeholders, before(p.earliest), after(p.latest)];
  }
}

/** What can be implausible about an amount. */
export function amountChecks(
  { required }: Field,
  value: SQL,
  largest: number,
  { keep }: Plausibility,
): Check[] {
  const outcome = keep ? 'kept' : required ? 'rejected' : 'emptied';
  return [
    { when: sql`abs(${value}::numeric) > ${largest}`, reason: 'implausible-amount', outcome },
  ];
}

/** Amounts of each column that the median is taken of. */
const sampled = 10_000;
const leastLargest = 1e9;
const timesMedian = 1e7;

/**
 * The largest plausible amount: ten million times the median of a staged file and of the balances and transactions in
 * the store, at least 10⁹. Between a card payment and the largest sum that a customer moves lie six orders of magnitude.
 * @param columns of the staging table, those that hold amounts
 */
export async function largestAmount(
  tx: Database,
  staging: string,
  columns: readonly string[],
): Promise<number> {
  const sample = (column: SQL, of: Name) =>
    sql`(select abs(${column}) as amount from ${of} where ${column} <> 0 limit ${sampled})`;
  const stored = (['balances', 'transactions'] as const).map((table) =>
    sample(sql`amount`, sql.identifier(table)),
  );
  const incoming = columns.map((column) =>
    sample(sql`${sql.identifier(column)}::numeric`, sql.identifier(staging)),
  );
  const [found] = await queryRows(
    tx,
    z.object({ median: z.coerce.number().nullable() }),
    sql`select percentile_disc(0.5) within group (order by amount) as median
        from (${sql.join([...stored, ...incoming], sql` union all `)}) sample`,
  );
  return Math.max(leastLargest, timesMedian * (found?.median ?? 0));
}
