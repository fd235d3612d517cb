import { analyzeTables } from '../store/ingest/analyze-tables.ts';
import { beginBatch, clearCrashedBatches, endBatch, takeIn } from '../store/ingest/batches.ts';
import { createLookupTable } from '../store/ingest/lookup-tables.ts';
import {
  collectRejects,
  createRejects,
  mergeFile,
  type RejectCount,
  takeRejects,
} from '../store/ingest/merge-file.ts';
import { keepMonthEndBalances } from '../store/ingest/month-end-balances.ts';
import { heldBank, saveBank } from '../store/ingest/save-bank.ts';
import {
  createStagingTable,
  dropStagingTables,
  stagingTable,
} from '../store/ingest/staging-tables.ts';
import { targetNames } from '../store/ingest/targets.ts';
import type { CopyValue, Database, Store } from '../store/store.ts';
import { type FileFormat, fileFormat } from './file-format.ts';
import { type FoundFile, findFiles } from './find-files.ts';
import { IngestError } from './ingest-error.ts';
import { type FileMapping, holder, type Mapping } from './mapping.ts';
import { readColumns, readRecords } from './read-records.ts';
import { compileStaging, type Staging, sourceColumn } from './stage-rows.ts';

export { IngestError } from './ingest-error.ts';
export { type Mapping, readMapping } from './mapping.ts';
export { writeTemplates } from './write-templates.ts';

/**
 * What became of the rows of a file: `read` is the sum of the others. `joined` rows served to join other files and
 * have no table of their own; `skipped` ones the mapping leaves out.
 */
export type FileCounts = {
  file: string;
  read: number;
  stored: number;
  unchanged: number;
  rejected: number;
  skipped: number;
  joined: number;
};

/** What an import did. */
export type IngestReport = {
  batchId: number;
  mapping: string;
  files: FileCounts[];
  rejects: RejectCount[];
  /** milliseconds that it took */
  duration: number;
};

/** How far an import has come. */
export type IngestProgress = {
  /** the file being read; the last one while its rows are being stored */
  file: string;
  phase: 'reading' | 'storing';
  /** of all files so far */
  rows: number;
  rowsPerSecond: number;
  /** of all files as they lie on the disk */
  bytesDone: number;
  bytesTotal: number;
  /** of reading; null before there is anything to tell it by */
  secondsLeft: number | null;
};

type Request = {
  mapping: Mapping;
  /** what rejects and batches are filed under, such as berka */
  mappingName: string;
  /** files, and folders of files */
  paths: readonly string[];
  onProgress?: (progress: IngestProgress) => void;
  now: () => Date;
  signal?: AbortSignal;
};

/** A file on its way in. */
type Incoming = FoundFile & {
  mapping: FileMapping;
  format: FileFormat;
  columns: readonly string[];
  staging: Staging;
  table: string;
  counts: FileCounts;
};

/**
 * Takes a bank's files into the store: streams them into staging tables, then moves them into the real ones in one
 * transaction. Whatever stops it on the way leaves the store as it was. Taking the same files in again changes nothing.
 * @throws IngestError when a file or the mapping stops it; the reason of `signal` when that is aborted
 */
export async function ingest(store: Store, request: Request): Promise<IngestReport> {
  const { mapping, mappingName, now, signal } = request;
  const began = now();
  await refuseOtherBank(store, mapping);
  const found = findFiles(mapping, request.paths);
  requireLookupFiles(mapping, found);
  await clearCrashedBatches(store, began);
  const batchId = await beginBatch(store.db, mappingName, began);
  try {
    const files = await prepare(mapping, found, batchId);
    const tell = progressOf(files, request);
    const rejects = await takeIn(
      store,
      batchId,
      async () => {
        for (const file of files) await stageFile(store, file, tell, signal);
      },
      async (tx) => {
        tell('storing');
        const taken = await mergeAll(tx, request, files, batchId);
        const counts = files.map(({ counts: { file, ...numbers } }) => [file, numbers] as const);
        await endBatch(tx, batchId, 'done', Object.fromEntries(counts), now());
        signal?.throwIfAborted();
        return taken;
      },
    );
    await dropStagingTables(store.db, batchId);
    return {
      batchId,
      mapping: mappingName,
      files: files.map(({ counts }) => counts),
      rejects,
      duration: now().getTime() - began.getTime(),
    };
  } catch (error) {
    await dropStagingTables(store.db, batchId);
    await endBatch(store.db, batchId, 'failed', {}, now());
    throw error;
  }
}

async function refuseOtherBank(store: Store, { bank }: Mapping): Promise<void> {
  const held = await heldBank(store.db);
  if (held === null) return;
  if (held.demo) {
    throw new IngestError(
      'this store holds the demo bank, whose customers are made up: give the real bank a store of its own, with another DATA_DIR or DATABASE_URL and DEMO=off',
    );
  }
  if (held.hasCustomers && held.currency !== bank.currency) {
    throw new IngestError(
      `this store keeps its money in ${held.currency}, the mapping in ${bank.currency}: correct bank.currency in the mapping, or take the files into another store`,
    );
  }
}

function requireLookupFiles(mapping: Mapping, found: readonly FoundFile[]): void {
  const there = new Set(found.map(({ as }) => as));
  for (const { as, path } of found) {
    for (const lookup of lookupsOf(mapping.files[as])) {
      const source = mapping.lookups[lookup]?.file ?? '';
      if (there.has(source)) continue;
      const names = mapping.files[source]?.name.join(', ') ?? source;
      throw new IngestError(`${path} is joined with ${source} (${names}): name that file as well`);
    }
  }
}

