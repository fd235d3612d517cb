import { InvalidArgumentError, Option } from 'commander';
import { serverChannels } from '../channels/registry.ts';
import { type ChannelName, type Role, roles } from '../store/kinds.ts';
import { getCustomer } from '../store/listings/list-customers.ts';
import { findPersonByEmail } from '../store/people/find-person.ts';
import { findBranch, linkIdentity, savePerson } from '../store/people/link-person.ts';
import { listPeople } from '../store/people/list-people.ts';
import { type AddCommand, CommandFailed } from './host.ts';
import { textTable } from './text-table.ts';

/** The options of `user link`, with a person's id on each channel. */
type LinkOptions = Partial<Record<ChannelName, string>> & {
  role?: Role;
  name?: string;
  branch?: string;
};

const address = (text: string): string => {
  if (!/^[^\s@]+@[^\s@]+$/.test(text)) {
    throw new InvalidArgumentError('Expected an address such as ana@mybank.example.');
  }
  return text;
};

/** Ids as a channel has them, such as of the workspace and of the person within it: as many as its form names. */
const accountOf = (form: string) => (text: string) => {
  const ids = text.split(':');
  if (ids.length !== form.split(':').length || ids.some((id) => !/^\S+$/.test(id))) {
    throw new InvalidArgumentError(`Expected ids in the form ${form}.`);
  }
  return text;
};

/** One option for each channel on which people can be linked by hand. */
const accountOptions = serverChannels.flatMap(({ name, account }) =>
  account === undefined
    ? []
    : [
        new Option(`--${name} <${account.form}>`, account.example).argParser(
          accountOf(account.form),
        ),
      ],
);

/** `bellwether user`: who of the bank may ask, and on which platforms they are known. */
export const user: AddCommand = (program, terminal, host) => {
  const group = program.command('user').description('who may ask, and what they may see');
  const link = group
    .command('link')
    .description('add a person of the bank, change one, or link one to a platform')
    .argument('<email>', 'their address at the bank', address)
    .addOption(
      new Option(
        '--role <role>',
        'manager: their own book; supervisor: their branch; analyst: all',
      ).choices(roles),
    )
    .option('--name <name>', 'the name others see')
    .option('--branch <branch>', 'the name or id of their branch')
    .action(async (email: string, options: LinkOptions) => {
      const store = await host.store();
      await store.db.transaction(async (tx) => {
        const known = await findPersonByEmail(tx, email);
        const role = options.role ?? known?.role;
        if (role === undefined) {
          throw new CommandFailed(
            `${email} is new: say what they may see with --role manager, supervisor or analyst.`,
          );
        }
        const branch =
          options.branch === undefined ? undefined : await findBranch(tx, options.branch);
        if (options.branch !== undefined && branch === undefined) {
          throw new CommandFailed(`--branch "${options.branch}": no branch has this name or id.`);
        }
        const branchId = branch?.id ?? known?.branchId ?? null;
        if (role === 'supervisor' && branchId === null) {
          throw new CommandFailed('A supervisor needs a branch: name it with --branch.');
        }
        const managerId = await savePerson(tx, {
          email,
          name: options.name ?? known?.name ?? email,
          role,
          branchId,
        });
        for (const { name: channel } of serverChannels) {
          const externalId = options[channel];
          if (externalId === undefined) continue;
          await linkIdentity(tx, { channel, externalId, managerId, linkedAt: host.now() });
        }
      });
      terminal.out(`${email} is linked.\n`);
    });
  for (const option of accountOptions) link.addOption(option);
  group
    .command('list')
    .description('list everybody, or those who may see one customer')
    .option('--customer <id>', "the bank's id of a customer")
    .option('--json', 'print one JSON document')
    .action(async (options: { customer?: string; json?: true }) => {
      const { db } = await host.store();
      const { customer } = options;
      if (
        customer !== undefined &&
        (await getCustomer(db, { kind: 'all' }, customer)) === undefined
      ) {
        throw new CommandFailed(`--customer "${customer}": no customer has this id.`);
      }
      const people = await listPeople(db, customer);
      if (options.json) {
        terminal.out(`${JSON.stringify(people)}\n`);
        return;
      }
      terminal.out(
        textTable(
          ['E-mail', 'Name', 'Role', 'Branch', 'Linked on'],
          people.map((each) => [
            each.email ?? '–',
            each.name,
            each.role,
            each.branch ?? '–',
            each.linked.join(', ') || '–',
          ]),
        ),
      );
    });
};
