import type { Doubt, RejectCount } from '../store/ingest/merge-file.ts';
import type { TakenIn } from '../store/ingest/taken-in.ts';
import type { RejectReason } from './reject-codes.ts';

/**
 * What became of the rows of a file: `read` is the sum of the others. `joined` rows served to join other files and
 * have no table of their own; `skipped` ones the mapping leaves out; `forgotten` ones are of customers who were forgotten.
 */
export type FileCounts = {
  file: string;
  /** where the rows of the file go to several */
  table?: string;
  read: number;
  stored: number;
  unchanged: number;
  rejected: number;
  skipped: number;
  joined: number;
  forgotten: number;
};

/** What an import warns of: rows that were taken in with a doubtful value, and what became of it. */
export type IngestWarning = { file: string; reason: RejectReason } & Omit<Doubt, 'reason'>;

/** What of a file stands in the store, as it was read. */
export type FileTaken = Pick<FileCounts, 'file' | 'table'> & TakenIn;

/** What an import did. */
export type IngestReport = {
  batchId: number;
  mapping: string;
  files: FileCounts[];
  /** of each file with a table of its own, what of it stands in the store; amounts in `currency` */
  taken: FileTaken[];
  /** the bank's */
  currency: string;
  rejects: RejectCount[];
  warnings: IngestWarning[];
  /** milliseconds that it took */
  duration: number;
};

/** The files of which rows were rejected and none taken in or found as the store has it. */
export function filesOfRejectsAlone({ files }: IngestReport): FileCounts[] {
  return files.filter(
    ({ rejected, stored, unchanged, joined }) => rejected > 0 && stored + unchanged + joined === 0,
  );
}

/** The files of which more than half of the rows that the mapping did not leave out were rejected, though some are in the store. */
export function filesOfMostlyRejects(report: IngestReport): FileCounts[] {
  const alone = filesOfRejectsAlone(report);
  return report.files.filter(
    (file) =>
      !alone.includes(file) &&
      file.rejected > file.stored + file.unchanged + file.joined + file.forgotten,
  );
}