/** The lookups that a file's rows go through. */
function lookupsOf(file: FileMapping | undefined): string[] {
  if (file === undefined) return [];
  const through = Object.values(file.fields).flatMap((of) => of.through ?? []);
  return [...through, ...onlyIn(file)].filter((lookup) => lookup !== holder);
}

const onlyIn = (file: FileMapping): string[] =>
  Object.values(file.where).flatMap((test) =>
    !Array.isArray(test) && 'in' in test ? [test.in] : [],
  );

/** Looks at every file's header before any is read, in the order in which the tables refer to each other. */
async function prepare(
  mapping: Mapping,
  found: readonly FoundFile[],
  batchId: number,
): Promise<Incoming[]> {
  const files: Incoming[] = [];
  const inMapping = Object.keys(mapping.files);
  const rank = ({ as }: FoundFile) => {
    const into = mapping.files[as]?.into;
    return (
      (into === undefined ? -1 : targetNames.indexOf(into)) * inMapping.length +
      inMapping.indexOf(as)
    );
  };
  for (const one of found.toSorted((a, b) => rank(a) - rank(b))) {
    const file = mapping.files[one.as];
    if (file === undefined) throw new Error(`${one.as} is not in the mapping`);
    const format = fileFormat(mapping.format, file.format);
    const columns = await readColumns(one.path, file, format);
    if (columns === null && file.whenEmpty === 'reject') {
      throw new IngestError(
        `${one.path} is empty: send it again, or set whenEmpty: skip for ${one.as} in the mapping`,
      );
    }
    if (columns === null) continue;
    files.push({
      ...one,
      mapping: file,
      format,
      columns,
      staging: compileStaging(mapping, one.as, file, { file: one.path, names: columns }, format),
      table: stagingTable(batchId, files.length),
      counts: {
        file: one.name,
        read: 0,
        stored: 0,
        unchanged: 0,
        rejected: 0,
        skipped: 0,
        joined: 0,
      },
    });
  }
  return files;
}

type Tell = (phase: IngestProgress['phase'], file?: Incoming, bytes?: number) => void;

/** Reports at most ten times a second, and at each change of file or phase. */
function progressOf(files: readonly Incoming[], { onProgress, now }: Request): Tell {
  const began = now().getTime();
  const bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const done = new Map<Incoming, number>();
  let told = { at: 0, file: '', phase: '' };
  return (phase, file, bytes = 0) => {
    if (onProgress === undefined) return;
    if (file !== undefined) done.set(file, bytes);
    const at = now().getTime();
    const name = file?.name ?? files.at(-1)?.name ?? '';
    if (told.phase === phase && told.file === name && at - told.at < 100) return;
    told = { at, file: name, phase };
    const seconds = (at - began) / 1000;
    const rows = files.reduce((sum, { counts }) => sum + counts.read, 0);
    const bytesDone = [...done.values()].reduce((sum, one) => sum + one, 0);
    const perByte = bytesDone === 0 ? null : seconds / bytesDone;
    onProgress({
      file: name,
      phase,
      rows,
      rowsPerSecond: seconds === 0 ? 0 : rows / seconds,
      bytesDone,
      bytesTotal,
      secondsLeft: perByte === null ? null : perByte * (bytesTotal - bytesDone),
    });
  };
}

async function stageFile(
  store: Store,
  file: Incoming,
  tell: Tell,
  signal: AbortSignal | undefined,
): Promise<void> {
  await createStagingTable(store.db, file.table, file.staging.columns);
  await store.copyRows(file.table, file.staging.columns, stagedRows(file, tell, signal));
}

async function* stagedRows(
  file: Incoming,
  tell: Tell,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly CopyValue[]> {
  const { counts, staging, mapping, format, columns } = file;
  const onBytes = (bytes: number) => tell('reading', file, bytes);
  for await (const records of readRecords(file.path, mapping, format, columns, onBytes, signal)) {
    for (const record of records) {
      counts.read++;
      const staged = staging.stage(record);
      if (staged === null) {
        counts.skipped++;
        continue;
      }
      if (staged.rejected) counts.rejected++;
      else if (mapping.into === undefined) counts.joined++;
      yield staged.row;
    }
  }
}

async function mergeAll(
  tx: Database,
  { mapping, mappingName, signal }: Request,
  files: readonly Incoming[],
  batchId: number,
) {
  const used = new Set(files.flatMap(({ mapping: file }) => lookupsOf(file)));
  for (const name of used) {
    const lookup = mapping.lookups[name];
    const staged = files.filter(({ as }) => as === lookup?.file).map(({ table }) => table);
    await createLookupTable(tx, name, staged, lookup?.pick);
  }
  await createRejects(tx);
  await saveBank(tx, mapping.bank);
  for (const [n, { mapping: file, counts, table, name }] of files.entries()) {
    signal?.throwIfAborted();
    await collectRejects(tx, table, name);
    if (file.into === undefined) continue;
    const resolved = `resolved_${n}`;
    const merged = await mergeFile(
      tx,
      {
        staging: table,
        file: name,
        into: file.into,
        fields: Object.entries(file.fields).map(([field, of]) => ({
          field,
          through: of.through ?? [],
          source: sourceColumn(of),
          prefix: of.prefix ?? '',
        })),
        hasAttributes: Object.keys(file.attributes).length > 0,
        onlyIn: onlyIn(file),
        duplicates: file.duplicates,
        timezone: mapping.bank.timezone,
      },
      resolved,
    );
    counts.stored = merged.stored;
    counts.unchanged = merged.unchanged;
    counts.rejected += merged.rejected;
    counts.skipped += merged.skipped;
    if (file.monthEndBalances) await keepMonthEndBalances(tx, resolved);
  }
  await analyzeTables(tx, new Set(files.flatMap(({ mapping: { into } }) => into ?? [])));
  return takeRejects(tx, batchId, mappingName);
}
