import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepDemoBank, keptDemoBank } from '../src/kept-demo-bank.ts';
import { openStore } from '../src/open-store.ts';
import { prepareStore } from '../src/prepare-store.ts';
import { readEnvironment } from '../src/settings/environment.ts';
import { readConfig } from '../src/settings/settings.ts';
import { bankFacts } from '../src/store/book/bank-facts.ts';
import { newestRun } from '../src/store/book/newest-run.ts';

const now = new Date();
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
let here: string;
let cache: string;

const asking = (variables: Record<string, string> = {}) =>
  readEnvironment({
    DATA_DIR: join(here, 'data'),
    DEMO_CUSTOMERS: '1050',
    LOG_LEVEL: 'silent',
    ...variables,
  });

describe('a demo bank kept for a first start', () => {
  beforeAll(async () => {
    here = mkdtempSync(join(tmpdir(), 'kept-demo-'));
    cache = join(here, 'cache');
    mkdirSync(join(cache, 'demo-1050-2020-01-01-0123abcd'), { recursive: true });
    await keepDemoBank(now, { folder: cache, customers: 1050 });
  }, 120_000);
  afterAll(() => rmSync(here, { recursive: true, force: true }));

  it('is made once, and takes the place of those before it', async () => {
    const made = readdirSync(cache);
    expect(made).toEqual([
      expect.stringMatching(new RegExp(`^demo-1050-${now.toISOString().slice(0, 10)}-`)),
    ]);
    await keepDemoBank(now, { folder: cache, customers: 1050 });
    expect(readdirSync(cache)).toEqual(made);
  });

  it('is there for a store of its size for a week', () => {
    expect(keptDemoBank(asking(), now, cache)).toMatch(/demo-1050-/);
    expect(keptDemoBank(asking(), inDays(7), cache)).toMatch(/demo-1050-/);
    expect(keptDemoBank(asking(), inDays(8), cache)).toBeUndefined();
    expect(keptDemoBank(asking(), inDays(-1), cache)).toBeUndefined();
  });

  it.each([
    ['of another size', { DEMO_CUSTOMERS: '1051' }],
    ['of another configuration', { BELLWETHER_CONFIG: '/etc/bellwether.yaml' }],
    ['on a server', { DATABASE_URL: 'postgres://bank@localhost/bank', DEMO: 'on' }],
    ['without a demo', { DEMO: 'off' }],
  ])('is not for a store %s', (_, variables) => {
    expect(keptDemoBank(asking(variables), now, cache)).toBeUndefined();
  });

  it('gives a first start a bank that is valued, once', async () => {
    const environment = asking();
    const store = await openStore(
      environment,
      pino({ level: 'silent' }),
      keptDemoBank(environment, now, cache),
    );
    try {
      const told: unknown[] = [];
      const config = readConfig(environment.BELLWETHER_CONFIG);
      await prepareStore(store, { environment, config, now: () => now }, (step) => told.push(step));
      expect(told).toEqual([]);
      expect(await bankFacts(store.db)).toMatchObject({ demo: true });
      expect((await newestRun(store.db))?.asOf).toBe(now.toISOString().slice(0, 10));
    } finally {
      await store.close();
    }
    expect(keptDemoBank(environment, now, cache)).toBeUndefined();
  });
});
