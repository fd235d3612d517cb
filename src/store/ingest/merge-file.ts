import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { digestOf } from '../rights/forgotten.ts';
import { dropProfiles } from '../rights/wishes.ts';
import { type Database, queryRows } from '../store.ts';
import { lookupTable } from './lookup-tables.ts';
import {
  amountChecks,
  type Check,
  dateChecks,
  type Implausible,
  largestAmount,
  type Plausibility,
} from './plausibility.ts';
import {
  betweenTags,
  type FactsColumn,
  type Field,
  type Target,
  type TargetName,
  targets,
} from './targets.ts';

/** By column of further facts, the keys that a file tells of; what the store knows of others stays. */
export type FactKeys = Readonly<Partial<Record<FactsColumn, readonly string[]>>>;

/** A staged file, ready for its table. */
export type StagedFile = {
  /** the staging table */
  staging: string;
  /** the file's name, as rejects give it */
  file: string;
  into: TargetName;
  fields: readonly StagedField[];
  /** further facts that the file tells of: each is then as the file has it, or gone */
  facts: FactKeys;
  /** lookups that must know what their column holds, else the row is left out */
  onlyIn: readonly string[];
  /** which of several rows with one key holds */
  duplicates: 'reject' | 'first' | 'last';
  /** the bank's time zone: times without an offset are in it */
  timezone: string;
  /** of the bank's currency: amounts are kept to these, rounded */
  decimals: number;
  plausibility: Plausibility;
  /** what digests of forgotten customers' ids are made with; undefined where nobody was forgotten */
  forgottenBy: string | undefined;
};

/** A field of a staged file, in its column `v_` and the field's name. */
export type StagedField = {
  field: string;
  /** the lookups to go through from the staged value; `holder` goes from a holding to its customer */
  through: readonly string[];
  /** the file's own column, and what the mapping put before its value */
  source: string;
  prefix: string;
  /** whether the second row with one value gets -2 behind it, the third -3 */
  numbered?: boolean;
  /** whether what the field refers to may be unknown: it is then left out alone */
  lenient?: boolean;
};

/** What became of the rows of a file that were not rejected before; `forgotten` are left out, as they are of forgotten customers. */
export type MergeCounts = {
  stored: number;
  unchanged: number;
  rejected: number;
  skipped: number;
  forgotten: number;
};

/** Rows that were taken in although a value of theirs is doubtful, and what became of the value. */
export type Doubt = {
  /** the file's own column */
  column: string;
  reason: Implausible | 'too-many-decimals' | Unknown;
  outcome: 'emptied' | 'kept' | 'rounded';
  rows: number;
  firstLine: number;
};

/** Why a reference or a lookup leads nowhere. */
type Unknown =
  | 'no-match'
  | 'several-matches'
  | 'email-taken'
  | 'unknown-holding'
  | 'unknown-branch'
  | 'unknown-manager'
  | 'unknown-customer';

const plain = sql.identifier;

/**
 * Makes the table that collects the rejects of a batch, for the length of its transaction.
 * @see takeRejects
 */
export async function createRejects(tx: Database): Promise<void> {
  await tx.execute(
    sql`create temp table rejected (file text, line int, "column" text, value text, reason text) on commit drop`,
  );
}

/** Collects the rows of a staged file that were rejected on reading. */
export async function collectRejects(tx: Database, staging: string, file: string): Promise<void> {
  await tx.execute(
    sql`insert into rejected select ${file}, line, bad_column, bad_value, bad_reason
        from ${plain(staging)} where bad_reason is not null`,
  );
}

/** A file whose rows stand in a table of their own, for the length of the transaction, with what is wrong with them. */
export type ResolvedFile = { file: StagedFile; resolved: string; doubtful: readonly Doubtful[] };

/**
 * Looks up, refers and tells duplicates in a staged file. A row that refers to what is not there is collected as a reject.
 * @param resolved a name for the table that holds the file's rows
 */
