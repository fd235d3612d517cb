import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import { columnsOf, factsColumnsOf, type ResolvedFile, textArray } from './merge-file.ts';
import type { FactsColumn } from './targets.ts';

const plain = sql.identifier;

/** Rows of a file whose fact another file of the same import gives differently. */
export type Contradiction = { fact: string; rows: number; firstLine: number };

/** A file of one table among several, and the places of the later ones that it should not contradict. */
export type FileToSettle = { file: ResolvedFile; comparedWith: readonly number[] };

/**
 * Has the last of several files hold where they tell the same fact of the same row, so that taking all of them in again
 * changes nothing. Goes through the files once, from the last on, and keeps by row what the ones behind tell.
 * @param files of one table, in their order
 * @returns by file, the facts that the last file to give them a value gives another, if it is one of `comparedWith`; what
 * is compared is what each file itself says
 * @throws the reason of `signal` when that is aborted
 */
export async function settleFacts(
  tx: Database,
  files: readonly FileToSettle[],
  signal: AbortSignal | undefined,
): Promise<Contradiction[][]> {
  const contradictions = files.map((): Contradiction[] => []);
  const columns = new Set(files.flatMap(({ file }) => factsColumnsOf(file.file)));
  for (const column of columns) {
    const told = files.map(({ file }) => file.file.facts[column] ?? []);
    const shared = told.map((facts, n) =>
      facts.filter((fact) => told.some((others, other) => other !== n && others.includes(fact))),
    );
    let later: SQL | undefined;
    for (const [n, { file, comparedWith }] of [...files.entries()].reverse()) {
      const facts = shared[n] ?? [];
      if (facts.length === 0) continue;
      signal?.throwIfAborted();
      const tells = { file, column, facts, n };
      if (later === undefined) {
        later = sql`${plain(`${file.resolved}_${column}`)}`;
        await keepWhatIsTold(tx, later, tells);
        continue;
      }
      const found = await findContradictions(tx, later, tells, comparedWith);
      contradictions[n]?.push(...found);
      signal?.throwIfAborted();
      // What this file says for itself goes to those before it; what it takes from those behind, they have already.
      await addWhatIsTold(tx, later, tells);
      signal?.throwIfAborted();
      await takeWhatHolds(tx, later, tells);
    }
  }
  return contradictions;
}

/** The facts of a column that a file shares with others, and its place among them. */
type Tells = { file: ResolvedFile; column: FactsColumn; facts: readonly string[]; n: number };

/** By key: `holds`, each fact as it is to be, null where it is taken away; `said`, its last value and the place of the file it is of. */
const toldColumns = ({ column, facts, n }: Tells) => {
  const of = sql`e.${plain(column)}`;
  const each = sql`unnest(${textArray(facts)}) fact`;
  return {
    holds: sql`(select jsonb_object_agg(fact, coalesce(${of} -> fact, 'null')) from ${each})`,
    said: sql`(select coalesce(jsonb_object_agg(fact, jsonb_build_array(${n}::int, ${of} -> fact)), '{}')
        from ${each} where ${of} ? fact)`,
  };
};

const valid = sql`e.bad_reason is null and not e.skipped`;

const keyOf = ({ file }: Tells) => columnsOf(file.file).key;
const sameKey = (tells: Tells) =>
  sql.join(
    keyOf(tells).map((one) => sql`e.${plain(one)} = l.${plain(one)}`),
    sql` and `,
  );

async function keepWhatIsTold(tx: Database, later: SQL, tells: Tells): Promise<void> {
  const { holds, said } = toldColumns(tells);
  const key = keyOf(tells).map((one) => sql`e.${plain(one)}, `);
  await tx.execute(sql`
    create temp table ${later} on commit drop as
    select ${sql.join(key)} ${holds} as holds, ${said} as said
    from ${plain(tells.file.resolved)} e where ${valid} and not e.repeats`);
  await tx.execute(sql`analyze ${later}`);
}

async function addWhatIsTold(tx: Database, later: SQL, tells: Tells): Promise<void> {
  const { holds, said } = toldColumns(tells);
  const from = sql`${plain(tells.file.resolved)} e`;
  const key = keyOf(tells).map((one) => sql`e.${plain(one)}, `);
  // Where all that is told here is told behind already, as in the files of one kind, no row is written.
  await tx.execute(sql`
    update ${later} l set holds = ${holds} || l.holds, said = ${said} || l.said
    from ${from} where ${sameKey(tells)} and ${valid} and not e.repeats
      and not l.said ?& ${textArray(tells.facts)}
      and (${holds} || l.holds, ${said} || l.said) is distinct from (l.holds, l.said)`);
  await tx.execute(sql`
    insert into ${later}
    select ${sql.join(key)} ${holds}, ${said} from ${from}
    where ${valid} and not e.repeats and not exists (select from ${later} l where ${sameKey(tells)})`);
}

async function findContradictions(
  tx: Database,
  later: SQL,
  tells: Tells,
  comparedWith: readonly number[],
): Promise<Contradiction[]> {
  if (comparedWith.length === 0) return [];
  const of = sql`e.${plain(tells.column)}`;
  const places = sql.join(
    comparedWith.map((place) => sql`${place}::int`),
    sql`, `,
  );
  return queryRows(
    tx,
    z.object({ fact: z.string(), rows: z.coerce.number(), firstLine: z.number() }),
    sql`select fact, count(*) as rows, min(e.line) as "firstLine"
        from ${plain(tells.file.resolved)} e join ${later} l on ${sameKey(tells)}
        cross join unnest(${textArray(tells.facts)}) fact
        where ${valid} and ${of} -> fact <> l.said -> fact -> 1
          and (l.said -> fact ->> 0)::int in (${places})
        group by fact order by fact`,
  );
}

async function takeWhatHolds(tx: Database, later: SQL, tells: Tells): Promise<void> {
  const { file, column, facts } = tells;
  const of = sql`e.${plain(column)}`;
  const told = textArray(facts);
  await tx.execute(sql`
    with settled as (
      select e.line, (${of} - ${told}) || (
        select coalesce(jsonb_object_agg(fact, l.holds -> fact), '{}')
        from unnest(${told}) fact where l.holds -> fact <> 'null') as facts
      from ${plain(file.resolved)} e join ${later} l on ${sameKey(tells)} where ${valid})
    update ${plain(file.resolved)} e set ${plain(column)} = settled.facts
    from settled where settled.line = e.line and ${of} is distinct from settled.facts`);
}
