import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['tests/global-setup.ts'],
    reporters: ['default', 'tests/not-run-reporter.ts'],
    include: ['tests/**/*.test.ts'],
    coverage: { include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
    // Vitest leaves one core free unless told: on two that would halve the speed.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