export async function resolveFile(
  tx: Database,
  file: StagedFile,
  resolved: string,
): Promise<ResolvedFile> {
  const { rows: query, doubtful } = resolvedRows(file, await largestIn(tx, file));
  await tx.execute(sql`create temp table ${plain(resolved)} on commit drop as ${query}`);
  if (file.forgottenBy !== undefined && file.into === 'holdings')
    await forgetHoldings(tx, resolved, file.forgottenBy);
  await markDuplicates(tx, file, resolved);
  const sources = file.fields.map(
    ({ field, source, prefix }) => sql`(${field}, ${source}, ${prefix.length + 1}::int)`,
  );
  await tx.execute(
    sql`insert into rejected
        select ${file.file}, r.line, c.source, substr(r.bad_value, c.begins), r.bad_reason
        from ${plain(resolved)} r
        join (values ${sql.join(sources, sql`, `)}) c (field, source, begins) on c.field = r.bad_field
        where r.bad_reason is not null`,
  );
  return { file, resolved, doubtful };
}

/** Moves a file's rows into their table: writes only what is new or different. */
export async function mergeFile(
  tx: Database,
  { file, resolved, doubtful }: ResolvedFile,
): Promise<MergeCounts & { doubts: Doubt[] }> {
  const stored = await upsert(tx, file, resolved);
  if (file.fields.some(({ field }) => file.into === 'customers' && field === 'doNotProfile'))
    await dropProfiles(tx);
  const [rows] = await queryRows(
    tx,
    z.object({
      rejected: z.coerce.number(),
      skipped: z.coerce.number(),
      forgotten: z.coerce.number(),
      all: z.coerce.number(),
    }),
    sql`select count(*) filter (where bad_reason is not null) as rejected,
          count(*) filter (where bad_reason is null and skipped and forgotten is null) as skipped,
          count(*) filter (where forgotten is not null) as forgotten, count(*) as all
        from ${plain(resolved)}`,
  );
  if (rows === undefined) throw new Error('count gave no row');
  const { rejected, skipped, forgotten, all } = rows;
  const unchanged = all - rejected - skipped - forgotten - stored;
  const doubts = await countDoubts(tx, file, resolved, doubtful);
  return { stored, unchanged, rejected, skipped, forgotten, doubts };
}

/** The largest plausible amount of a file; what comes by a lookup is held to it, too. */
async function largestIn(tx: Database, file: StagedFile): Promise<number> {
  const money = file.fields.filter(({ field }) => fieldOf(file, field).type === 'money');
  const read = money.filter(({ through }) => through.length === 0);
  if (money.length === 0) return Number.POSITIVE_INFINITY;
  return (
    file.plausibility.largestAmount ??
    largestAmount(
      tx,
      file.staging,
      read.map(({ field }) => `v_${field}`),
    )
  );
}

/** A check that leaves the row in; its bit in the column `doubts`. */
type Doubtful = { bit: number; field: string } & Pick<Doubt, 'reason' | 'outcome'>;

async function countDoubts(
  tx: Database,
  file: StagedFile,
  resolved: string,
  doubtful: readonly Doubtful[],
): Promise<Doubt[]> {
  if (doubtful.length === 0) return [];
  const bits = sql.join(
    doubtful.map(({ bit }) => sql`(${bit}::bigint)`),
    sql`, `,
  );
  const found = await queryRows(
    tx,
    z.object({ bit: z.coerce.number(), rows: z.coerce.number(), firstLine: z.number() }),
    sql`select b.bit, count(*) as rows, min(r.line) as "firstLine"
        from ${plain(resolved)} r join (values ${bits}) b (bit) on r.doubts & b.bit <> 0
        where r.doubts <> 0 and r.bad_reason is null and not r.skipped
        group by b.bit order by b.bit`,
  );
  return found.map(({ bit, rows, firstLine }) => {
    const check = doubtful.find((one) => one.bit === bit);
    const source = file.fields.find(({ field }) => field === check?.field)?.source;
    if (check === undefined || source === undefined) throw new Error('a bit of no check');
    const { reason, outcome } = check;
    return { column: source, reason, outcome, rows, firstLine };
  });
}

function fieldOf(file: StagedFile, name: string): Field {
  const fields: Readonly<Record<string, Field>> = targets[file.into].fields;
  const field = fields[name];
  if (field === undefined) throw new Error(`${file.into} has no field ${name}`);
  return field;
}

