import { errorInWords } from '../../../access/loggable-error.ts';
import { readOwnWords } from '../../../settings/own-words.ts';
import { openPostgres } from '../../../store/open-postgres.ts';
import { score } from '../valuation-run.ts';
import type { FromRun, RunTask } from './messages.ts';

/*
 * The process of one run, which score-in-process.ts starts and tells what to do. It ends with the process that started it.
 */

/** A run waits for few statements at a time. */
const connections = 4;

const abort = new AbortController();
// Whoever started this is gone, or wants it to end: then the run is taken back, and made again later.
process.on('disconnect', () => abort.abort(new Error('The process that began this run ended.')));
process.on('SIGTERM', () => abort.abort(new Error('The run was stopped.')));
// A terminal gives Ctrl-C to both processes, and the other one says what becomes of this.
process.on('SIGINT', () => undefined);

const tell = (message: FromRun) =>
  new Promise<void>((told) => {
    if (process.send === undefined || !process.connected) told();
    else process.send(message, undefined, undefined, () => told());
  });

async function make({ url, configFile, config, night }: RunTask): Promise<void> {
  readOwnWords(configFile);
  const store = await openPostgres(url, connections);
  try {
    const { runId, asOf, customers } = await score(store, {
      config,
      now: () => new Date(),
      night,
      signal: abort.signal,
      onProgress: (progress) => void tell({ progress }),
    });
    await tell({ published: { id: runId, asOf, customers } });
  } finally {
    await store.close();
  }
}

process.once('message', (task: RunTask) => {
  make(task)
    .catch(async (error: unknown) => {
      process.exitCode = 1;
      await tell({ failed: errorInWords(error) });
    })
    .finally(() => {
      if (process.connected) process.disconnect();
    });
});
