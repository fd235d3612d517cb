import type { RejectCount } from '../store/ingest/merge-file.ts';

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
