import { resolve } from 'node:path';
import { neutralJson } from '../language/neutral-text.ts';
import { recordAccess } from '../store/access-log/record-access.ts';
import { bankFacts } from '../store/book/bank-facts.ts';
import {
  type Forgetting,
  forgetCustomer,
  previewForgetting,
} from '../store/rights/forget-customer.ts';
import { forgottenAt, letInAgain } from '../store/rights/forgotten.ts';
import { heldOf } from '../store/rights/held-of.ts';
import { noteWish, type Wish } from '../store/rights/wishes.ts';
import { type AddCommand, CommandFailed, type Host, type Terminal } from './host.ts';
import { textTable } from './text-table.ts';
import { writeForOwner } from './write-export.ts';

/** Messages and models that a preview names before it counts the others. */
const mostNamed = 20;

/** `bellwether customer`: what the law gives a customer: to be forgotten, left alone, and told what is held of them. */
export const customer: AddCommand = (program, terminal, host) => {
  const group = program
    .command('customer')
    .description('forget a customer, restrict what is done with their data, or export it');
  group
    .command('forget')
    .description('take away everything held of a customer; says first what goes and what stays')
    .argument('<id>', "the bank's id of the customer")
    .option('--yes', 'do it without asking')
    .option('--lift', 'let the files of the bank bring a forgotten customer in again')
    .option('--json', 'print one JSON document; without --yes, of what would go')
    .action((id: string, options: ForgetOptions) => forget(id, options, terminal, host));
  const wishes: [Wish, string, string][] = [
    ['restricted', 'restrict', 'keep what is held of a customer, and do nothing with it'],
    ['do-not-contact', 'do-not-contact', 'note that nobody is to contact a customer'],
    ['do-not-profile', 'do-not-profile', 'note that no model is to judge a customer'],
  ];
  for (const [wish, name, description] of wishes)
    group
      .command(name)
      .description(description)
      .argument('<id>', "the bank's id of the customer")
      .option('--lift', 'take it back')
      .action(async (id: string, options: { lift?: true }) =>
        terminal.out(`${await note(host, id, wish, options.lift === true)}\n`),
      );
  group
    .command('export')
    .description('write everything held of a customer into a file that only its owner may read')
    .argument('<id>', "the bank's id of the customer")
    .requiredOption('--out <file>', 'the file, JSON with what each column is and its unit')
    .option('--json', 'print one JSON document about what was written')
    .action(async (id: string, options: { out: string; json?: true }) => {
      const { db } = await host.store();
      const bank = await bankFacts(db);
      const held = await heldOf(db, id, bank?.currency ?? '');
      if (held === undefined) throw new CommandFailed(unknown(id));
      // Written down before anything leaves the store.
      await recordAccess(db, {
        at: host.now(),
        managerId: null,
        channel: 'terminal',
        intent: 'customer.export',
        customerIds: [held.id],
      });
      const path = resolve(terminal.cwd, options.out);
      const { customer, tables } = held;
      const content = {
        customer,
        exportedAt: host.now().toISOString(),
        bank: { name: bank?.name ?? null, currency: bank?.currency ?? null },
        tables,
      };
      try {
        await writeForOwner(path, `${JSON.stringify(content, null, 2)}\n`);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new CommandFailed(`--out ${options.out} could not be written: ${why}`);
      }
      const counts = tables.map(({ table, rows }) => ({ table, rows: rows.length }));
      terminal.out(
        options.json
          ? `${neutralJson({ customer, file: path, tables: counts })}\n`
          : textTable(
              ['Table', 'Rows'],
              counts.map(({ table, rows }) => [table, String(rows)]),
            ),
      );
      terminal.err(`Everything held of ${id} is written to ${path}\n`);
    });
};

type ForgetOptions = { yes?: true; lift?: true; json?: true };

const unknown = (id: string) =>
  `No customer has the id ${id}. It is the bank's own id, as in the answer about them.`;

