import { InvalidArgumentError } from 'commander';
import { fillDemoBank } from '../demo/fill-demo-bank.ts';
import { bankFacts } from '../store/book/bank-facts.ts';
import { type AddCommand, CommandFailed } from './host.ts';
import { bar, progressLine } from './progress-line.ts';

const whole = (least: number) => (text: string) => {
  const number = Number(text);
  if (!/^\d{1,15}$/.test(text) || number < least) {
    throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
  }
  return number;
};

/** `bellwether demo`: fills an empty store with the demo bank. */
export const demo: AddCommand = (program, terminal, host) => {
  program
    .command('demo')
    .description('fill an empty store with the demo bank')
    .option('--customers <n>', 'how many customers', whole(1050), host.environment.DEMO_CUSTOMERS)
    .option('--seed <n>', 'the same seed makes the same bank', whole(0), 42)
    .action(async (options: { customers: number; seed: number }) => {
      const store = await host.store();
      if ((await bankFacts(store.db)) !== undefined) {
        throw new CommandFailed(
          'The store is not empty, so nothing was changed. Name an empty one with DATA_DIR or DATABASE_URL.',
        );
      }
      const progress = progressLine(terminal, () => host.now().getTime());
      await fillDemoBank(store, {
        ...options,
        onWaiting: () => progress.done('Waiting for another process that is filling this store.'),
        today: host.now().toISOString().slice(0, 10),
        onProgress: ({ step, done, total }) => progress.show(`${step} ${bar(done, total)}`),
      });
      progress.done('The demo bank is loaded. Next, run `bellwether score`.');
    });
};
