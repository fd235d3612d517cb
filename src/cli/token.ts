import { randomBytes } from 'node:crypto';
import { hashToken, tokenFrom } from '../api/token.ts';
import { findPersonByEmail } from '../store/people/find-person.ts';
import { addToken, listTokens, revokeToken } from '../store/tokens/api-tokens.ts';
import { type AddCommand, CommandFailed } from './host.ts';
import { textTable } from './text-table.ts';

/** `bellwether token`: bearer tokens of the REST API. */
export const token: AddCommand = (program, terminal, host) => {
  const group = program.command('token').description('bearer tokens of the REST API');
  group
    .command('create')
    .description('create a token with the access of one person; it is shown once')
    .argument('<name>', 'what it is for')
    .requiredOption('--as <email>', 'the person it acts for')
    .option('--json', 'print one JSON document')
    .action(async (name: string, options: { as: string; json?: true }) => {
      const { db } = await host.store();
      const person = await findPersonByEmail(db, options.as);
      if (person === undefined) {
        throw new CommandFailed(
          `--as "${options.as}": no active person has this address. \`bellwether user list\` shows who there is.`,
        );
      }
      const secret = tokenFrom(randomBytes(32));
      const id = await addToken(db, {
        name,
        hash: hashToken(secret),
        managerId: person.managerId,
        createdAt: host.now(),
      });
      terminal.out(options.json ? `${JSON.stringify({ id, token: secret })}\n` : `${secret}\n`);
      if (!options.json) terminal.err('Save it now: only its hash is stored.\n');
    });
  group
    .command('list')
    .description('all tokens')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => {
      const tokens = await listTokens((await host.store()).db);
      if (options.json) {
        terminal.out(`${JSON.stringify(tokens)}\n`);
        return;
      }
      const day = (date: Date | null) => date?.toISOString().slice(0, 16).replace('T', ' ') ?? '–';
      terminal.out(
        textTable(
          ['Id', 'Name', 'Acts for', 'Created', 'Last used', 'Revoked'],
          tokens.map((each) => [
            String(each.id),
            each.name,
            each.email ?? '–',
            day(each.createdAt),
            day(each.lastUsedAt),
            day(each.revokedAt),
          ]),
        ),
      );
    });
  group
    .command('revoke')
    .description('revoke a token at once')
    .argument('<id>')
    .action(async (id: string) => {
      const { db } = await host.store();
      if (!/^\d{1,9}$/.test(id) || !(await revokeToken(db, Number(id), host.now()))) {
        throw new CommandFailed(
          `There is no valid token ${id}. \`bellwether token list\` shows them.`,
        );
      }
      terminal.out(`Token ${id} is revoked.\n`);
    });
};
