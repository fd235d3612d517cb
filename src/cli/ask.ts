import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createPeople } from '../access/people.ts';
import type { Principal } from '../access/principal.ts';
import { renderTerminal } from '../channels/terminal/render.ts';
import { drawPng } from '../charts/draw-png.ts';
import { createConversation } from '../conversation/create-conversation.ts';
import { demoPeople } from '../demo/people.ts';
import type { Locale } from '../language/locale.ts';
import { bankFacts } from '../store/book/bank-facts.ts';
import type { Store } from '../store/store.ts';
import { type AddCommand, CommandFailed, type Host } from './host.ts';
import { localeOption } from './locale-option.ts';
import { bar, progressLine } from './progress-line.ts';
import { type ExportPath, exportPath, writeExport } from './write-export.ts';

async function asker(store: Store, host: Host, email: string | undefined): Promise<Principal> {
  const people = createPeople(store, host.now);
  if (email === undefined && !(await bankFacts(store.db))?.demo) {
    throw new CommandFailed(
      'This store holds a real bank: say who is asking with --as EMAIL. `bellwether user list` shows who there is; `bellwether user link EMAIL --role analyst` adds one.',
    );
  }
  const principal = await people.byEmail(email ?? demoPeople.analyst);
  if (principal.kind === 'unlinked') {
    throw new CommandFailed(
      email === undefined
        ? `The analyst of the demo bank, ${demoPeople.analyst}, is not in the store: say who is asking with --as EMAIL. \`bellwether user list\` shows who there is.`
        : `--as "${email}": no active person has this address. \`bellwether user list\` shows who there is.`,
    );
  }
  return principal;
}

/** `bellwether ask`: one question, answered as a card, or as one JSON document. */
export const ask: AddCommand = (program, terminal, host) => {
  program
    .command('ask')
    .description('ask a question, as in chat')
    .argument('<text>', 'for example "value customer 1042" or "who is about to leave?"')
    .option('--as <email>', 'who is asking; in a demo store, the analyst by default')
    .addOption(localeOption())
    .option('--json', 'print one JSON document')
    .option('--chart <file.png>', 'write the first chart to a file')
    .option('--export <file>', 'write the whole list to a file, .csv or .xlsx', exportPath)
    .action(
      async (
        text: string,
        options: {
          as?: string;
          locale?: Locale;
          json?: true;
          chart?: string;
          export?: ExportPath;
        },
      ) => {
        const store = await host.store();
        const progress = progressLine(terminal, () => host.now().getTime());
        await host.prepared(({ step, done, total }) =>
          progress.show(`${step} ${bar(done, total)}`),
        );
        progress.done();
        const principal = await asker(store, host, options.as);
        const { config, now, languageModel } = host;
        const conversation = createConversation({ store, config, now, languageModel });
        const answer = await conversation.answer({
          text,
          principal,
          channel: 'terminal',
          address: principal.kind === 'linked' ? String(principal.managerId) : '',
          shared: false,
          ...(options.locale === undefined ? {} : { locale: options.locale }),
          ...(options.export === undefined ? {} : { exportAs: options.export.format }),
        });
        if (options.chart !== undefined) {
          const chart = answer.reply.charts[0];
          if (chart === undefined) {
            throw new CommandFailed('This answer has no chart, so --chart wrote nothing.');
          }
          const file = resolve(terminal.cwd, options.chart);
          try {
            await writeFile(file, await drawPng(chart.spec, 'light'), { mode: 0o600 });
          } catch (error) {
            const why = error instanceof Error ? error.message : String(error);
            throw new CommandFailed(`--chart ${options.chart} could not be written: ${why}`);
          }
          terminal.err(`Chart written to ${file}\n`);
        }
        if (answer.file !== undefined) await writeExport(answer.file, terminal, options.export);
        else if (options.export !== undefined)
          throw new CommandFailed('This answer has no list, so --export wrote nothing.');
        if (options.json) {
          const { intent, entities, reply, data } = answer;
          terminal.out(`${JSON.stringify({ intent, entities, reply, data })}\n`);
          return;
        }
        terminal.out(
          renderTerminal(answer.reply, {
            width: Math.min(terminal.width, 100),
            colour: terminal.colour,
            locale: answer.locale,
          }),
        );
      },
    );
};
