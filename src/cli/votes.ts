import { neutralJson } from '../language/neutral-text.ts';
import { type Tally, votesByIntent } from '../store/votes/votes.ts';
import type { AddCommand } from './host.ts';
import { textTable } from './text-table.ts';

const share = ({ helpful, notHelpful }: Tally) => helpful / (helpful + notHelpful);

/** `bellwether votes`: which answers people found helpful, by command, and what they said of them. */
export const votes: AddCommand = (program, terminal, host) => {
  program
    .command('votes')
    .description('how many found the answers of each command helpful, and what they said')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => {
      const tallies = await votesByIntent((await host.store()).db);
      if (options.json) {
        const document = tallies.map((each) => ({ ...each, share: share(each) }));
        terminal.out(`${neutralJson(document)}\n`);
        return;
      }
      terminal.out(
        textTable(
          ['Command', 'Helpful', 'Not helpful', 'Share helpful'],
          tallies.map((each) => [
            each.intent,
            String(each.helpful),
            String(each.notHelpful),
            `${Math.round(share(each) * 100)} %`,
          ]),
        ),
      );
      const said = tallies.flatMap(({ intent, words }) =>
        words.map(({ at, helpful, text }) => [
          intent,
          at.slice(0, 10),
          helpful ? 'helpful' : 'not helpful',
          text,
        ]),
      );
      if (said.length > 0)
        terminal.out(`\n${textTable(['Command', 'Day', 'Vote', 'Words'], said)}`);
    });
};
