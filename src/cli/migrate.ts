import type { AddCommand } from './host.ts';

/** `bellwether migrate`: brings the store's tables up to date, as every start does. */
export const migrateCommand: AddCommand = (program, terminal, host) => {
  program
    .command('migrate')
    .description("bring the store's tables up to date (every start does it too)")
    .action(async () => {
      const store = await host.store();
      terminal.out(
        `The ${store.kind === 'pglite' ? 'embedded' : 'PostgreSQL'} store is up to date.\n`,
      );
    });
};
