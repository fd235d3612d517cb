import { InvalidArgumentError } from 'commander';
import { type Anchor, sealEntries } from '../store/access-log/seal-entries.ts';
import { type Break, verifyChain } from '../store/access-log/verify-chain.ts';
import { bankFacts } from '../store/book/bank-facts.ts';
import { newestRun } from '../store/book/newest-run.ts';
import { checkLanguageModel } from './check-language-model.ts';
import { type AddCommand, CommandFailed } from './host.ts';

/** `bellwether doctor`: what is set up, what is not, and what to do about it. */
export const doctor: AddCommand = (program, terminal, host) => {
  program
    .command('doctor')
    .description('check the settings and the store, and say what to do')
    .option(
      '--anchor <place:hash>',
      "also that the log of access has a place and hash of the server's log; may be given again",
      anchors,
    )
    .action(async (options: { anchor?: Anchor[] }) => {
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
      await sealEntries(store.db);
      const chain = await verifyChain(store.db, options.anchor);
      const upTo = chain.last === null ? '' : `, up to ${chain.last.place}:${chain.last.hash}`;
      say(
        chain.broken === null,
        chain.broken === null
          ? `The log of access is whole: ${chain.entries} entries${upTo}.`
          : `The log of access was changed: ${inWords(chain.broken)} Compare it with a backup, and with the anchors in the server's log.`,
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
      if (chain.broken !== null) throw new CommandFailed('The log of access cannot be relied on.');
      if (bank === undefined || run === undefined) {
        throw new CommandFailed('The server would start, but could not answer questions yet.');
      }
    });
};

/** Adds an anchor to those given before. */
function anchors(text: string, before: Anchor[] = []): Anchor[] {
  const [, place, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (place === undefined || hash === undefined)
    throw new InvalidArgumentError('Expected a place and its hash, such as 1200:5e88…');
  return [...before, { place: Number(place), hash }];
}

/** What is wrong with the log of access, and where first. */
function inWords({ how, place, entryId }: Break): string {
  switch (how) {
    case 'altered':
      return `entry ${entryId}, at place ${place}, is not as it was written.`;
    case 'deleted':
      return entryId === null
        ? `place ${place} of its chain is gone.`
        : place === null
          ? `entry ${entryId} is gone; it had no place in the chain yet.`
          : `entry ${entryId}, at place ${place}, is gone.`;
    case 'unchained':
      return `entry ${entryId} never came into its chain.`;
    case 'beginning':
      return `its chain begins at place ${place}, and no entry says that retention deleted what was before.`;
    case 'anchor':
      return `place ${place} is not there, or has another hash than was written down.`;
  }
}
