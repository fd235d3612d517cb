import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { csvRecord } from '../conversation/export/csv.ts';
import { formatsOf } from '../language/catalogs.ts';
import { defaultLocale } from '../language/locale.ts';
import { neutralJson } from '../language/neutral-text.ts';
import {
  countEntries,
  type EntryFilter,
  type ListedEntry,
  listEntries,
  listSealedEntries,
} from '../store/access-log/list-entries.ts';
import { recordAccess } from '../store/access-log/record-access.ts';
import { sealEntries } from '../store/access-log/seal-entries.ts';
import { askedForByIds } from '../store/access-log/shown-before.ts';
import { findAnybody } from '../store/people/find-person.ts';
import type { Database } from '../store/store.ts';
import { type AddCommand, CommandFailed } from './host.ts';
import { textTable } from './text-table.ts';

/** Entries that a terminal shows; `--csv`, `--json` and `--export` give all. */
const mostShown = 50;
/** Entries read from the store at a time. */
const atATime = 1000;
const day = 24 * 3_600_000;

type Options = {
  customer?: string;
  person?: string;
  since?: string;
  json?: true;
  csv?: true;
  export?: string;
};

/** A day that exists, or so many days before now, such as `7d`. */
const sinceOption = () =>
  new Option('--since <when>', 'a day, YYYY-MM-DD, or so many days ago, such as 7d').argParser(
    (text: string) => {
      const date = new Date(`${text}T00:00:00Z`);
      const isDay =
        /^\d{4}-\d{2}-\d{2}$/.test(text) &&
        !Number.isNaN(date.getTime()) &&
        date.toISOString().startsWith(text);
      if (!isDay && !/^\d{1,4}d$/.test(text))
        throw new InvalidArgumentError('Expected a date such as 2026-03-31, or days such as 7d.');
      return text;
    },
  );

async function* allEntries(db: Database, filter: EntryFilter): AsyncGenerator<ListedEntry[]> {
  for (let after = 0; ; ) {
    const some = await listEntries(db, filter, { after, limit: atATime });
    if (some.length === 0) return;
    yield some;
    after = some.at(-1)?.id ?? after;
  }
}

/** Writes the entries with their places in the chain, a JSON document a line, into a file for its owner alone. */
async function writeLines(path: string, db: Database, filter: EntryFilter): Promise<number> {
  const file = await open(path, 'w', 0o600).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailed(`--export ${path} could not be written: ${why}`);
  });
  let written = 0;
  try {
    // A file that was there keeps its mode.
    await file.chmod(0o600);
    for (let after = 0; ; ) {
      const some = await listSealedEntries(db, filter, { after, limit: atATime });
      if (some.length === 0) return written;
      await file.appendFile(some.map((each) => `${JSON.stringify(each)}\n`).join(''));
      written += some.length;
      after = some.at(-1)?.place ?? after;
    }
  } finally {
    await file.close();
  }
}

/** What a person or a program asked for, such as `limit=3 tier=high`. */
const askedWords = (asked: ListedEntry['asked']): string =>
  Object.entries(asked)
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(' ');

const heads = ['Id', 'At (UTC)', 'Who', 'Where', 'What', 'Outcome', 'Customers', 'Asked', 'Shown'];

const cells = (each: ListedEntry): string[] => [
  String(each.id),
  each.at.toISOString().slice(0, 19).replace('T', ' '),
  `${each.person ?? each.identity ?? '–'}${
    each.onBehalfOf.length === 0 ? '' : ` for ${each.onBehalfOf.join(', ')}`
  }`,
  each.channel,
  each.intent,
  each.reason === null ? each.outcome : `${each.outcome}: ${each.reason}`,
  each.customers.join(' '),
  askedWords(each.asked),
  each.shown.join(' '),
];

/** The columns that a terminal has room for; of many customers, how many. */
const inShort = (each: ListedEntry): string[] => {
  const [id = '', at = '', who = '', where = '', what = '', outcome = '', customers = ''] =
    cells(each);
  const few = each.customers.length <= 3 ? customers : `${each.customers.length} customers`;
  return [id, at, who, where, what, outcome, few || '–'];
};

