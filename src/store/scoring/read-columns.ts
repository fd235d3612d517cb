import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

/**
 * Runs a query whose rows are numbers and gives each column as one vector, `NaN` where the query has null.
 *
 * The server packs each column into one value (IEEE 754, big-endian), which is many times faster than a row at a time.
 *
 * @param names the query's columns, in any order
 * @param query a select, ordered; its rows are the vectors' entries in that order
 * @param common what the query is to stand on: `with …`
 */
export async function readColumns<Name extends string>(
  db: Database,
  names: readonly Name[],
  query: SQL,
  common: SQL = sql``,
): Promise<Record<Name, Float64Array>> {
  const packed = names.map(
    (name) =>
      sql`string_agg(float8send(coalesce(${sql.identifier(name)}::float8, 'NaN')), '') as ${sql.identifier(name)}`,
  );
  const [columns] = await queryRows(
    db,
    z.record(z.enum(names), z.instanceof(Uint8Array).nullable().transform(unpack)),
    sql`${common} select ${sql.join(packed, sql`, `)} from (${query}) ordered`,
  );
  if (columns === undefined) throw new Error('An aggregate gave no row.');
  return columns;
}

function unpack(bytes: Uint8Array | null): Float64Array {
  if (bytes === null) return new Float64Array(0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(bytes.byteLength / 8);
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat64(i * 8);
  return values;
}
