import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { importDrizzleQuickly } from './src/store/import-drizzle-quickly.ts';

// For this process; those of the tests do it themselves.
importDrizzleQuickly();
// Packages compiled by one process are read back by the others. What is read back is covered less precisely.
if (!process.argv.includes('--coverage'))
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');

/**
 * Files that leave something behind in their process: words added to the catalogs, or what gathers traces. All others share a
 * worker's process, which then loads the packages once, not for each file.
 */
const apart = [
  'tests/conversation/pseudo-locale.test.ts',
  'tests/language/catalogs.test.ts',
  'tests/server/traces.test.ts',
  'tests/settings/own-words.test.ts',
];
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
    // Vitest leaves one core free unless told: on two that would halve the speed.
    maxWorkers: 2,
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
