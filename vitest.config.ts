import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { importDrizzleQuickly } from './src/store/import-drizzle-quickly.ts';

// For this process; those of the tests do it themselves.
importDrizzleQuickly();
// Packages compiled by one process are read back by the others. What is read back is covered less precisely.
if (!process.argv.includes('--coverage'))
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');

/**
 * Files that leave something behind in their process: words added to the catalogs, what gathers traces, or that the embedded
 * database is not optimised, as a server sets it (`compileQuickly`). All others share a worker's process, which then loads the packages
 * once, not for each file.
 */
const apart = [
  'tests/bad-requests.test.ts',
  'tests/conversation/pseudo-locale.test.ts',
  'tests/kept-demo-bank.test.ts',
  'tests/language/catalogs.test.ts',
  'tests/server/guarded-server.test.ts',
  'tests/server/metrics.test.ts',
  'tests/server/traces.test.ts',
  'tests/settings/own-words.test.ts',
];
/** Files that wait for half a minute and more, for servers that stand still or platforms that do not answer. */
const waiting =
  /tests\/(?:server\/standstill|deliveries-through-faults|start|cli\/backup|channels\/slack\/(?:contract|slack-channel)|channels\/web\/(?:phone|page))\.test\.ts$/;

/** Begins with what waits, so that no run ends with one worker that does. */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project, moduleId }: TestSpecification) =>
      project.config.isolate ? 0 : waiting.test(moduleId) ? 1 : 2;
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

/** Files wait for a third of their time, so there are more workers than cores, each of which may hold a gigabyte or two. */
const workers = Math.max(
  2,
  Math.min(Math.ceil(1.5 * availableParallelism()), Math.floor(totalmem() / 2 ** 31)),
);

const each = {
  // Node runs the TypeScript as it does in the product, and reads back what it compiled before.
  experimental: { viteModuleRunner: false, nodeLoader: false },
  testTimeout: 30_000,
  hookTimeout: 120_000,
  execArgv: ['--import', new URL('tests/before-tests.ts', import.meta.url).href],
};

export default defineConfig({
  test: {
    globalSetup: ['tests/global-setup.ts'],
    reporters: ['default', 'tests/not-run-reporter.ts'],
    coverage: { include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
    maxWorkers: workers,
    sequence: { sequencer: WaitingFirst },
    projects: [
      {
        test: {
          name: 'together',
          include: ['tests/**/*.test.ts'],
          exclude: apart,
          isolate: false,
          ...each,
        },
      },
      { test: { name: 'apart', include: apart, ...each } },
    ],
  },
});
