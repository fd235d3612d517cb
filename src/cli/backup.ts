import { createReadStream, createWriteStream, existsSync, statSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PassThrough, pipeline as pipe, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { InvalidArgumentError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { errorInWords } from '../access/loggable-error.ts';
import { NotRestored, restoreBackup } from '../store/backup/restore-backup.ts';
import { type CopiedRows, writeBackup } from '../store/backup/write-backup.ts';
import { openPostgres } from '../store/open-postgres.ts';
import type { Store } from '../store/store.ts';
import { boundedLines } from './bounded-lines.ts';
import { type AddCommand, CommandFailed, type Host, type Terminal } from './host.ts';
import { bar, progressLine } from './progress-line.ts';

/** Bytes of a line of a backup: a row, of which a model is the largest. */
const longestLine = 2 ** 28;

/** `bellwether backup`: all of the store in a file. */
export const backup: AddCommand = (program, terminal, host) => {
  program
    .command('backup')
    .description('write all of the store into a file that only its owner may read')
    .argument('<file>', 'where nothing is yet')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: { json?: true }) => {
      const path = resolve(terminal.cwd, file);
      const store = await host.store();
      const copied = await writeFileOf(store, path, terminal, host);
      const { size } = await stat(path);
      tell(terminal, options.json, { file: path, bytes: size }, copied, `are in ${path}`);
    });
};

/** `bellwether restore`: a backup into a store that holds nothing. */
export const restore: AddCommand = (program, terminal, host) => {
  program
    .command('restore')
    .description('bring a backup into a new, empty store, whole or not at all')
    .argument('<file>', 'as backup wrote it')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: { json?: true }) => {
      const path = resolve(terminal.cwd, file);
      mustBeFile(path);
      const store = await host.store();
      const lines = linesOf(unpacked(path), path);
      const { head, copied } = await restored(store, lines, terminal, host);
      const { version, writtenAt } = head;
      const when = `are restored as they were on ${writtenAt}. Start the server`;
      tell(terminal, options.json, { file: path, version, writtenAt }, copied, when);
    });
};

/** `bellwether move`: the embedded store into a PostgreSQL server. */
export const move: AddCommand = (program, terminal, host) => {
  program
    .command('move')
    .description('copy the embedded store into a new, empty database of a PostgreSQL server')
    .requiredOption('--to <url>', 'such as postgres://user@host/database', postgresUrl)
    .option('--json', 'print one JSON document')
    .action(async (options: { to: string; json?: true }) => {
      const store = await host.store();
      if (store.kind !== 'pglite')
        throw new CommandFailed(
          'DATABASE_URL names a PostgreSQL server, and only the embedded store is moved. Run this without DATABASE_URL, or use the tools of PostgreSQL.',
        );
      const target = await openPostgres(options.to, 2);
      try {
        const copied = await moved(store, target, terminal, host);
        const when =
          'are in the database, and the same by its own count. Stop the server, and start it with this DATABASE_URL; what is changed in the embedded store from now on is not there';
        tell(terminal, options.json, {}, copied, when);
      } finally {
        await target.close();
      }
    });
};

function postgresUrl(text: string): string {
  if (!/^postgres(?:ql)?:\/\/\S+$/.test(text))
    throw new InvalidArgumentError('Expected an address such as postgres://user@host/database.');
  return text;
}

function mustBeFile(path: string): void {
  if (!existsSync(path) || !statSync(path).isFile())
    throw new CommandFailed(`${path} is not a file.`);
}

/** What a packed file holds; what fails in reading it is thrown where that is read. */
function unpacked(path: string): Readable {
  const text = createGunzip();
  pipe(createReadStream(path), text, () => undefined);
  return text;
}

/** Says what is written, and waits until there is room for more. */
const writing = (stream: Writable) => (text: string) =>
  new Promise<void>((done, failed) => {
    // What is written into a stream that was given up is never said to be done.
    const gone = () => failed(stream.errored ?? new Error('What was written to was closed.'));
    stream.once('close', gone);
    stream.write(text, (error) => {
      stream.off('close', gone);
      if (error) failed(error);
      else done();
    });
  });

