import { enableCompileCache } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { loggableError } from './access/loggable-error.ts';
import { serverLog } from './server/server-log.ts';
import { fromServer } from './server/server-messages.ts';
import { framesOf, newPulse, watchPulse } from './server/standstill.ts';
import { type Environment, readEnvironment } from './settings/environment.ts';

/*
 * The server runs in a thread of its own (server-thread.ts). This one does nothing but watch it and hear signals, so
 * that a server which is stuck in a calculation is ended, and SIGTERM is heard meanwhile.
 */

/** How long work in flight may take to finish, the grace before it included, in milliseconds. A supervisor kills the process after ten seconds. */
const patience = 9_000;

/** What the server's thread may hold of what is short-lived, in megabytes: left to itself it takes 130 and keeps them. */
const youngGeneration = 16;

enableCompileCache();
// For the server's thread from its first file on.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');

function start(environment: Environment): void {
  const log = serverLog(environment.LOG_LEVEL);
  const pulse = newPulse();
  // Beside an embedded database, for a machine that is small: the heap is collected sooner than it grows, which is 40 MB less
  // for a few hundredths of a question's time.
  if (environment.DATABASE_URL === undefined) setFlagsFromString('--optimize-for-size');
  const worker = new Worker(new URL('./server/server-thread.ts', import.meta.url), {
    workerData: { pulse },
    resourceLimits: { maxYoungGenerationSizeMb: youngGeneration },
  });

  /** Ends the process whatever the server is at. */
  async function breakOff(): Promise<void> {
    worker.removeAllListeners();
    const gone = await Promise.race([worker.terminate(), wait(2000)]);
    if (gone !== undefined) process.exit(1);
    // A call of the system cannot be broken off, and an exit would wait for it. The first process of a container is
    // deaf to a SIGKILL of its own.
    process.kill(process.pid, 'SIGKILL');
    process.abort();
  }

  let stopping = false;
  const stop = (signal: string, stopAfter: number) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping: what is in flight is finished first');
    worker.postMessage({ stopAfter });
    setTimeout(() => {
      log.error('what was in flight did not finish in time');
      breakOff();
    }, patience);
  };

  worker.on('message', (message) => {
    const said = fromServer.safeParse(message).data;
    // Node's watch mode tells its own over the channel of a thread.
    if (said === undefined) return;
    if ('serving' in said) {
      process.on('SIGTERM', () => stop('SIGTERM', environment.STOP_GRACE_SECONDS));
      // A person at a terminal has no balancer before the server, and does not want to wait.
      process.on('SIGINT', () => stop('SIGINT', 0));
    } else if ('failed' in said) {
      console.error(said.failed);
      process.exit(1);
    } else {
      if (said.stopped.well) log.info('stopped');
      process.exit(said.stopped.well ? 0 : 1);
    }
  });
  worker.on('error', (error) => {
    log.fatal(loggableError(error), 'the server ended by an error that nothing caught');
    process.exit(1);
  });
  worker.on('exit', (code) => {
    log.fatal({ code }, 'the server ended');
    process.exit(1);
  });
  const limit = environment.STANDSTILL_SECONDS;
  if (limit > 0) {
    watchPulse(pulse, limit, async (stood) => {
      const all = await framesOf(worker);
      const told = { seconds: Math.round(stood), frames: all.slice(0, 12) };
      // The embedded database works in this thread, and may take its time over the statement of a large bank.
      if (stood < 10 * limit && all.some((frame) => frame.includes('wasm://'))) {
        log.warn(told, 'the embedded database is still at one statement, and nobody is answered');
        return;
      }
      log.fatal(
        told,
        'the event loop stood still for STANDSTILL_SECONDS: the server ends itself, so that it is started again',
      );
      await breakOff();
    });
  }
}

try {
  start(readEnvironment(process.env));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
