import { workRuns } from '../jobs/run-worker.ts';
import { scoreInProcess } from '../scoring/run/own-process/score-in-process.ts';
import { serverLog } from '../server/server-log.ts';
import { storeTime } from '../store/store-time.ts';
import { type AddCommand, CommandFailed } from './host.ts';

/** `bellwether worker`: makes nightly runs, on any machine that reaches the database, until it is stopped. */
export const worker: AddCommand = (program, terminal, host) => {
  program
    .command('worker')
    .description('make the nightly runs of a PostgreSQL store, until stopped')
    .action(async () => {
      const { config, environment } = host;
      const { DATABASE_URL: url, BELLWETHER_CONFIG: configFile, LOG_LEVEL } = environment;
      if (url === undefined)
        throw new CommandFailed(
          'The embedded store belongs to its server, which makes its runs. Workers need DATABASE_URL.',
        );
      await workRuns(
        {
          store: await host.store(),
          config,
          time: () => storeTime,
          log: serverLog(LOG_LEVEL),
          scoreNight: ({ night, signal }) =>
            scoreInProcess({ url, configFile, config, night }, { signal }),
        },
        terminal.signal,
      );
    });
};