const references = { customer: 'customers', branch: 'branches', manager: 'managers' } as const;

/** The staged rows with their lookups made and their references found: line, fields, what is wrong, left out or not. */
function resolvedRows(file: StagedFile, largest: number): { rows: SQL; doubtful: Doubtful[] } {
  const joins: SQL[] = [];
  const columns: SQL[] = [];
  const values: FieldValue[] = [];
  const problems: RowProblem[] = [];
  const forgotten: SQL[] = [];
  /** Looks an id up among those forgotten where it leads to nobody who is there. */
  const lookForForgotten = (of: 'customer' | 'holding', key: SQL, unless: SQL) => {
    if (file.forgottenBy === undefined) return;
    forgotten.push(
      sql`(case when ${key} is not null and ${unless} is null then (
            select f.customer from forgotten f where f.digest = ${digestOf(file.forgottenBy, of, key)}) end)`,
    );
  };

  for (const { field, through, numbered, lenient } of file.fields) {
    const { type } = fieldOf(file, field);
    const staged = sql`s.${plain(`v_${field}`)}`;
    let key = numbered ? sql`${staged} || ${nth(staged)}` : staged;
    let reference: SQL | undefined;
    const unknown: { when: SQL; reason: Unknown }[] = [];
    const wrong = (when: SQL, reason: Unknown) => {
      const doubt = { when: sql`${staged} is not null and ${when}`, reason };
      if (lenient) unknown.push(doubt);
      else problems.push({ ...doubt, field, value: staged });
    };
    for (const [step, lookup] of through.entries()) {
      const alias = plain(`j_${field}_${step}`);
      if (lookup === 'holder') {
        joins.push(
          sql`left join (select external_id, min(customer_id) as customer_id, count(*) as holders
                from holdings group by external_id) ${alias} on ${alias}.external_id = ${key}`,
        );
        wrong(sql`${alias}.customer_id is null`, 'unknown-holding');
        wrong(sql`${alias}.holders > 1`, 'several-matches');
        if (type === 'customer') lookForForgotten('holding', key, sql`${alias}.customer_id`);
        reference = sql`${alias}.customer_id`;
        continue;
      }
      joins.push(sql`left join ${lookupTable(lookup)} ${alias} on ${alias}.key = ${key}`);
      wrong(sql`${alias}.key is null`, 'no-match');
      wrong(sql`${alias}.ambiguous`, 'several-matches');
      key = sql`${alias}.value`;
    }
    if (type === 'customer' || type === 'branch' || type === 'manager') {
      if (reference === undefined) {
        const alias = plain(`r_${field}`);
        joins.push(
          sql`left join ${plain(references[type])} ${alias} on ${alias}.external_id = ${key}`,
        );
        wrong(sql`${alias}.id is null`, `unknown-${type}`);
        if (type === 'customer') lookForForgotten('customer', key, sql`${alias}.id`);
        reference = sql`${alias}.id`;
      }
      values.push({ field, staged, value: reference, unknown, reference: true });
      continue;
    }
    if (type === 'holding') {
      const customer = customerOf(file);
      joins.push(
        sql`left join holdings h on h.customer_id = ${customer} and h.external_id = ${key}`,
      );
      wrong(sql`h.external_id is null`, 'unknown-holding');
    }
    if (type === 'login') {
      joins.push(
        sql`left join managers taken on taken.email = ${key} and taken.external_id <> s."v_externalId"
            left join (select "v_email", min("v_externalId") as holder from ${plain(file.staging)}
                       group by 1) claimed on claimed."v_email" = ${key}`,
      );
      wrong(sql`(taken.id is not null or claimed.holder <> s."v_externalId")`, 'email-taken');
    }
    if (file.into === 'customers' && field === 'externalId')
      lookForForgotten('customer', key, sql`null`);
    values.push({ field, staged, value: key, unknown });
  }
  const { doubts, doubtful } = checked(file, values, largest, columns, problems);

  for (const lookup of file.onlyIn) {
    joins.push(
      sql`left join ${lookupTable(lookup)} ${plain(`w_${lookup}`)}
          on ${plain(`w_${lookup}`)}.key = s.${plain(`w_${lookup}`)}`,
    );
  }
  const ofForgotten =
    forgotten.length === 0 ? sql`null::text` : sql`coalesce(${sql.join(forgotten, sql`, `)})`;
  const skipped = [
    ...file.onlyIn.map((lookup) => sql`${plain(`w_${lookup}`)}.key is null`),
    ...(forgotten.length === 0 ? [] : [sql`${ofForgotten} is not null`]),
  ];
  const leftOut = skipped.length === 0 ? sql`false` : sql`(${sql.join(skipped, sql` or `)})`;
  const first = (pick: (problem: (typeof problems)[number]) => SQL) =>
    problems.length === 0
      ? sql`null::text`
      : sql`case when ${leftOut} then null ${sql.join(
          problems.map((problem) => sql`when ${problem.when} then ${pick(problem)}`),
          sql` `,
        )} end`;
  const rows = sql`
    select s.line, ${sql.join(columns, sql`, `)}, ${doubts} as doubts,
      ${sql.join(factsColumnsOf(file).map((column) => sql`s.${plain(column)}::jsonb as ${plain(column)}, `))}
      ${leftOut} as skipped, ${ofForgotten} as forgotten,
      ${first(({ field }) => sql.raw(`'${field}'`))} as bad_field,
      ${first(({ value }) => value)} as bad_value,
      ${first(({ reason }) => sql.raw(`'${reason}'`))} as bad_reason
    from ${plain(file.staging)} s
    ${sql.join(joins, sql` `)}
    where s.bad_reason is null`;
  return { rows, doubtful };
}