/** `bellwether audit`: who asked what, when, where and about whom, and whether it was shown. */
export const audit: AddCommand = (program, terminal, host) => {
  program
    .command('audit')
    .description('who asked what, when, where and about whom, and whether it was shown')
    .option('--customer <id>', "about one customer, by the bank's id")
    .option(
      '--person <who>',
      "of one person: an address, the bank's id, or an id as a platform has it",
    )
    .addOption(sinceOption())
    .option('--json', 'print all as one JSON document')
    .option('--csv', 'print all as CSV')
    .option(
      '--export <file>',
      'write all with the chain of hashes into a file, a JSON document a line',
    )
    .action(async (options: Options) => {
      const { json, csv, customer, person, since } = options;
      if ([json, csv, options.export].filter(Boolean).length > 1)
        throw new CommandFailed('Give one of --json, --csv and --export.');
      const { db } = await host.store();
      const now = host.now();
      const filter: EntryFilter = {
        customerId: customer === undefined ? undefined : await customerCalled(db, customer),
        person: person === undefined ? undefined : await personCalled(db, person),
        since: since === undefined ? undefined : momentOf(since, now),
      };
      // Who reads the log stands in it, too.
      await recordAccess(db, {
        at: now,
        managerId: null,
        channel: 'terminal',
        intent: 'audit',
        customerIds: filter.customerId === undefined ? [] : [filter.customerId],
        asked: { ...filter.person, ...(since === undefined ? {} : { since }) },
      });
      await sealEntries(db);
      if (options.export !== undefined) {
        const path = resolve(terminal.cwd, options.export);
        const written = await writeLines(path, db, filter);
        terminal.err(`${written === 1 ? 'One entry' : `${written} entries`} written to ${path}\n`);
        return;
      }
      if (json) {
        terminal.out('[');
        let first = true;
        for await (const some of allEntries(db, filter)) {
          terminal.out(`${first ? '' : ','}${some.map((each) => neutralJson(each)).join(',')}`);
          first = false;
        }
        terminal.out(']\n');
        return;
      }
      if (csv) {
        terminal.out(`\ufeff${csvRecord(heads)}`);
        for await (const some of allEntries(db, filter))
          terminal.out(some.map((each) => csvRecord(cells(each))).join(''));
        return;
      }
      const shown = await listEntries(db, filter, { newest: mostShown });
      terminal.out(textTable(heads.slice(0, 7), shown.map(inShort)));
      const all = await countEntries(db, filter);
      if (all > shown.length)
        terminal.out(
          `The newest ${shown.length} of ${all.toLocaleString(formatsOf(defaultLocale))}: --json, --csv or --export gives all.\n`,
        );
    });
};

const momentOf = (since: string, now: Date): Date =>
  since.endsWith('d')
    ? new Date(now.getTime() - Number(since.slice(0, -1)) * day)
    : new Date(`${since}T00:00:00Z`);

/** A customer by the bank's id, or by `#` and the id of the store, as one is shown who is no longer there. */
async function customerCalled(db: Database, id: string): Promise<number> {
  const gone = /^#(\d{1,9})$/.exec(id)?.[1];
  if (gone !== undefined) return Number(gone);
  const [found] = await askedForByIds(db, [id]);
  if (found === undefined) throw new CommandFailed(`--customer "${id}": no customer has this id.`);
  return found;
}

async function personCalled(db: Database, who: string): Promise<EntryFilter['person']> {
  const found = await findAnybody(db, who);
  if (found !== undefined) return { managerId: found.managerId };
  // As Slack and Teams have people whom nobody knows: workspace:person, tenant:person.
  if (/^[^\s:]+:\S+$/.test(who)) return { identity: who };
  throw new CommandFailed(
    `--person "${who}": nobody of the bank has this address or id. \`bellwether user list\` shows who there is.`,
  );
}
