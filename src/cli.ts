import { enableCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { errorInWords, loggableError } from './access/loggable-error.ts';
import type { Terminal } from './cli/host.ts';
import { runInServer } from './cli/local-socket.ts';
import { missingPath } from './cli/missing-path.ts';
import { readEnvironment } from './settings/environment.ts';
import { importDrizzleQuickly } from './store/import-drizzle-quickly.ts';

/** Milliseconds that a command has to end by itself once it is told to. */
const patience = 5000;

async function main(): Promise<number> {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      abort.abort();
      setTimeout(() => {
        process.stderr.write('Broken off.\n');
        process.exit(1);
      }, patience).unref();
    });
  const terminal: Terminal = {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    cwd: process.cwd(),
    colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    live: process.stderr.isTTY === true,
    width: process.stdout.columns ?? 80,
    lines: () => createInterface({ input: process.stdin, signal: abort.signal }),
    signal: abort.signal,
  };
  const words = process.argv.slice(2);
  const environment = readEnvironment(process.env);
  // A running server answers before this process has even loaded what answering takes.
  if (environment.DATABASE_URL === undefined) {
    const exit = await runInServer(environment.DATA_DIR, words, terminal);
    if (exit !== undefined) return exit;
  }
  const missing = missingPath(words, terminal.cwd);
  if (missing !== undefined) {
    terminal.err(`${missing} does not exist\n`);
    return 1;
  }
  // An import makes garbage faster than anything else here: left to itself V8 takes twice the memory to collect it half as often.
  if (words[0] === 'ingest' && environment.DATABASE_URL === undefined)
    setFlagsFromString('--optimize-for-size');
  enableCompileCache();
  importDrizzleQuickly();
  const { runHere } = await import('./cli/run-here.ts');
  return runHere(words, terminal, environment);
}

try {
  process.exitCode = await main();
} catch (error) {
  // One line for what an operator can mend; a stack only where that was asked for.
  process.stderr.write(`${errorInWords(error)}\n`);
  if (process.env.LOG_LEVEL === 'debug') console.error(loggableError(error));
  process.exitCode = 1;
}