/** A value as it was staged, and as the lookups gave it. */
type FieldValue = {
  field: string;
  staged: SQL;
  value: SQL;
  /** what leaves the value out, with a warning: it refers to what is not there */
  unknown: { when: SQL; reason: Unknown }[];
  /** whether it is the id of a row of another table */
  reference?: boolean;
};
/** A value, and none where it refers to what is not there. */
function known({ value, unknown }: FieldValue): SQL {
  if (unknown.length === 0) return value;
  const when = sql.join(
    unknown.map((each) => sql`(${each.when})`),
    sql` or `,
  );
  return sql`case when ${when} then null else ${value} end`;
}

/** Behind the second row of a file with one value -2, behind the third -3. */
function nth(staged: SQL): SQL {
  const row = sql`row_number() over (partition by ${staged} order by s.line)`;
  return sql`case ${row} when 1 then '' else '-' || ${row} end`;
}

/** What rejects a row. */
type RowProblem = { when: SQL; field: string; value: SQL; reason: string };

/** Adds the values to `columns` and what rejects them to `problems`, and gives what leaves them in as a column of bits. */
function checked(
  file: StagedFile,
  values: readonly FieldValue[],
  largest: number,
  columns: SQL[],
  problems: RowProblem[],
): { doubts: SQL; doubtful: Doubtful[] } {
  const doubtful: Doubtful[] = [];
  const doubts: SQL[] = [];
  const note = (field: string, found: Pick<Doubt, 'reason' | 'outcome'>) => {
    const bit = 2 ** doubtful.length;
    doubtful.push({ bit, field, ...found });
    return sql`${sql.raw(String(bit))}`;
  };
  const checksOf = (one: FieldValue, start?: SQL): Check[] => {
    const field = fieldOf(file, one.field);
    const value = known(one);
    return field.type === 'money'
      ? amountChecks(field, value, largest, file.plausibility)
      : dateChecks(field, value, start, file.plausibility);
  };
  const plausible = (value: SQL, checks: readonly Check[]) => {
    const emptied = checks.filter(({ outcome }) => outcome === 'emptied');
    if (emptied.length === 0) return value;
    return sql`case when ${sql.join(
      emptied.map(({ when }) => sql`(${when})`),
      sql` or `,
    )} then null else ${value} end`;
  };
  const start = values.find(({ field }) => fieldOf(file, field).dated === 'start');
  const began = start && sql`left(${plausible(known(start), checksOf(start))}, 10) collate "C"`;

  for (const one of values) {
    const { field, staged, unknown, reference } = one;
    const value = known(one);
    const { type, column } = fieldOf(file, field);
    const checks = checksOf(one, began);
    for (const { when, reason, outcome } of checks) {
      if (outcome === 'rejected') problems.push({ when, field, value: staged, reason });
    }
    const doubted = [
      ...unknown.map((each) => ({ ...each, outcome: 'emptied' as const })),
      ...checks,
    ];
    const kept = doubted.flatMap(({ when, reason, outcome }) =>
      outcome === 'rejected' ? [] : [sql`when ${when} then ${note(field, { reason, outcome })}`],
    );
    if (kept.length > 0) doubts.push(sql`case ${sql.join(kept, sql` `)} else 0 end`);
    if (type === 'money') {
      const rounded = note(field, { reason: 'too-many-decimals', outcome: 'rounded' });
      doubts.push(
        sql`case when min_scale(${value}::numeric) > ${file.decimals} then ${rounded} else 0 end`,
      );
    }
    columns.push(
      reference
        ? sql`${value} as ${plain(column)}`
        : sql`${cast(plausible(value, checks), type, file)} as ${plain(column)}`,
    );
  }
  return {
    doubts: doubts.length === 0 ? sql`0` : sql`(${sql.join(doubts, sql` + `)})`,
    doubtful,
  };
}

