import { csvRecord } from '../conversation/export/csv.ts';
import { reasonWords } from '../ingest/print-report.ts';
import { formatsOf } from '../language/catalogs.ts';
import { defaultLocale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { neutralJson } from '../language/neutral-text.ts';
import { countRejects, listRejects, type Reject } from '../store/ingest/list-rejects.ts';
import type { Database } from '../store/store.ts';
import { type AddCommand, CommandFailed } from './host.ts';
import { textTable } from './text-table.ts';

/** Rows that a terminal shows; `--csv` and `--json` give all. */
const mostShown = 50;
/** Rows read from the store at a time. */
const atATime = 1000;

type Options = { file?: string; csv?: true; json?: true };

async function* allRejects(db: Database, file: string | undefined): AsyncGenerator<Reject[]> {
  for (let after = 0; ; ) {
    const some = await listRejects(db, { file, after, limit: atATime });
    if (some.length === 0) return;
    yield some;
    after = some.at(-1)?.id ?? after;
  }
}

/** `bellwether rejects`: the rows of a bank's files that were not taken in, and why. */
export const rejects: AddCommand = (program, terminal, host) => {
  program
    .command('rejects')
    .description("rows of the bank's files that were not taken in, and why")
    .option('--file <name>', 'only those of a file of this name')
    .option('--csv', 'print all as CSV')
    .option('--json', 'print all as one JSON document')
    .action(async ({ file, csv, json }: Options) => {
      if (csv && json) throw new CommandFailed('Give --csv or --json, not both.');
      const { db } = await host.store();
      const say = sayIn(defaultLocale);
      const words = ({ reason }: Reject) => reasonWords(reason, say);
      if (json) {
        terminal.out('[');
        let first = true;
        for await (const some of allRejects(db, file)) {
          terminal.out(
            `${first ? '' : ','}${some.map(({ id, ...each }) => neutralJson({ ...each, message: words({ id, ...each }) })).join(',')}`,
          );
          first = false;
        }
        terminal.out(']\n');
        return;
      }
      const heads = ['File', 'Line', 'Column', 'Value', 'Reason'];
      const cells = (each: Reject) => [
        each.file,
        String(each.line),
        each.column,
        each.value ?? '',
        words(each),
      ];
      if (csv) {
        terminal.out(`\ufeff${csvRecord(heads)}`);
        for await (const some of allRejects(db, file)) {
          terminal.out(some.map((each) => csvRecord(cells(each))).join(''));
        }
        return;
      }
      const shown = await listRejects(db, { file, after: 0, limit: mostShown });
      terminal.out(textTable(heads, shown.map(cells)));
      const all = await countRejects(db, file);
      if (all > shown.length) {
        terminal.out(
          `The first ${shown.length} of ${all.toLocaleString(formatsOf(defaultLocale))}: --csv or --json gives all, --file those of one file.\n`,
        );
      }
    });
};
