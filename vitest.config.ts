import { defineConfig } from 'vitest/config';

/**
 * Files that leave nothing behind in their process: those of a worker load the packages of the channels once, not each anew.
 * A file that adds words to the catalogs, or replaces timers or modules, is none of these.
 */
const together = [
  'tests/channels/*.test.ts',
  'tests/channels/{slack,terminal,web}/**/*.test.ts',
  'tests/api/**/*.test.ts',
  'tests/jobs/**/*.test.ts',
];
const timeouts = { testTimeout: 30_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    globalSetup: ['tests/global-setup.ts'],
    reporters: ['default', 'tests/not-run-reporter.ts'],
    coverage: { include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
    // Vitest leaves one core free unless told: on two that would halve the speed.
    maxWorkers: 2,
    projects: [
      { test: { name: 'together', include: together, isolate: false, ...timeouts } },
      {
        test: {
          name: 'apart',
          include: ['tests/**/*.test.ts'],
          exclude: together,
          ...timeouts,
        },
      },
    ],
  },
});
