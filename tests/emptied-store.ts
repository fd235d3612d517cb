import { z } from 'zod';

/** Runs one statement, which has no parameters, and gives its rows. */
export type RunStatement = (statement: string) => Promise<readonly unknown[]>;

/** What an empty store is known by, before a test has it. */
export type EmptyStore = {
  /** its tables, those with rows left out, as they are written in a statement */
  tables: readonly string[];
  /** its tables with rows, which migrations wrote */
  written: readonly string[];
  /** how what keeps tables from being emptied looks away, and looks again */
  guards: readonly { off: string; on: string }[];
  /** a digest of everything that is not a row of `tables` */
  digest: string;
};

const named = z.object({ name: z.string() });
const guard = z.object({ off: z.string(), on: z.string() });
const firstOfTests = 16384;
const ours = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_toast%' and n.nspname not like 'pg\\_temp%'`;

async function namesFrom(run: RunStatement, statement: string): Promise<string[]> {
  return z
    .array(named)
    .parse(await run(statement))
    .map(({ name }) => name);
}

const tablesOf = (run: RunStatement) =>
  namesFrom(
    run,
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and ${ours} order by c.oid`,
  );

/** Those of some tables that have rows, or room or estimates left of rows. */
function touched(run: RunStatement, tables: readonly string[]): Promise<string[]> {
  return namesFrom(
    run,
    tables
      .map(
        (name) =>
          `select '${name.replaceAll("'", "''")}' as name where exists (select from ${name})`,
      )
      .concat(
        `select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and ${ours} and (c.reltuples <> -1 or c.relpages > 0)`,
      )
      .join(' union '),
  );
}

/** A digest of what there is but the rows of a test: schemas, tables, columns, rights, policies, functions, settings, numbers given out. */
async function digestOf(run: RunStatement, written: readonly string[]): Promise<string> {
  const parts = [
    `row('schema', n.oid, n.nspname, n.nspacl) from pg_namespace n where ${ours}`,
    `row('relation', c.oid, c.relname, c.relkind, c.relacl, c.relnamespace, c.relowner, c.relrowsecurity, c.relforcerowsecurity,
       c.reloptions, c.relhastriggers)
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours}`,
    `row('column', a.attrelid, a.attname, a.attacl, a.attnum, a.atttypid, a.atttypmod, a.attnotnull, a.atthasdef, a.attidentity,
       a.attgenerated, a.attisdropped)
     from pg_attribute a where a.attrelid >= ${firstOfTests} and a.attnum > 0`,
    `row('default', d.oid, d.adrelid, d.adnum, md5(d.adbin::text)) from pg_attrdef d`,
    `row('index', i.indexrelid, i.indrelid, i.indisunique, i.indisvalid, i.indisready)
     from pg_index i where i.indexrelid >= ${firstOfTests}`,
    `row('constraint', k.oid, k.conname, k.conrelid, k.contype, k.convalidated)
     from pg_constraint k where k.oid >= ${firstOfTests}`,
    `row('trigger', t.oid, t.tgname, t.tgenabled, t.tgrelid) from pg_trigger t`,
    `row('function', p.oid, p.proname, md5(p.prosrc), p.proacl) from pg_proc p where p.oid >= ${firstOfTests}`,
    `row('policy', p.oid, p.polname, md5(p.polqual::text), md5(p.polwithcheck::text), p.polroles, p.polcmd) from pg_policy p`,
    `row('type', y.oid, y.typname) from pg_type y where y.oid >= ${firstOfTests}`,
    `row('extension', e.oid, e.extname, e.extversion) from pg_extension e`,
    `row('rule', e.ev_class, e.rulename) from pg_rewrite e where e.oid >= ${firstOfTests}`,
    `row('setting', s.setrole, s.setconfig) from pg_db_role_setting s
     where s.setdatabase in (0, (select oid from pg_database where datname = current_database()))`,
    `row('given out', q.schemaname, q.sequencename, q.last_value) from pg_sequences q`,
    `row('statistics', count(*)) from pg_statistic where starelid >= ${firstOfTests}`,
    ...written.map(
      (name) =>
        `row('written', '${name}', md5(string_agg(w::text, ' ' order by w::text))) from ${name} w`,
    ),
  ];
  const [found] = await run(
    `select md5(string_agg(what, ' ' order by what)) as name
     from (${parts.map((part) => `select ${part.replace(/ from /, '::text as what from ')}`).join(' union all ')}) as parts`,
  );
  return named.parse(found).name;
}

/** What a store is known by that nobody has used yet. */
export async function knowEmptyStore(run: RunStatement): Promise<EmptyStore> {
  const all = await tablesOf(run);
  const written = (await touched(run, all)).toSorted();
  const tables = all.filter((name) => !written.includes(name));
  const guards = z.array(guard).parse(
    await run(
      `select format('alter table %s disable trigger %I', tgrelid::regclass, tgname) as off,
         format('alter table %s enable always trigger %I', tgrelid::regclass, tgname) as on
       from pg_trigger where tgtype & 32 > 0 and tgenabled = 'A'`,
    ),
  );
  return { tables, written, guards, digest: await digestOf(run, written) };
}

/**
 * Takes out of a store all that tests put into it.
 * @returns whether it is then what it was before; where a test changed tables, rights or the like, it is not
 */
export async function emptyStore(run: RunStatement, before: EmptyStore): Promise<boolean> {
  const known = [...before.tables, ...before.written];
  const tables = await tablesOf(run);
  if (tables.length !== known.length || tables.some((name) => !known.includes(name))) return false;
  const full = (await touched(run, before.tables)).filter((name) => !before.written.includes(name));
  if (full.length > 0) {
    for (const { off } of before.guards) await run(off);
    await run(`truncate ${full.join(', ')} restart identity cascade`);
    for (const { on } of before.guards) await run(on);
  }
  await run(`delete from pg_statistic where starelid >= ${firstOfTests}`);
  await run(
    `select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
     from pg_sequences where last_value is not null and schemaname = 'public'`,
  );
  return (await digestOf(run, before.written)) === before.digest;
}
