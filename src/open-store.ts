import type { Logger } from 'pino';
import { loggableError } from './access/loggable-error.ts';
import type { Environment } from './settings/environment.ts';
import { compileQuickly } from './store/embedded/compile-quickly.ts';
import type { Store } from './store/store.ts';

/**
 * Opens the store that the environment names: PostgreSQL at DATABASE_URL, otherwise embedded in DATA_DIR. What the other kind
 * takes is not loaded.
 * @param begun a data directory that an embedded store which is not there yet begins as a copy of; undefined: with nothing in it
 */
export async function openStore(
  environment: Environment,
  log: Logger,
  begun?: string,
): Promise<Store> {
  if (environment.DATABASE_URL === undefined) {
    const { openEmbedded } = await import('./store/embedded/open-embedded.ts');
    compileQuickly();
    return openEmbedded(environment.DATA_DIR, begun);
  }
  const { openPostgres } = await import('./store/open-postgres.ts');
  return openPostgres(environment.DATABASE_URL, undefined, {
    ended: (error) =>
      log.warn(loggableError(error), 'a connection to the database ended; another is opened'),
    waiting: () =>
      log.warn('waiting for another process that brings the tables of the database up to date'),
  });
}
