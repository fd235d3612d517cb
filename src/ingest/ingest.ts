import { currencyDecimals } from '../language/currency-decimals.ts';
import { analyzeTables } from '../store/ingest/analyze-tables.ts';
import { takeIn } from '../store/ingest/batches.ts';
import { createLookupTable } from '../store/ingest/lookup-tables.ts';
import {
  collectRejects,
  createRejects,
  mergeFile,
  type ResolvedFile,
  resolveFile,
  takeRejects,
} from '../store/ingest/merge-file.ts';
import { keepMonthEndBalances } from '../store/ingest/month-end-balances.ts';
import { heldBank, saveBank } from '../store/ingest/save-bank.ts';
import { settleFacts } from '../store/ingest/settle-facts.ts';
import { createStagingTable, stagingTable } from '../store/ingest/staging-tables.ts';
import { takenIn } from '../store/ingest/taken-in.ts';
import { forgottenSecret } from '../store/rights/forgotten.ts';
import type { CopyValue, Database, Store } from '../store/store.ts';
import { findFiles } from './find-files.ts';
import { type IncomingFile, lookupsOf, lookupsOfFilter, prepareFiles } from './incoming-file.ts';
import { IngestError } from './ingest-error.ts';
import { type IngestProgress, progressTeller, type Tell } from './ingest-progress.ts';
import type { FileTaken, IngestReport, IngestWarning } from './ingest-report.ts';
import { type FileMapping, factsColumnsOf, holder, type Mapping } from './mapping.ts';
import { plausibilityAt } from './plausible-days.ts';
import { readRecords } from './read-records.ts';
import { isLenient, type Staging, sourceColumn } from './stage-rows.ts';

export { readMapping } from './mapping.ts';
export { writeTemplates } from './write-templates.ts';

type Request = {
  mapping: Mapping;
  /** what rejects and batches are filed under, such as berka */
  mappingName: string;
  /** files, and folders of files */
  paths: readonly string[];
  onProgress?: (progress: IngestProgress) => void;
  /** called once if what was read has to wait for another process before it can be stored */
  onWaiting?: () => void;
  now: () => Date;
  signal?: AbortSignal;
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
  const files = await prepareFiles(mapping, findFiles(mapping, request.paths));
  const tell = progressTeller(files, request.onProgress, now);
  return takeIn(store, {
    mapping: mappingName,
    now,
    onWaiting: request.onWaiting,
    async stage(batchId) {
      for (const [n, file] of files.entries()) {
        await stageFile(store, file, stagingTable(batchId, n), tell, signal);
      }
    },
    async merge(tx, batchId) {
      const { rejects, warnings, taken } = await mergeFiles(tx, request, files, batchId, tell);
      signal?.throwIfAborted();
      const counts = files.map(({ counts: { file, table, ...numbers } }) => {
        const name = table === undefined ? file : `${file} → ${table}`;
        return [name, numbers] as const;
      });
      const result = {
        batchId,
        mapping: mappingName,
        files: files.map((file) => file.counts),
        taken,
        currency: mapping.bank.currency,
        rejects,
        warnings,
        duration: now().getTime() - began.getTime(),
      };
      return { result, counts: Object.fromEntries(counts) };
    },
  });
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

async function stageFile(
  store: Store,
  file: IncomingFile,
  table: string,
  tell: Tell,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { staging } = file;
  if (staging === null) return;
  await createStagingTable(store.db, table, staging.columns);
  await store.copyRows(table, staging.columns, stagedRows(file, staging, tell, signal));
}

async function* stagedRows(
  file: IncomingFile,
  staging: Staging,
  tell: Tell,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly CopyValue[]> {
  const { counts, mapping, format, head } = file;
  const onBytes = (bytes: number) => tell('reading', file, bytes);
  for await (const records of readRecords(file.path, format, head, onBytes, signal)) {
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

async function mergeFiles(
  tx: Database,
  { mapping, mappingName, now, signal }: Request,
  files: readonly IncomingFile[],
  batchId: number,
  tell: Tell,
): Promise<Pick<IngestReport, 'rejects' | 'warnings' | 'taken'>> {
  const taken: FileTaken[] = [];
  const plausibility = plausibilityAt(mapping, now());
  const decimals = currencyDecimals(mapping.bank.currency);
  const warnings: IngestWarning[] = [];
  const staged = files
    .map((incoming, n) => ({ incoming, table: stagingTable(batchId, n) }))
    .filter(({ incoming }) => incoming.staging !== null);
  for (const name of new Set(staged.flatMap(({ incoming }) => lookupsOf(incoming.mapping)))) {
    const lookup = mapping.lookups[name];
    const tables = staged
      .filter(({ incoming }) => incoming.servesLookups && incoming.as === lookup?.file)
      .map(({ table }) => table);
    await createLookupTable(tx, name, tables, lookup?.pick);
  }
  await createRejects(tx);
  const forgottenBy = await forgottenSecret(tx);
  await saveBank(tx, mapping.bank);
  const resolve = async ({ incoming, table }: StagedIncoming): Promise<ResolvedFile | null> => {
    const { mapping: file, name } = incoming;
    tell('storing', incoming, incoming.bytes);
    signal?.throwIfAborted();
    await collectRejects(tx, table, name);
    const leftOut = incoming.staging?.leftOut() ?? [];
    warnings.push(...leftOut.map((each) => ({ file: name, ...each })));
    if (file.into === undefined) return null;
    return resolveFile(
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
          numbered: of.numbered ?? false,
          lenient: isLenient(mapping, file, field),
        })),
        facts: { attributes: Object.keys(file.attributes), names: Object.keys(file.names) },
        onlyIn: lookupsOfFilter(file),
        duplicates: file.duplicates,
        timezone: mapping.bank.timezone,
        decimals,
        plausibility,
        forgottenBy,
      },
      `resolved_${table}`,
    );
  };
  for (const together of byFactsInCommon(staged)) {
    const resolved: { incoming: IncomingFile; file: ResolvedFile }[] = [];
    for (const one of together) {
      const file = await resolve(one);
      if (file !== null) resolved.push({ incoming: one.incoming, file });
    }
    warnings.push(...(await settle(tx, resolved, signal)));
    for (const { incoming, file } of resolved) {
      const { counts, name } = incoming;
      signal?.throwIfAborted();
      const { file: named, table } = counts;
      taken.push({ file: named, ...(table && { table }), ...(await takenIn(tx, file)) });
      const merged = await mergeFile(tx, file);
      counts.stored = merged.stored;
      counts.unchanged = merged.unchanged;
      counts.rejected += merged.rejected;
      counts.skipped += merged.skipped;
      counts.forgotten += merged.forgotten;
      warnings.push(...merged.doubts.map((doubt) => ({ file: name, ...doubt })));
      if (incoming.mapping.monthEndBalances) await keepMonthEndBalances(tx, file.resolved);
    }
  }
  await analyzeTables(tx, new Set(staged.flatMap(({ incoming }) => incoming.mapping.into ?? [])));
  return { rejects: await takeRejects(tx, batchId, mappingName), warnings, taken };
}

