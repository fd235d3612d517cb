import { createInterface } from 'node:readline';
import { pino } from 'pino';
import type { Terminal } from './cli/host.ts';
import { runInServer } from './cli/local-socket.ts';
import { runCli } from './cli/run.ts';
import { ConfigError, readConfig, readEnvironment } from './config.ts';
import { openStore } from './open-store.ts';
import { StoreInUseError } from './store/open-embedded.ts';
import type { Store } from './store/store.ts';

async function main(): Promise<number> {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
  const terminal: Terminal = {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    cwd: process.cwd(),
    colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    live: process.stderr.isTTY === true,
    width: process.stdout.columns ?? 80,
    lines: () => createInterface({ input: process.stdin }),
    signal: abort.signal,
  };
  const words = process.argv.slice(2);
  const environment = readEnvironment(process.env);
  let opened: Promise<Store> | undefined;
  try {
    return await runCli(words, terminal, {
      environment,
      config: readConfig(environment.BELLWETHER_CONFIG),
      now: () => new Date(),
      log: pino(
        { level: environment.LOG_LEVEL === 'info' ? 'warn' : environment.LOG_LEVEL },
        pino.destination(2),
      ),
      store() {
        opened ??= openStore(environment);
        return opened;
      },
    });
  } catch (error) {
    if (error instanceof StoreInUseError) {
      const exit = await runInServer(environment.DATA_DIR, words, terminal);
      if (exit !== undefined) return exit;
    }
    throw error;
  } finally {
    await opened?.then(
      (store) => store.close(),
      // Already reported where it was opened.
      () => undefined,
    );
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  // One line for what an operator can mend; a stack only where that was asked for.
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  if (!(error instanceof ConfigError) && process.env.LOG_LEVEL === 'debug') console.error(error);
  process.exitCode = 1;
}
