import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { migrationsFolder } from '../migrations-folder.ts';

const program = fileURLToPath(new URL('make-embedded.ts', import.meta.url));

/** Where the empty database made at installation is kept: beside the packages, for it can always be made again. */
const cache = fileURLToPath(new URL('../../../node_modules/.cache/bellwether/', import.meta.url));

/** The kept empty database of this version of PGlite and of the tables. */
async function keptFolder(): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  const pglite = fileURLToPath(import.meta.resolve('@electric-sql/pglite'));
  hash.update(await readFile(pglite));
  for (const name of (await readdir(migrationsFolder)).sort()) {
    if (name.endsWith('.sql')) hash.update(await readFile(join(migrationsFolder, name)));
  }
  return join(cache, `embedded-${hash.digest('hex').slice(0, 20)}`);
}

/** Makes a folder whole or not at all: `fill` is given one beside it, which then takes its name. */
async function whole(folder: string, fill: (unfinished: string) => Promise<unknown>) {
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await fill(unfinished);
  await rename(unfinished, folder);
}

const make = (folder: string) => promisify(execFile)(process.execPath, [program, folder]);

/**
 * Makes an embedded database, where there is none: a copy of the one named; otherwise an empty one, a copy of the one that was made
 * when the packages were installed, or made by a process of its own. A process that ends meanwhile leaves no half of one under that name.
 * @param folder the data directory to make
 * @param begun the data directory to copy
 * @throws what the file system has against it; what the process that makes it said
 */
export async function makeEmbedded(folder: string, begun?: string): Promise<void> {
  if (existsSync(folder)) return;
  const kept = begun ?? (await keptFolder());
  await whole(folder, (unfinished) =>
    existsSync(kept)
      ? cp(kept, unfinished, { recursive: true, mode: constants.COPYFILE_FICLONE })
      : make(unfinished),
  );
}

/** Makes the empty database that later ones are copied from, where it is not there yet. */
export async function keepEmptyEmbedded(): Promise<void> {
  const kept = await keptFolder();
  if (existsSync(kept)) return;
  await mkdir(cache, { recursive: true });
  await whole(kept, make);
}