/** A file on its way into a table, and its staging table. */
type StagedIncoming = { incoming: IncomingFile; table: string };

/**
 * The files in their order, those of one table together where some of them tell the same facts, as two sheets of customers may.
 * Files that look a holding's customer up need the ones before them to be stored, and stand alone.
 */
function byFactsInCommon(staged: readonly StagedIncoming[]): StagedIncoming[][] {
  const byTable: StagedIncoming[][] = [];
  for (const one of staged) {
    const last = byTable.at(-1);
    if (last?.[0]?.incoming.mapping.into === one.incoming.mapping.into) last?.push(one);
    else byTable.push([one]);
  }
  return byTable.flatMap((files) => {
    const mappings = files.map(({ incoming }) => incoming.mapping);
    const inCommon = mappings.some((one, n) =>
      mappings.slice(n + 1).some((other) => tellTheSame(one, other)),
    );
    const needsHolder = mappings.some(({ fields }) =>
      Object.values(fields).some(({ through }) => through?.includes(holder)),
    );
    return inCommon && !needsHolder ? [files] : files.map((one) => [one]);
  });
}

function tellTheSame(one: FileMapping, other: FileMapping): boolean {
  return factsColumnsOf(one).some((column) =>
    Object.keys(one[column]).some((key) => Object.hasOwn(other[column], key)),
  );
}

/**
 * Has the later of several files hold where they tell the same fact of the same row, and warns where they tell it
 * differently, unless they are files of one kind, as of one month and the next.
 */
async function settle(
  tx: Database,
  files: readonly { incoming: IncomingFile; file: ResolvedFile }[],
  signal: AbortSignal | undefined,
): Promise<IngestWarning[]> {
  const found = await settleFacts(
    tx,
    files.map(({ incoming: { as, path }, file }, n) => ({
      file,
      comparedWith: files.flatMap(({ incoming: other }, place) =>
        place > n && (other.as !== as || other.path === path) ? [place] : [],
      ),
    })),
    signal,
  );
  return files.flatMap(({ incoming: { name, mapping } }, n) =>
    (found[n] ?? []).map(({ fact, rows, firstLine }) => {
      const of = mapping.attributes[fact] ?? mapping.names[fact];
      const column = of === undefined ? fact : sourceColumn(of);
      return {
        file: name,
        column,
        reason: 'told-differently',
        outcome: 'emptied',
        rows,
        firstLine,
      };
    }),
  );
}
