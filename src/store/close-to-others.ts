import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ofOthers = 0o077;
const sticky = 0o1000;
/** What may stand in a folder that is the store's own: the store, and what a file system puts there. */
const ours = new Set([
  'pg',
  'pg.new',
  'owner.lock',
  'owner.lock-journal',
  'bellwether.sock',
  'lost+found',
]);

/** The folder of the embedded store is open to other users, and must not or cannot be closed here. */
export class FolderOpenError extends Error {}

/**
 * Closes the folder of the embedded store to all but its owner. A folder that also serves others is left as it is.
 * @throws FolderOpenError that names DATA_DIR and says what to do; what the file system has against it
 */
export function closeToOthers(dataDir: string): void {
  const { mode, uid } = statSync(dataDir);
  if ((mode & ofOthers) === 0) return;
  const open = `DATA_DIR ${dataDir} is open to other users of this machine (mode ${(mode & 0o7777).toString(8)})`;
  const instead = `or name a folder that does not exist yet, such as ${join(dataDir, 'bellwether')}, which is then made for this user alone.`;
  const self = process.getuid?.();
  if (self !== 0 && self !== uid) {
    throw new FolderOpenError(
      `${open} and belongs to another user, so that it cannot be closed. Have its owner run "chmod 700" on it if Bellwether runs as that user, ${instead}`,
    );
  }
  const contents = readdirSync(dataDir);
  const store = contents.includes('pg') || contents.every((name) => ours.has(name));
  if ((mode & sticky) !== 0 || !store) {
    throw new FolderOpenError(
      `${open} and holds more than Bellwether's store. Run "chmod 700" on it if nobody else needs it, ${instead}`,
    );
  }
  chmodSync(dataDir, 0o700);
  if ((statSync(dataDir).mode & ofOthers) !== 0) {
    throw new FolderOpenError(
      `${open}, and its file system keeps no modes. Name a folder on a local disk of this machine.`,
    );
  }
}

/** Takes others' rights from every file of the store, so that a copy of it that keeps modes is closed as well. */
export function closeFilesToOthers(dataDir: string): void {
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const { mode } = statSync(file);
    if ((mode & ofOthers) !== 0) chmodSync(file, mode & 0o700);
  }
}
