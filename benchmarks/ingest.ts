/**
 * An import of a big file: rows a second and the most memory that its process took, beside COPY of the same rows, unchecked,
 * into a table of the same columns and key. Each in a process of its own, in one run.
 *
 *     node benchmarks/ingest.ts [rows] [postgres://…/an-empty-database]
 *
 * Without an address the embedded store is measured, on disk. The import is the command line's, start and end of the process
 * included. What a database server itself takes is not in the figures. Peak memory is read from /proc, which Linux alone has.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { compileQuickly } from '../src/store/embedded/compile-quickly.ts';
import { openEmbedded } from '../src/store/embedded/open-embedded.ts';
import { openPostgres } from '../src/store/open-postgres.ts';
import { seededRandom } from '../src/valuation/numeric/random.ts';

compileQuickly();

const customers = 5000;
const kinds = ['card-payment', 'transfer-in', 'transfer-out', 'withdrawal', 'fee'];

/** Writes the customers of a bank and their transactions, as the default layout has them. */
async function writeFiles(folder: string, rows: number): Promise<void> {
  const write = async (name: string, lines: Iterable<string>) => {
    const out = createWriteStream(join(folder, name));
    for (const line of lines) {
      if (!out.write(`${line}\n`)) await once(out, 'drain');
    }
    out.end();
    await finished(out);
  };
  await write(
    'customers.csv',
    (function* () {
      yield 'id,name,sex,birth_date,branch,manager,joined_on,closed_on';
      for (let n = 0; n < customers; n++) yield `${n},Customer ${n},,1980-01-01,,,2020-01-01,`;
    })(),
  );
  const random = seededRandom(1);
  await write(
    'transactions.csv',
    (function* () {
      yield 'customer,id,holding,booked_on,amount,kind,balance_after,counterparty';
      for (let n = 0; n < rows; n++) {
        const day = new Date(Date.UTC(2024, 0, 1 + Math.floor(random.next() * 700)));
        const amount = (random.next() * 1000 - 600).toFixed(2);
        const kind = kinds[n % kinds.length];
        yield `${Math.floor(random.next() * customers)},T${n},,${day.toISOString().slice(0, 10)},${amount},${kind},,Shop ${n % 997}`;
      }
    })(),
  );
}

const open = (folder: string, url: string | undefined) =>
  url === undefined ? openEmbedded(join(folder, 'store')) : openPostgres(url);

/** Copies the transactions as they are; gives the seconds that took. */
async function copyFile(folder: string, url: string | undefined): Promise<number> {
  const store = await open(folder, url);
  await store.db.execute(sql`create table copied (customer_id integer, external_id text, holding_id text, booked_on date,
    amount numeric, kind text, balance_after numeric, counterparty text, primary key (customer_id, external_id))`);
  const began = performance.now();
  const lines = createInterface({ input: createReadStream(join(folder, 'transactions.csv')) });
  await store.copyRows(
    'copied',
    [
      'customer_id',
      'external_id',
      'holding_id',
      'booked_on',
      'amount',
      'kind',
      'balance_after',
      'counterparty',
    ],
    (async function* () {
      let header = true;
      for await (const line of lines) {
        if (!header) yield line.split(',').map((value) => (value === '' ? null : value));
        header = false;
      }
    })(),
  );
  const seconds = (performance.now() - began) / 1000;
  await store.db.execute(sql`drop table copied`);
  await store.close();
  return seconds;
}

/** Runs a program and looks at its memory all the while: the seconds it took, what it wrote and the most memory it had, in MB. */
async function watched(
  args: readonly string[],
  more: Record<string, string>,
): Promise<{ seconds: number; out: string; megabytes: number }> {
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...more, NODE_COMPILE_CACHE: join(tmpdir(), 'ingest-benchmark-cache') },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  let megabytes = Number.NaN;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  const looking = setInterval(() => {
    const status = `/proc/${child.pid}/status`;
    const found =
      existsSync(status) && /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'))?.[1];
    if (found) megabytes = Number(found) / 1024;
  }, 20);
  const [code] = await once(child, 'close');
  clearInterval(looking);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}.`);
  return { seconds: (performance.now() - began) / 1000, out, megabytes };
}

const self = fileURLToPath(import.meta.url);
const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const [first = '545000', url, copied] = process.argv.slice(2);

if (first === 'copy' && copied !== undefined) {
  console.log(await copyFile(copied, url === '' ? undefined : url));
} else {
  const rows = Number(first);
  const folder = mkdtempSync(join(tmpdir(), 'ingest-'));
  const where = {
    DEMO: 'off',
    ...(url === undefined ? { DATA_DIR: join(folder, 'imported') } : { DATABASE_URL: url }),
  };
  const tell = (what: string, seconds: number, megabytes: number) =>
    console.log(
      `${what.padEnd(6)} ${rows.toLocaleString('en')} rows in ${seconds.toFixed(1)} s: ${Math.round(rows / seconds).toLocaleString('en')} rows/s, peak ${megabytes.toFixed(0)} MB`,
    );
  try {
    await writeFiles(folder, rows);
    const copy = await watched([self, 'copy', url ?? '', folder], {});
    tell('copy', Number(copy.out), copy.megabytes);
    // The store is made, and the program's own code compiled, before anything is measured.
    await watched([cli, 'ingest', join(folder, 'customers.csv')], where);
    const { seconds, megabytes } = await watched(
      [cli, 'ingest', join(folder, 'transactions.csv')],
      where,
    );
    tell('import', seconds, megabytes);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
