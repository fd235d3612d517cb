import { pino } from 'pino';
import type { Host, Terminal } from '../../src/cli/host.ts';
import { loadCommands, runCli } from '../../src/cli/run.ts';
import { createLanguageModel } from '../../src/conversation/language-model/create-language-model.ts';
import { readEnvironment } from '../../src/settings/environment.ts';
import type { LanguageModelConfig } from '../../src/settings/language-model.ts';
import { readConfig } from '../../src/settings/settings.ts';
import type { Store } from '../../src/store/store.ts';

// Loading is no part of what a test measures.
await loadCommands();

/** What a command line ended with. */
export type Ended = { code: number; out: string; err: string };

/** Runs command lines, such as `ask "top 10" --json` in words, on a store. */
export function commandLine(
  store: Store,
  {
    now,
    cwd = process.cwd(),
    lines = [],
    languageModel,
    variables = {},
  }: {
    now: () => Date;
    cwd?: string;
    lines?: string[];
    languageModel?: LanguageModelConfig;
    variables?: Record<string, string>;
  },
): (...words: string[]) => Promise<Ended> {
  const environment = readEnvironment({ DEMO: 'off', ...variables });
  const log = pino({ level: 'silent' });
  const host: Host = {
    environment,
    config: { ...readConfig('config/bellwether.yaml'), languageModel },
    now,
    log,
    fetch,
    languageModel:
      languageModel &&
      createLanguageModel({
        settings: languageModel,
        key: environment.LANGUAGE_MODEL_KEY,
        fetch,
        now,
        log,
      }),
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
