import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { fromPglite } from 'pg-boss';
import { closeFilesToOthers, closeToOthers, FolderOpenError } from '../close-to-others.ts';
import { copyText } from '../copy-text.ts';
import { keepingAskers } from '../row-security/kept-askers.ts';
import { searchInBank } from '../row-security/searched-bank.ts';
import { embeddedSayingOf, type Roles, settingsOf, type Who } from '../row-security/who.ts';
import type { Store } from '../store.ts';
import { makeEmbedded } from './empty-embedded.ts';
import { KeptStatements, type Saying } from './kept-statements.ts';
import { openPglite } from './open-pglite.ts';
import { prepareEmbedded } from './prepare-embedded.ts';
import { tracedEmbedded } from './traced-embedded.ts';

/** Another process has the embedded store open. */
export class StoreInUseError extends Error {}

/** Makes a folder and those above it. Node's own recursive way never ends where a file system refuses oddly (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/**
 * Takes the data directory for this process alone. The lock is the operating system's, on a file, so that it goes
 * with the process however that ends; SQLite is how Node reaches such a lock.
 * @returns what releases it
 * @throws StoreInUseError when another process holds it
 */
function own(dataDir: string): () => void {
  const lock = new DatabaseSync(join(dataDir, 'owner.lock'), { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof Error && error.message.includes('locked')) {
      throw new StoreInUseError(
        `DATA_DIR ${dataDir} is in use by another Bellwether process. Stop that one, or give this one its own DATA_DIR.`,
      );
    }
    throw error;
  }
  return () => lock.close();
}

/**
 * Opens the embedded store, making it where there is none, with its migrations applied.
 * @param dataDir a folder that one process at a time may own; undefined keeps everything in memory
 * @param begun what a store that is made begins with: a data directory to copy, or one as `PGlite.dumpDataDir` gives it
 * @throws StoreInUseError; FolderOpenError; an error that names DATA_DIR when the folder cannot be made or written
 */
export async function openEmbedded(
  dataDir: string | undefined,
  begun?: Blob | string,
): Promise<Store> {
  let release = () => {};
  if (dataDir !== undefined) {
    try {
      makeFolder(resolve(dataDir));
      closeToOthers(dataDir);
      release = own(dataDir);
    } catch (error) {
      if (error instanceof StoreInUseError || error instanceof FolderOpenError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(
        `DATA_DIR ${dataDir} cannot be written (${why}). Name a folder this user may write to.`,
      );
    }
  }
  try {
    const folder = dataDir === undefined ? undefined : join(dataDir, 'pg');
    const snapshot = begun instanceof Blob ? begun : undefined;
    const copied = begun instanceof Blob ? undefined : begun;
    if (folder !== undefined && snapshot === undefined) await makeEmbedded(folder, copied);
    const client = await openPglite(folder, snapshot);
    const roles = await prepareEmbedded(client);
    // PGlite unpacks a new store with files that everybody may write.
    if (dataDir !== undefined) closeFilesToOthers(dataDir);
    return embeddedStore(client, roles, release);
  } catch (error) {
    release();
    throw error;
  }
}

/**
 * A store over an embedded database whose tables are up to date.
 * @param roles those that questions run as in it
 * @param closed called once it is closed
 */
export function embeddedStore(client: PGlite, roles: Roles, closed: () => void): Store {
  const statements = new KeptStatements(client);
  const loading = statements.over();
  const over = (saying?: Saying) =>
    drizzle({ client: tracedEmbedded(statements.over(saying)), casing: 'snake_case' });
  const asked = (who: Who) => {
    const settings = settingsOf(who, roles);
    const { saying, again } = embeddedSayingOf(settings);
    return over({ ...saying, role: settings.role, again });
  };
  const bankWide = asked({ figures: true });
  const store: Store = {
    kind: 'pglite',
    // Its one user is the process itself, whom no policy holds back, whatever it says of its work.
    db: over(),
    bankWide,
    as: keepingAskers((who) => {
      if ('work' in who) return store;
      const db = asked(who);
      const ofBranch = 'scope' in who && who.scope.kind === 'branch';
      return { ...store, db: ofBranch ? searchInBank(db, bankWide) : db };
    }),
    held: () => ({
      connections: { active: client.closed ? 0 : 1, idle: 0 },
      waiting: 0,
      memory: client.closed ? 0 : client.Module.HEAPU8.length,
    }),
    jobs: { db: fromPglite(statements.over()), backend: 'pglite' },
    async copyRows(table, columns, rows) {
      let count = 0;
      const into = `COPY ${table} (${columns.map((c) => `"${c}"`).join(', ')}) FROM '/dev/blob'`;
      for await (const piece of copyText(rows, (n) => {
        count += n;
      })) {
        await loading.query(into, [], { blob: new Blob([piece]) });
      }
      return count;
    },
    async close() {
      await client.close();
      closed();
    },
  };
  return store;
}