/** The same, while whoever asked for it still waits. */
const unlessGivenUp =
  (write: (text: string) => Promise<void>, { signal }: Terminal) =>
  async (text: string): Promise<void> => {
    if (signal.aborted) throw new CommandFailed('Broken off: there is no backup.');
    await write(text);
  };

const head = (host: Host) => ({
  version: manifest.version,
  writtenAt: host.now().toISOString(),
});

async function writeFileOf(
  store: Store,
  path: string,
  terminal: Terminal,
  host: Host,
): Promise<CopiedRows[]> {
  const part = `${path}.part`;
  if (existsSync(path)) throw new CommandFailed(`${path} is there already. Name a new file.`);
  const progress = progressLine(terminal, () => host.now().getTime());
  const text = new PassThrough();
  const file = createWriteStream(part, { mode: 0o600, flags: 'wx' });
  try {
    const [copied] = await Promise.all([
      writeBackup(store, head(host), unlessGivenUp(writing(text), terminal), (done, total) =>
        progress.show(`writing ${bar(done, total)}`),
      ).then(
        (tables) => {
          text.end();
          return tables;
        },
        (error: unknown) => {
          text.destroy(error instanceof Error ? error : new Error(errorInWords(error)));
          throw error;
        },
      ),
      pipeline(text, createGzip(), file),
    ]);
    await rename(part, path);
    return copied;
  } catch (error) {
    if (isExists(error))
      throw new CommandFailed(
        `${part} is there already: another backup writes it, or one broke off. Remove it, or name another file.`,
      );
    await rm(part, { force: true });
    if (error instanceof Error && 'syscall' in error)
      throw new CommandFailed(`The backup could not be written: ${error.message}`);
    throw error;
  } finally {
    progress.done();
  }
}

const isExists = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** The lines of a stream. @throws NotRestored where it cannot be unpacked, or a line is endless */
async function* linesOf(stream: Readable, from: string): AsyncGenerator<string> {
  const { take } = boundedLines(longestLine);
  try {
    for await (const piece of stream) {
      const lines = take(Buffer.from(piece));
      if (lines === undefined) throw new NotRestored(`${from} has a line of more than 256 MB.`);
      yield* lines;
    }
  } catch (error) {
    if (error instanceof NotRestored || !(error instanceof Error) || !('code' in error))
      throw error;
    throw new NotRestored(`${from} is not a backup, or is damaged: ${error.message}.`);
  }
}

async function restored(
  store: Store,
  lines: AsyncIterable<string>,
  terminal: Terminal,
  host: Host,
): ReturnType<typeof restoreBackup> {
  const progress = progressLine(terminal, () => host.now().getTime());
  try {
    return await restoreBackup(store, lines, (done, total) =>
      progress.show(`restoring ${bar(done, total)}`),
    );
  } catch (error) {
    if (error instanceof NotRestored) throw new CommandFailed(error.message);
    throw error;
  } finally {
    progress.done();
  }
}

async function moved(
  store: Store,
  target: Store,
  terminal: Terminal,
  host: Host,
): Promise<CopiedRows[]> {
  const text = new PassThrough();
  const [, { copied }] = await Promise.all([
    writeBackup(store, head(host), writing(text)).then(
      () => text.end(),
      (error: unknown) => text.destroy(new Error(errorInWords(error))),
    ),
    restored(target, linesOf(text, 'The store'), terminal, host).catch((error: unknown) => {
      text.destroy();
      throw error;
    }),
  ]);
  return copied;
}

function tell(
  terminal: Terminal,
  json: true | undefined,
  about: Record<string, unknown>,
  tables: readonly CopiedRows[],
  where: string,
): void {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  if (json) terminal.out(`${JSON.stringify({ ...about, rows, tables })}\n`);
  else terminal.out(`${rows.toLocaleString('en-GB')} rows of ${tables.length} tables ${where}.\n`);
}
