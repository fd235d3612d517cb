import { InvalidArgumentError, Option } from 'commander';
import { serverChannels } from '../channels/registry.ts';
import { neutralJson } from '../language/neutral-text.ts';
import { todayIn } from '../language/today.ts';
import { recordAccess } from '../store/access-log/record-access.ts';
import { bankFacts } from '../store/book/bank-facts.ts';
import { bankRoles, type ChannelName, type Role } from '../store/kinds.ts';
import { getCustomer } from '../store/listings/list-customers.ts';
import {
  delegateBook,
  endDelegations,
  type Standing,
  standingsOf,
} from '../store/people/delegations.ts';
import { disablePerson, enablePerson } from '../store/people/disable-person.ts';
import { findPersonByEmail } from '../store/people/find-person.ts';
import { unlinkIdentities } from '../store/people/identities.ts';
import { findBranch, linkIdentity, savePerson } from '../store/people/link-person.ts';
import { listPeople } from '../store/people/list-people.ts';
import { type ShownPerson, showPerson } from '../store/people/show-person.ts';
import { teamOf } from '../store/people/teams.ts';
import { endSignIns, listSignIns } from '../store/sign-ins/sign-ins.ts';
import type { Database } from '../store/store.ts';
import { dayOption } from './day-option.ts';
import { type AddCommand, CommandFailed } from './host.ts';
import { textTable } from './text-table.ts';
import { addTeamCommand } from './user-team.ts';

/** For how many days a book is delegated at most. */
const longestDelegation = 366;

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