/** Forgets the holdings that a file has of customers who were forgotten, so that what it says of these is known for theirs. */
async function forgetHoldings(tx: Database, resolved: string, by: string): Promise<void> {
  await tx.execute(
    sql`insert into forgotten (digest, of, customer, at)
        select distinct on (1) ${digestOf(by, 'holding', sql`r.external_id`)}, 'holding', r.forgotten, f.at
        from ${plain(resolved)} r join forgotten f on f.digest = r.forgotten
        where r.forgotten is not null on conflict do nothing`,
  );
}

/** The customer's own id in the joins of `resolvedRows`. */
function customerOf(file: StagedFile): SQL {
  const customer = file.fields.find(({ field }) => field === 'customer');
  if (customer === undefined) throw new Error(`${file.into} has no customer`);
  const last = customer.through.length - 1;
  return customer.through[last] === 'holder'
    ? sql`${plain(`j_customer_${last}`)}.customer_id`
    : sql`r_customer.id`;
}

function cast(
  text: SQL,
  type: Field['type'],
  { timezone, decimals }: Pick<StagedFile, 'timezone' | 'decimals'>,
): SQL {
  switch (type) {
    case 'date':
      return sql`${text}::date`;
    case 'money':
      return sql`${text}::numeric(20, ${sql.raw(String(decimals))})`;
    case 'number':
      return sql`${text}::double precision`;
    case 'boolean':
      // What is not said is no.
      return sql`coalesce(${text}::boolean, false)`;
    case 'tags':
      return sql`coalesce(string_to_array(nullif(${text}, ''), ${betweenTags}), '{}')`;
    case 'moment':
      return sql`case when ${text} ~ '(Z|[+-][0-9]{2}:[0-9]{2})$' then ${text}::timestamptz
                 else ${text}::timestamp at time zone ${timezone} end`;
    default:
      return text;
  }
}

/** The columns of further facts that the file tells of. */
export const factsColumnsOf = ({ into, facts }: StagedFile): FactsColumn[] =>
  targets[into].factsColumns.filter((column) => (facts[column] ?? []).length > 0);

/** Texts as an array of SQL. */
export const textArray = (texts: readonly string[]) =>
  sql`array[${sql.join(
    texts.map((text) => sql`${text}`),
    sql`, `,
  )}]::text[]`;

/** The columns of the table that the file fills, and those that tell its rows apart. */
export function columnsOf(file: StagedFile): { filled: string[]; key: string[] } {
  const target: Target = targets[file.into];
  const filled = [
    ...file.fields.map(({ field }) => fieldOf(file, field).column),
    ...factsColumnsOf(file),
  ];
  return { filled, key: target.key.map((field) => fieldOf(file, field).column) };
}

const list = (columns: readonly string[], table = '') =>
  sql.join(
    columns.map((c) => (table === '' ? plain(c) : sql`${plain(table)}.${plain(c)}`)),
    sql`, `,
  );

