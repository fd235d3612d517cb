import { bankFacts } from '../store/book/bank-facts.ts';
import { newestRun } from '../store/book/newest-run.ts';
import { checkLanguageModel } from './check-language-model.ts';
import { type AddCommand, CommandFailed } from './host.ts';

/** `bellwether doctor`: what is set up, what is not, and what to do about it. */
export const doctor: AddCommand = (program, terminal, host) => {
  program
    .command('doctor')
    .description('check the settings and the store, and say what to do')
    .action(async () => {
      const { environment } = host;
      const say = (good: boolean, text: string) => terminal.out(`${good ? '✓' : '✗'} ${text}\n`);
      const store = await host.store();
      say(true, `Settings are valid (${environment.BELLWETHER_CONFIG}).`);
      const where = store.kind === 'pglite' ? `embedded in ${environment.DATA_DIR}` : 'PostgreSQL';
      say(true, `The store is reachable and up to date (${where}).`);
      const bank = await bankFacts(store.db);
      say(
        bank !== undefined,
        bank === undefined
          ? 'No bank is in the store. Run `bellwether ingest` with a mapping, or `bellwether demo`.'
          : `The store holds ${bank.name}${bank.demo ? ', made up for the demo' : ''}.`,
      );
      const run = await newestRun(store.db);
      say(
        run !== undefined,
        run === undefined
          ? 'No valuation run is published. Run `bellwether score`.'
          : `Run ${run.id} is published, as of ${run.asOf}.`,
      );
      const slack = environment.SLACK_BOT_TOKEN !== undefined;
      const teams = environment.TEAMS_APP_ID !== undefined || environment.TEAMS_AUTH === 'none';
      if (host.config.languageModel === undefined)
        terminal.out('- A language model is not set up (languageModel in the configuration).\n');
      else {
        const { good, text } = await checkLanguageModel(host.config.languageModel, host);
        say(good, text);
      }
      terminal.out(`- Slack is ${slack ? 'set up' : 'not set up (SLACK_BOT_TOKEN)'}.\n`);
      terminal.out(`- Teams is ${teams ? 'set up' : 'not set up (TEAMS_APP_ID)'}.\n`);
      if (bank === undefined || run === undefined) {
        throw new CommandFailed('The server would start, but could not answer questions yet.');
      }
    });
};
