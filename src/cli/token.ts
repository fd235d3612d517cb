import { randomBytes } from 'node:crypto';
import { InvalidArgumentError, Option } from 'commander';
import { hashToken, tokenFrom } from '../access/token.ts';
import { neutralJson } from '../language/neutral-text.ts';
import { readingScopes, seesCustomers, type TokenScope, tokenScopes } from '../store/kinds.ts';
import { findPersonByEmail } from '../store/people/find-person.ts';
import {
  addToken,
  type ListedToken,
  listTokens,
  revokeToken,
  rotateToken,
} from '../store/tokens/api-tokens.ts';
import { type AddCommand, CommandFailed, type Terminal } from './host.ts';
import { textTable } from './text-table.ts';

const day = 24 * 3_600_000;
/** For how many days a token is valid unless something else is said, and how long at most. */
const lifetime = { usual: 365, most: 3_650 };
/** For how many hours a token goes on beside the one that takes its place, unless something else is said, and at most. */
const overlap = { usual: 24, most: 720 };

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (!/^\d{1,4}$/.test(text) || number < least || number > most)
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
    return number;
  };

function scopesIn(text: string): TokenScope[] {
  const named = text.split(',').map((each) => each.trim());
  const scopes = tokenScopes.filter((scope) => named.includes(scope));
  if (named.some((each) => !scopes.some((scope) => scope === each)))
    throw new InvalidArgumentError(
      `Expected some of ${tokenScopes.join(',')}, with commas between them.`,
    );
  return scopes;
}

const expiresOption = () =>
  new Option('--expires <days>', `days until it ends, 1 to ${lifetime.most}`)
    .argParser(wholeNumber(1, lifetime.most))
    .default(lifetime.usual);

function show(
  terminal: Terminal,
  { id, secret, expiresAt }: { id: number; secret: string; expiresAt: Date },
  json: true | undefined,
): void {
  terminal.out(json ? `${neutralJson({ id, token: secret, expiresAt })}\n` : `${secret}\n`);
  if (!json)
    terminal.err(
      `Save it now: only its hash is stored. It ends on ${expiresAt.toISOString().slice(0, 10)}.\n`,
    );
}

const noneValid = (id: string) =>
  new CommandFailed(`There is no valid token ${id}. \`bellwether token list\` shows them.`);

/** What of a token is so now, in a word. */
function stateOf({ revokedAt, expiresAt }: ListedToken, now: Date): string {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'ended' : 'valid';
}

/** `bellwether token`: bearer tokens of the REST API. */
export const token: AddCommand = (program, terminal, host) => {
  const group = program.command('token').description('bearer tokens of the REST API');
  group
    .command('create')
    .description('create a token with the access of one person; it is shown once')
    .argument('<name>', 'what it is for')
    .requiredOption('--as <email>', 'the person it acts for')
    .addOption(
      new Option(
        '--scopes <list>',
        `what it may do: read ${readingScopes.join(',')}, or chat, as tools of a language model do`,
      )
        .argParser(scopesIn)
        .default([...readingScopes], 'all that read'),
    )
    .addOption(expiresOption())
    .option('--json', 'print one JSON document')
    .action(
      async (
        name: string,
        options: { as: string; scopes: TokenScope[]; expires: number; json?: true },
      ) => {
        const { db } = await host.store();
        const person = await findPersonByEmail(db, options.as);
        if (person === undefined) {
          throw new CommandFailed(
            `--as "${options.as}": no active person has this address. \`bellwether user list\` shows who there is.`,
          );
        }
        if (!seesCustomers(person.role)) {
          throw new CommandFailed(
            `--as "${options.as}": an ${person.role} sees no customer, and nor would a token of theirs.`,
          );
        }
        const secret = tokenFrom(randomBytes(32));
        const createdAt = host.now();
        const expiresAt = new Date(createdAt.getTime() + options.expires * day);
        const id = await addToken(db, {
          name,
          hash: hashToken(secret),
          managerId: person.managerId,
          scopes: options.scopes,
          createdAt,
          expiresAt,
        });
        show(terminal, { id, secret, expiresAt }, options.json);
      },
    );
  group
    .command('rotate')
    .description('put a new token in the place of one; the one before goes on for some hours')
    .argument('<id>')
    .addOption(
      new Option('--overlap <hours>', `hours that the one before goes on, 0 to ${overlap.most}`)
        .argParser(wholeNumber(0, overlap.most))
        .default(overlap.usual),
    )
    .addOption(expiresOption())
    .option('--json', 'print one JSON document')
    .action(async (id: string, options: { overlap: number; expires: number; json?: true }) => {
      const { db } = await host.store();
      const secret = tokenFrom(randomBytes(32));
      const at = host.now();
      const expiresAt = new Date(at.getTime() + options.expires * day);
      const until = new Date(at.getTime() + options.overlap * 3_600_000);
      const rotated = /^\d{1,9}$/.test(id)
        ? await rotateToken(db, Number(id), { hash: hashToken(secret), at, expiresAt, until })
        : undefined;
      if (rotated === undefined) throw noneValid(id);
      show(terminal, { id: rotated, secret, expiresAt }, options.json);
    });
  group
    .command('list')
    .description('all tokens')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => {
      const tokens = await listTokens((await host.store()).db);
      if (options.json) {
        terminal.out(`${neutralJson(tokens)}\n`);
        return;
      }
      const minute = (date: Date | null) =>
        date?.toISOString().slice(0, 16).replace('T', ' ') ?? '–';
      terminal.out(
        textTable(
          ['Id', 'Name', 'Acts for', 'May read', 'Created', 'Last used', 'Ends', 'State'],
          tokens.map((each) => [
            String(each.id),
            each.name,
            each.email ?? '–',
            each.scopes.join(', '),
            minute(each.createdAt),
            minute(each.lastUsedAt),
            minute(each.revokedAt ?? each.expiresAt),
            stateOf(each, host.now()),
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
      if (!/^\d{1,9}$/.test(id) || !(await revokeToken(db, Number(id), host.now())))
        throw noneValid(id);
      terminal.out(`Token ${id} is revoked.\n`);
    });
};