/**
 * Of the rows with one key, leaves the one that holds. The others, where they say the same, are left as they are and
 * count as unchanged; where they differ, they are rejected, or left out if the mapping says which row holds.
 */
async function markDuplicates(tx: Database, file: StagedFile, resolved: string): Promise<void> {
  const { filled, key } = columnsOf(file);
  const values = filled.filter((column) => !key.includes(column));
  const row = values.length === 0 ? sql`''::text` : sql`(row(${list(values, 'r')})::text)`;
  const order = sql.raw(file.duplicates === 'last' ? 'desc' : 'asc');
  const field = file.fields.find((f) => fieldOf(file, f.field).column === key.at(-1));
  const keyValue = sql`r.${plain(key.at(-1) ?? '')}::text`;
  await tx.execute(
    sql`alter table ${plain(resolved)} add column repeats boolean not null default false`,
  );
  await tx.execute(sql`
    with twice as (
      select ${list(key)} from ${plain(resolved)}
      where bad_reason is null and not skipped group by ${list(key)} having count(*) > 1
    ), ranked as (
      select r.line, row_number() over same_key as nth,
        ${row} = first_value(${row}) over same_key as same
      from ${plain(resolved)} r join twice using (${list(key)})
      where r.bad_reason is null and not r.skipped
      window same_key as (partition by ${list(key)} order by r.line ${order})
    )
    update ${plain(resolved)} r set repeats = true
      ${
        file.duplicates === 'reject'
          ? sql`, bad_reason = case when ranked.same then null else 'duplicate-key' end,
              bad_field = ${field?.field ?? ''}, bad_value = ${keyValue}`
          : sql`, skipped = not ranked.same`
      }
    from ranked where ranked.line = r.line and ranked.nth > 1`);
}

/** Writes what is new or different, and returns how many rows that were. */
async function upsert(tx: Database, file: StagedFile, resolved: string): Promise<number> {
  const { filled, key } = columnsOf(file);
  const values = filled.filter((column) => !key.includes(column));
  const table = plain(file.into);
  const facts: Readonly<Record<string, readonly string[]>> = file.facts;
  const written = values.map((column) => {
    const told = facts[column];
    const given = sql`excluded.${plain(column)}`;
    return {
      column,
      value:
        told === undefined ? given : sql`(t.${plain(column)} - ${textArray(told)}) || ${given}`,
    };
  });
  const set = written.map(({ column, value }) => sql`${plain(column)} = ${value}`);
  const changes =
    values.length === 0
      ? sql`do nothing`
      : sql`do update set ${sql.join(set, sql`, `)}
          where (${list(values, 't')}) is distinct from (${sql.join(
            written.map(({ value }) => value),
            sql`, `,
          )})`;
  const [done] = await queryRows(
    tx,
    z.object({ stored: z.coerce.number() }),
    sql`with written as (
          insert into ${table} as t (${list(filled)})
          select ${list(filled)} from ${plain(resolved)}
          where bad_reason is null and not skipped and not repeats
          on conflict (${list(key)}) ${changes} returning 1)
        select count(*) as stored from written`,
  );
  if (done === undefined) throw new Error('count gave no row');
  return done.stored;
}

/** What was rejected, by file, column and reason; a row counts once, however many tables it was meant for. */
export type RejectCount = {
  file: string;
  column: string;
  reason: string;
  rows: number;
  firstLine: number;
};

/**
 * Moves the collected rejects into `ingest_rejects`, those that are there already aside, and counts them.
 * @param mapping the mapping's name
 */
export async function takeRejects(
  tx: Database,
  batchId: number,
  mapping: string,
): Promise<RejectCount[]> {
  await tx.execute(
    sql`insert into ingest_rejects (batch_id, mapping, file, line, "column", value, reason)
        select ${batchId}::int, ${mapping}, file, line, "column", value, reason
        from rejected order by file, line
        on conflict do nothing`,
  );
  return queryRows(
    tx,
    z.object({
      file: z.string(),
      column: z.string(),
      reason: z.string(),
      rows: z.coerce.number(),
      firstLine: z.number(),
    }),
    sql`select file, "column", reason, count(distinct line) as rows, min(line) as "firstLine"
        from rejected group by 1, 2, 3 order by 1, 2, 3`,
  );
}