async function forget(
  id: string,
  { yes, lift, json }: ForgetOptions,
  terminal: Terminal,
  host: Host,
): Promise<void> {
  const store = await host.store();
  if (lift) {
    if (!(await letInAgain(store.db, id)))
      throw new CommandFailed(`${id} was not forgotten, so that nothing keeps them out.`);
    terminal.out(`The next import takes ${id} in again, if it is in the files of the bank.\n`);
    return;
  }
  const preview = await previewForgetting(store.db, id);
  if (preview === undefined) {
    const at = await forgottenAt(store.db, id);
    if (at === undefined) throw new CommandFailed(unknown(id));
    const since = at.toISOString();
    terminal.out(
      json
        ? `${neutralJson({ customer: id, forgotten: true, since })}\n`
        : `${id} was forgotten on ${since.slice(0, 10)}. Nothing is held of them.\n`,
    );
    return;
  }
  if (!yes && json) {
    terminal.out(`${neutralJson({ ...preview, forgotten: false })}\n`);
    return;
  }
  if (!json) terminal.out(inWords(preview));
  if (!yes) {
    terminal.err(`Type ${id} to forget this customer, or anything else to leave all as it is: `);
    if ((await firstLine(terminal))?.trim() !== id)
      throw new CommandFailed('Nothing was forgotten. Give the id when asked, or --yes.');
  }
  const done = await forgetCustomer(store, id, host.now());
  if (done === undefined) throw new CommandFailed(unknown(id));
  terminal.out(
    json
      ? `${neutralJson({ ...done, forgotten: true, since: host.now().toISOString() })}\n`
      : `\n${id} is forgotten.\n`,
  );
}

async function firstLine(terminal: Terminal): Promise<string | undefined> {
  for await (const line of terminal.lines()) return line;
  return undefined;
}

/** What goes and what stays, as an operator reads it. */
function inWords({ customer, goes, stays }: Forgetting): string {
  const some = (all: readonly string[]) =>
    `${all.slice(0, mostNamed).join(', ')}${all.length > mostNamed ? ` and ${all.length - mostNamed} more` : ''}`;
  const kept = [
    `The access log keeps ${rows(stays.accessLog)} as the duty to account for access asks: a number of this store that leads to nobody any more.`,
    ...(stays.models.length === 0
      ? []
      : [
          `Models that may have learnt from them among others, and hold sums of many: ${some(stays.models.map(({ id, kind, asOf }) => `${id} (${kind}, ${asOf})`))}.`,
        ]),
    ...(stays.runs.length === 0
      ? []
      : [
          `Published runs whose segments and means they are among: ${some(stays.runs.map(({ id, asOf }) => `${id} (${asOf})`))}. The next run is without them.`,
        ]),
    ...(stays.campaigns.length === 0
      ? []
      : [`Campaigns whose result is told without them from now on: ${some(stays.campaigns)}.`]),
    ...(stays.messages.length === 0
      ? []
      : [
          `Messages that stand on a platform, where they have to be taken away by hand: ${some(stays.messages.map(({ channel, address, messageId, sentAt }) => `${channel} ${address} ${messageId} of ${sentAt.slice(0, 10)}`))}.`,
        ]),
    ...stays.mentions.map(
      ({ table, column, rows: count }) =>
        `${rows(count)} of ${table} about others have this id or name in ${column}; somebody else may be called the same.`,
    ),
    'Messages older than three days on Slack and Teams, files that were exported, the files of the bank, and backups made before now: Bellwether does not reach these.',
    'A digest of their id and of their holdings’ ids, so that the next import does not bring them back.',
  ];
  return [
    `Of ${customer}, this goes:`,
    textTable(
      ['Table', 'Rows', ''],
      goes.map(({ table, rows, how }) => [
        table,
        String(rows),
        how === 'deleted' ? 'deleted' : 'what is theirs is taken out',
      ]),
    ),
    'This stays:',
    ...kept.map((line) => `- ${line}`),
    '',
  ].join('\n');
}

const rows = (count: number) => (count === 1 ? '1 row' : `${count} rows`);

async function note(host: Host, id: string, wish: Wish, lift: boolean): Promise<string> {
  const { db } = await host.store();
  const noted = await db.transaction(async (tx) => {
    const found = await noteWish(tx, id, wish, lift ? null : host.now());
    if (found === undefined) throw new CommandFailed(unknown(id));
    await recordAccess(tx, {
      at: host.now(),
      managerId: null,
      channel: 'terminal',
      intent: `customer.${wish}${lift ? '.lift' : ''}`,
      customerIds: [found.id],
    });
    return found;
  });
  if (lift && noted.byFiles)
    return `What an operator noted of ${id} is lifted, but the files of the bank still say ${wish}: it holds until they do not.`;
  if (lift) return `${id}: ${wish} is lifted. The next run counts them again.`;
  switch (wish) {
    case 'restricted':
      return `${id} is restricted: what is held of them is kept, shown to whoever asks for them by name, and counted nowhere else.`;
    case 'do-not-contact':
      return `${id} is not to be contacted: no digest, next step, campaign or list of whom to call has them.`;
    case 'do-not-profile':
      return `${id} is not to be judged by models: what runs said of them is deleted, and the next ones leave them out.`;
  }
}
