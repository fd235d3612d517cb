import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Environment, standardConfig, usualCustomers } from './settings/environment.ts';

/*
 * The demo bank of the usual size, valued, as it is made once when the packages are installed: a first start copies it.
 */

const program = fileURLToPath(new URL('make-demo-bank.ts', import.meta.url));

/** Beside the packages, for it can always be made again. */
const cache = fileURLToPath(new URL('../node_modules/.cache/bellwether/', import.meta.url));

/** What decides what is in it, beside PostgreSQL itself. */
const madeBy = [
  ...['demo', 'scoring', 'valuation', 'store', 'settings', 'language'].map((room) => `src/${room}`),
  ...['config', 'drizzle', 'src/prepare-store.ts', 'src/make-demo-bank.ts'],
];

/** Whose days ended longer ago is not copied, but made anew: a demo's tasks and events are of these days. */
const freshDays = 7;

/**
 * The folder of a kept demo bank that the environment's empty store may begin with; undefined where it asks for another bank, where
 * the store is there already, and where none is kept of this code and these days.
 * @param now the days of the bank end at most a week before it
 */
export function keptDemoBank(
  environment: Environment,
  now: Date,
  folder: string = cache,
): string | undefined {
  const { DEMO, DATABASE_URL, DATA_DIR, DEMO_CUSTOMERS, BELLWETHER_CONFIG } = environment;
  if (DEMO === 'off' || DATABASE_URL !== undefined || existsSync(join(DATA_DIR, 'pg'))) return;
  if (BELLWETHER_CONFIG !== standardConfig) return;
  const kept = keptIn(folder).filter(({ customers }) => customers === DEMO_CUSTOMERS);
  if (kept.length === 0) return;
  const key = keyNow();
  const newest = kept.filter((each) => each.key === key).at(-1);
  if (newest === undefined) return;
  const age = (Date.parse(dayOf(now)) - Date.parse(newest.day)) / 86_400_000;
  return age >= 0 && age <= freshDays ? newest.path : undefined;
}

/** Makes the demo bank that a first start copies, where today's is not there yet; those before it are thrown away. */
export async function keepDemoBank(
  now: Date,
  { folder = cache, customers = usualCustomers }: { folder?: string; customers?: number } = {},
): Promise<void> {
  const name = `demo-${customers}-${dayOf(now)}-${keyNow()}`;
  if (existsSync(join(folder, name))) return;
  const unfinished = join(folder, `${name}.new`);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  try {
    await promisify(execFile)(process.execPath, [program, unfinished, String(customers)]);
    for (const { path } of keptIn(folder)) await rm(path, { recursive: true });
    await rename(join(unfinished, 'pg'), join(folder, name));
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** Those in the folder, the oldest first. */
function keptIn(folder: string): { path: string; customers: number; day: string; key: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const [, customers, day, key] =
        /^demo-(\d+)-(\d{4}-\d{2}-\d{2})-([\da-f]+)$/.exec(name) ?? [];
      if (customers === undefined || day === undefined || key === undefined) return [];
      return [{ path: join(folder, name), customers: Number(customers), day, key }];
    });
}

/** Another key for other code that makes it, and for another PostgreSQL. */
function keyNow(): string {
  const hash = createHash('sha256').update(process.version);
  hash.update(readFileSync(fileURLToPath(import.meta.resolve('@electric-sql/pglite'))));
  for (const each of madeBy) {
    const at = fileURLToPath(new URL(`../${each}`, import.meta.url));
    const files = each.endsWith('.ts')
      ? [at]
      : readdirSync(at, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => join(parentPath, name))
          .sort();
    for (const file of files) hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 20);
}
