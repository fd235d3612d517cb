import { enableCompileCache } from 'node:module';
import { pino } from 'pino';
import { loggableError } from './access/loggable-error.ts';
import { readOwnWords } from './settings/own-words.ts';
import { ConfigError, readConfig, readEnvironment } from './settings/settings.ts';

/** How long work in flight may take to finish, in milliseconds. A supervisor kills the process after ten seconds. */
const patience = 9_000;

// Reuses what this version has compiled before, which makes every later start a second faster.
enableCompileCache();

try {
  const environment = readEnvironment(process.env);
  const config = readConfig(environment.BELLWETHER_CONFIG);
  readOwnWords(environment.BELLWETHER_CONFIG);
  const log = pino({
    level: environment.LOG_LEVEL,
    // An error of the database repeats the values of the statement, so errors are logged without their messages.
    serializers: { err: loggableError },
  });
  // Loaded only now, so that a wrong setting is reported at once.
  const { startApp } = await import('./app.ts');
  const app = await startApp({
    environment,
    config,
    log,
    now: () => new Date(),
  });
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping: what is in flight is finished first');
    setTimeout(() => {
      log.error('what was in flight did not finish in time');
      process.exit(1);
    }, patience).unref();
    app.close().then(
      () => {
        log.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
} catch (error) {
  // One line is enough for what an operator can fix; a stack helps only with unforeseen errors.
  const known =
    error instanceof Error && (error instanceof ConfigError || /^[A-Z_]{3,} /.test(error.message));
  console.error(known ? error.message : error);
  process.exit(1);
}
