import { pino } from 'pino';
import type { Host, Terminal } from '../../src/cli/host.ts';
import { runCli } from '../../src/cli/run.ts';
import { readEnvironment } from '../../src/settings/environment.ts';
import { readConfig } from '../../src/settings/settings.ts';
import type { Store } from '../../src/store/store.ts';

/** What a command line ended with. */
export type Ended = { code: number; out: string; err: string };

/** Runs command lines, such as `ask "top 10" --json` in words, on a store. */
export function commandLine(
  store: Store,
  { now, cwd = process.cwd(), lines = [] }: { now: () => Date; cwd?: string; lines?: string[] },
): (...words: string[]) => Promise<Ended> {
  const host: Host = {
    environment: readEnvironment({ DEMO: 'off' }),
    config: readConfig('config/bellwether.yaml'),
    now,
    log: pino({ level: 'silent' }),
    store: async () => store,
    prepared: async () => {},
  };
  return async (...words) => {
    let out = '';
    let err = '';
    const terminal: Terminal = {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      cwd,
      colour: false,
      live: false,
      width: 80,
      async *lines() {
        yield* lines;
      },
      signal: new AbortController().signal,
    };
    const code = await runCli(words, terminal, host);
    return { code, out, err };
  };
}
