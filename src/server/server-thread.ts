import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { z } from 'zod';
import { errorInWords, loggableError } from '../access/loggable-error.ts';
import { ConfigError } from '../settings/config-error.ts';
import { readEnvironment } from '../settings/environment.ts';
import { readOwnWords } from '../settings/own-words.ts';
import { readConfig } from '../settings/settings.ts';
import { importDrizzleQuickly } from '../store/import-drizzle-quickly.ts';
import { serverLog } from './server-log.ts';
import { type fromServer, serverData, toServer } from './server-messages.ts';
import { beatPulse } from './standstill.ts';

/*
 * The thread of the server, which main.ts starts and watches.
 */

if (parentPort === null) throw new Error('This file is started as a worker thread, by main.ts.');
const port = parentPort;
const tell = (message: z.infer<typeof fromServer>) => port.postMessage(message);

/** One line names what an operator can mend; where it arose helps only with what nobody foresaw. */
function whyFailed(error: unknown): string {
  const words = errorInWords(error);
  const known = error instanceof ConfigError || /^[A-Z_]{3,} /.test(words);
  return known ? words : [words, ...[loggableError(error).frames ?? []].flat()].join('\n    ');
}

beatPulse(serverData.parse(workerData).pulse);
// What this version has compiled before is read back, which makes every later start a second sooner.
enableCompileCache();
importDrizzleQuickly();

try {
  const environment = readEnvironment(process.env);
  const config = readConfig(environment.BELLWETHER_CONFIG);
  readOwnWords(environment.BELLWETHER_CONFIG);
  const log = serverLog(environment.LOG_LEVEL);
  // Loaded only now, so that a wrong setting is told at once.
  const { startApp } = await import('../app.ts');
  const app = await startApp({ environment, config, log, now: () => new Date() });
  port.on('message', (message) => {
    const { data } = toServer.safeParse(message);
    if (data === undefined) return;
    app.close(data.stopAfter).then(
      () => tell({ stopped: { well: true } }),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        tell({ stopped: { well: false } });
      },
    );
  });
  tell({ serving: true });
} catch (error) {
  tell({ failed: whyFailed(error) });
}
