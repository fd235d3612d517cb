import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';

/**
 * PostgreSQL's own defaults, 128 MB of buffers and room for a hundred connections, are taken whole from a process that is also a
 * server. What the buffers do not hold is read from the system's, and there is one connection. Its log has no reader but its own
 * recovery, so that a table which is filled in the transaction that emptied it need not be in it, and what is no longer needed of it is
 * not kept.
 */
const startParams = [
  ...PGlite.defaultStartParams,
  ...['-c', 'shared_buffers=8MB'],
  ...['-c', 'max_connections=10'],
  ...['-c', 'wal_level=minimal', '-c', 'max_wal_senders=0'],
  ...['-c', 'max_wal_size=128MB', '-c', 'min_wal_size=32MB', '-c', 'wal_recycle=off'],
];

/**
 * Opens an embedded database, making it where there is none.
 * @param folder its data directory; undefined keeps everything in memory
 * @param snapshot a data directory to begin from, as `PGlite.dumpDataDir` gives it (in memory only)
 */
export const openPglite = (folder: string | undefined, snapshot?: Blob): Promise<PGlite> =>
  PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(snapshot === undefined ? {} : { loadDataDir: snapshot }),
    extensions: { pg_trgm },
    startParams,
  });