/** Somebody who stands in, as programs are told. */
const withoutId = ({ managerId: _, ...standing }: Standing) => standing;

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
        'manager: their own book; lead: the books of their team (`user team`); supervisor: their branch; analyst: all; auditor, operator: no customer',
      ).choices(bankRoles),
    )
    .option('--name <name>', 'the name others see')
    .option('--branch <branch>', 'the name or id of their branch')
    .action(async (email: string, options: LinkOptions) => {
      const store = await host.store();
      await store.db.transaction(async (tx) => {
        if ((await showPerson(tx, email, host.now()))?.disabledAt)
          throw new CommandFailed(
            `${email} is disabled. Run \`bellwether user enable ${email}\` first.`,
          );
        const known = await findPersonByEmail(tx, email);
        const role = options.role ?? known?.role;
        if (role === undefined) {
          throw new CommandFailed(
            `${email} is new: say what they may see with --role ${bankRoles.join(', ')}.`,
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
        // Who may see what is for the auditor to know, most of all where somebody becomes one.
        if (role !== known?.role)
          await recordAccess(tx, {
            at: host.now(),
            managerId: null,
            channel: 'terminal',
            intent: 'user.link',
            customerIds: [],
            asked: { manager: managerId, role, before: known?.role ?? null },
          });
      });
      terminal.out(`${email} is linked.\n`);
    });
  for (const option of accountOptions) link.addOption(option);
  const somebody = async (who: string): Promise<ShownPerson> => {
    const found = await showPerson((await host.store()).db, who, host.now());
    if (found !== undefined) return found;
    throw new CommandFailed(
      `Nobody of the bank has the address or id ${who}. \`bellwether user list\` shows who there is.`,
    );
  };
  group
    .command('unlink')
    .description('part a person from their accounts on a platform, or on all')
    .argument('<who>', 'an address, or an id of the bank')
    .addOption(
      new Option('--from <channel>', 'only there').choices(serverChannels.map(({ name }) => name)),
    )
    .action(async (who: string, options: { from?: ChannelName }) => {
      const { managerId } = await somebody(who);
      const gone = await unlinkIdentities((await host.store()).db, managerId, options.from);
      if (gone === 0) throw new CommandFailed(`${who} is not linked there.`);
      terminal.out(
        `${who} is unlinked from ${gone === 1 ? 'one account' : `${gone} accounts`}. Who has the address of an active person is linked again when they ask: \`user disable\` keeps them out.\n`,
      );
    });
  group
    .command('disable')
    .description('close every door to a person at once, until they are enabled again')
    .argument('<who>', 'an address, or an id of the bank')
    .action(async (who: string) => {
      const { managerId } = await somebody(who);
      const { db } = await host.store();
      const { signIns, tokens } = await disablePerson(db, managerId, host.now());
      terminal.out(
        `${who} is disabled: no answers, digests or charts on any channel. Ended: ${signIns} sign-ins; revoked: ${tokens} tokens.\n`,
      );
    });
  group
    .command('enable')
    .description('open the doors again to a person who was disabled')
    .argument('<who>', 'an address, or an id of the bank')
    .action(async (who: string) => {
      const { managerId, disabledAt } = await somebody(who);
      if (disabledAt === null) throw new CommandFailed(`${who} is not disabled.`);
      await enablePerson((await host.store()).db, managerId);
      terminal.out(
        `${who} is enabled. They sign in anew, and programs need new tokens (\`bellwether token create\`).\n`,
      );
    });
  group
    .command('delegate')
    .description("have a manager's book be seen by another, too, as while they are on holiday")
    .argument('<from>', 'whose book: an address, or an id of the bank')
    .argument('<to>', 'who stands in')
    .addOption(dayOption('--until <date>', "the last day, in the bank's time zone"))
    .option('--end', 'end it now')
    .action(async (from: string, to: string, options: { until?: string; end?: true }) => {
      const { until, end } = options;
      if ((until === undefined) === (end === undefined))
        throw new CommandFailed('Give one of --until DATE and --end.');
      const { db } = await host.store();
      const [owner, delegate] = [await somebody(from), await somebody(to)];
      const pair = { fromId: owner.managerId, toId: delegate.managerId };
      const now = host.now();
      if (until === undefined) {
        if ((await endDelegations(db, pair, now)) === 0)
          throw new CommandFailed(`${to} does not stand in for ${from}.`);
        terminal.out(`${to} no longer sees the book of ${from}.\n`);
        return;
      }
      if (pair.fromId === pair.toId)
        throw new CommandFailed(`${from} sees that book already: name somebody else.`);
      for (const [who, { role }] of [
        [from, owner],
        [to, delegate],
      ] as const)
        if (role !== 'manager' && (role !== 'lead' || who === from))
          throw new CommandFailed(
            `${who} is not a manager but has the role ${role}: books are delegated from a manager to a manager or a team lead.`,
          );
      if (!delegate.active) throw new CommandFailed(`${to} is not active.`);
      const timezone = (await bankFacts(db))?.timezone ?? 'UTC';
      if (until < todayIn(timezone, now))
        throw new CommandFailed(`--until ${until}: that day is over.`);
      const last = new Date(now.getTime() + longestDelegation * 86_400_000);
      if (until > todayIn(timezone, last))
        throw new CommandFailed(
          `--until ${until}: a book is delegated for ${longestDelegation} days at most. To hand it over for good, change the manager in the bank's files.`,
        );
      await delegateBook(db, pair, { until, timezone, now });
      terminal.out(`${to} sees the book of ${from}, too, until the end of ${until}.\n`);
    });
  addTeamCommand(group, { terminal, host }, somebody);
  group
    .command('show')
    .description('one person: what they may see, and which doors are open to them')
    .argument('<who>', 'an address, or an id of the bank')
    .option('--json', 'print one JSON document')
    .action(async (who: string, options: { json?: true }) => {
      const { managerId, ...shownPerson } = await somebody(who);
      const { db } = await host.store();
      const standings = await standingsOf(db, managerId);
      const team = shownPerson.role === 'lead' ? await teamOf(db, shownPerson.externalId) : [];
      const person = {
        ...shownPerson,
        team: team.map(({ name, email }) => ({ name, email })),
        standsInFor: standings.standsInFor.map(withoutId),
        stoodInBy: standings.stoodInBy.map(withoutId),
      };
      if (options.json) {
        terminal.out(`${neutralJson(person)}\n`);
        return;
      }
      const { disabledAt, active, accounts } = person;
      const state =
        disabledAt !== null
          ? `disabled since ${minute(disabledAt)}`
          : active
            ? 'active'
            : 'inactive';
      terminal.out(
        textTable(
          [
            'Name',
            'E-mail',
            'Role',
            'Branch',
            'Led by',
            'State',
            'Customers',
            'Digests',
            'Sign-ins',
            'Tokens',
          ],
          [
            [
              person.name,
              person.email ?? '–',
              person.role,
              person.branch ?? '–',
              person.lead ?? '–',
              state,
              String(person.customers),
              String(person.digests),
              String(person.signIns),
              String(person.tokens),
            ],
          ],
        ),
      );
      if (person.team.length > 0)
        terminal.out(
          textTable(
            ['In the team', 'E-mail'],
            person.team.map(({ name, email }) => [name, email ?? '–']),
          ),
        );
      for (const [title, some] of [
        ['Stands in for', person.standsInFor],
        ['Stood in for by', person.stoodInBy],
      ] as const)
        if (some.length > 0)
          terminal.out(
            textTable(
              [title, 'E-mail', 'Until'],
              some.map(({ name, email, until }) => [name, email ?? '–', until]),
            ),
          );
      if (accounts.length === 0) return;
      terminal.out(
        textTable(
          ['Linked on', 'As', 'By', 'Asked last', 'State'],
          accounts.map(({ channel, externalId, by, checkedAt, endedAt }) => [
            channel,
            externalId,
            by,
            checkedAt === null ? '–' : minute(checkedAt),
            endedAt === null ? 'linked' : `ended ${minute(endedAt)}`,
          ]),
        ),
      );
    });
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
        terminal.out(`${neutralJson(people)}\n`);
        return;
      }
      terminal.out(
        textTable(
          ['E-mail', 'Name', 'Role', 'Branch', 'Led by', 'Linked on'],
          people.map((each) => [
            each.email ?? '–',
            each.name,
            each.role,
            each.branch ?? '–',
            each.lead ?? '–',
            each.linked.join(', ') || '–',
          ]),
        ),
      );
    });
  group
    .command('sign-ins')
    .description('who signed in to the web page, and until when')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => {
      const all = await listSignIns((await host.store()).db);
      if (options.json) {
        terminal.out(`${neutralJson(all)}\n`);
        return;
      }
      terminal.out(
        textTable(
          ['Id', 'E-mail', 'By', 'Since', 'Last there', 'Until'],
          all.map((each) => [
            String(each.id),
            each.email ?? each.name,
            each.kind,
            minute(each.createdAt),
            minute(each.lastUsedAt),
            each.endedAt === null ? minute(each.expiresAt) : `ended ${minute(each.endedAt)}`,
          ]),
        ),
      );
    });
  group
    .command('sign-out')
    .description('end one sign-in to the web page, or all of a person')
    .argument('<id-or-email>', 'a number of `user sign-ins`, or an address')
    .action(async (which: string) => {
      const { db } = await host.store();
      const ended = await endSignIns(db, await signInsOf(db, which), host.now());
      if (ended === 0) {
        throw new CommandFailed(
          `Nobody is signed in as ${which}. \`bellwether user sign-ins\` shows who is.`,
        );
      }
      terminal.out(`${ended === 1 ? 'One sign-in is' : `${ended} sign-ins are`} ended.\n`);
    });
};

const minute = (date: Date): string => date.toISOString().slice(0, 16).replace('T', ' ');

/** The sign-ins that a number or an address stands for. */
async function signInsOf(
  db: Database,
  which: string,
): Promise<{ id: number } | { managerId: number }> {
  if (/^\d{1,9}$/.test(which)) return { id: Number(which) };
  const person = await findPersonByEmail(db, which);
  if (person === undefined) {
    throw new CommandFailed(
      `No active person has the address ${which}. \`bellwether user list\` shows who there is.`,
    );
  }
  return { managerId: person.managerId };
}
