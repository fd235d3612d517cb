import type { Logger } from 'pino';
import { loggableError } from './access/loggable-error.ts';
import type { Environment } from './settings/environment.ts';
import { openEmbedded } from './store/embedded/open-embedded.ts';
import { openPostgres } from './store/open-postgres.ts';
import type { Store } from './store/store.ts';

/** Opens the store that the environment names: PostgreSQL at DATABASE_URL, otherwise embedded in DATA_DIR. */
export function openStore(environment: Environment, log: Logger): Promise<Store> {
  return environment.DATABASE_URL === undefined
    ? openEmbedded(environment.DATA_DIR)
    : openPostgres(environment.DATABASE_URL, undefined, {
        ended: (error) =>
          log.warn(loggableError(error), 'a connection to the database ended; another is opened'),
        waiting: () =>
          log.warn('waiting for another process that brings the tables of the database up to date'),
      });
}
