import { pino } from 'pino';
import { loggableError } from '../access/loggable-error.ts';
import type { Environment } from '../settings/environment.ts';
import { readOwnWords } from '../settings/own-words.ts';
import { readConfig } from '../settings/settings.ts';
import { keepAnalystsSee } from '../store/people/keep-analysts-see.ts';
import type { Store } from '../store/store.ts';
import type { Terminal } from './host.ts';
import { runCli } from './run.ts';

/** Runs one command line in this process, with a store of its own. Returns the exit code. */
export async function runHere(
  words: readonly string[],
  terminal: Terminal,
  environment: Environment,
): Promise<number> {
  let opened: Promise<Store> | undefined;
  const config = readConfig(environment.BELLWETHER_CONFIG);
  readOwnWords(environment.BELLWETHER_CONFIG);
  const now = () => new Date();
  // A command's stderr is for its person: the server's usual lines would only be in the way.
  const log = pino(
    {
      level: environment.LOG_LEVEL === 'info' ? 'warn' : environment.LOG_LEVEL,
      serializers: { err: loggableError },
    },
    pino.destination(2),
  );
  const store = (begun?: string) => {
    opened ??= import('../open-store.ts').then(async ({ openStore }) => {
      const store = await openStore(environment, log, begun);
      // A backup comes into a store in which nothing is.
      // Only a server opens customers to analysts: the configuration of another machine may lack the rule.
      if (words[0] !== 'restore' && config.access.analysts === 'aggregates')
        await keepAnalystsSee(store.db, config.access.analysts);
      return store;
    });
    return opened;
  };
  try {
    return await runCli(words, terminal, {
      environment,
      config,
      now,
      log,
      fetch,
      languageModel:
        config.languageModel &&
        (
          await import('../conversation/language-model/create-language-model.ts')
        ).createLanguageModel({
          settings: config.languageModel,
          key: environment.LANGUAGE_MODEL_KEY,
          fetch,
          now,
          log,
        }),
      store: () => store(),
      prepared: async (onProgress) => {
        const { prepareStore } = await import('../prepare-store.ts');
        const { keptDemoBank } = await import('../kept-demo-bank.ts');
        const opened = await store(keptDemoBank(environment, now()));
        await prepareStore(opened, { environment, config, now }, onProgress);
      },
    });
  } finally {
    await opened?.then(
      (each) => each.close(),
      // Reported already, where it was opened.
      () => undefined,
    );
  }
}
