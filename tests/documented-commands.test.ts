import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../src/store/store.ts';
import { type ServedApi, serveApi } from './api/served-api.ts';
import {
  bankPeople,
  type FortyCustomers,
  openFortyCustomers,
  testMoment,
} from './banks/forty-customers.ts';
import { commandLine, type Ended } from './cli/command-line.ts';
import { openTestStore } from './test-store.ts';

/*
 * What the pages tell a reader to type is typed here.
 */

const pages = ['README.md', 'SECURITY.md', ...readdirSync('docs').map((name) => `docs/${name}`)]
  .filter((page) => page.endsWith('.md'))
  .map((page) => ({ page, text: readFileSync(page, 'utf8') }));

/** The lines of the fenced commands of a page, block by block. */
const fenced = (text: string): string[][] =>
  [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) =>
    block.split('\n').filter((line) => line !== ''),
  );

/** The words of a line as a shell splits them, without a comment. */
const words = (line: string): string[] =>
  [...line.replace(/ +# .*$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );

const bellwether = /^(?:npx )?bellwether /;
const folder = mkdtempSync(join(tmpdir(), 'bellwether-documented-'));
const now = () => testMoment;

let empty: Store;
let bank: FortyCustomers;
let served: ServedApi;
let token: string;

beforeAll(async () => {
  empty = await openTestStore('pglite');
  bank = await openFortyCustomers();
  served = await serveApi(bank.store, now);
  token = await served.tokenFor(3);
});
afterAll(async () => {
  await served.close();
  await bank.store.close();
  await empty.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A command with the files and the person that a reader has in their place. */
const given = (typed: readonly string[]) =>
  typed.map((word) =>
    word
      .replace('config/mappings/mybank.yaml', join(folder, 'mybank.yaml'))
      .replace('/data/exports/*.csv', join(folder, 'templates', 'customers.csv'))
      .replace('/data/exports', join(folder, 'templates'))
      .replace('ana@mybank.example', bankPeople.ana),
  );

describe('the fenced commands', () => {
  const lines = pages.flatMap(({ page, text }) =>
    fenced(text).flatMap((block) => block.map((line) => ({ page, line }))),
  );
  const of = (kind: RegExp) => lines.filter(({ line }) => kind.test(line));

  it('are of kinds that are tried: here, or as scripts of npm that are there', () => {
    const known = /^(?:npx bellwether |curl |npm |export |TEAMS_\w+=\S+ (?:PUBLIC_URL=\S+ )?npm )/;
    expect(lines.filter(({ line }) => !known.test(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(15);
  });

  it.each(of(/^curl /))('answer over HTTP as in $page: $line', async ({ line }) => {
    const typed = words(line.replace('$TOKEN', token));
    expect(typed.slice(0, 3)).toEqual(['curl', '-H', `Authorization: Bearer ${token}`]);
    const { status, body } = await served.get(
      (typed[3] ?? '').replace('localhost:3000', ''),
      token,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ items: expect.arrayContaining([expect.anything()]) });
  });

  it('take in files, value customers and answer, one after the other', async () => {
    const onEmpty = commandLine(empty, { now, cwd: folder });
    const onBank = commandLine(bank.store, { now, cwd: folder });
    // What writes files first, so that others find them.
    const order = [/--template/, /mapping draft/, /ingest/, /score/, /./];
    const left = new Set(of(bellwether).map(({ line }) => line));
    for (const kind of order) {
      for (const line of [...left].filter((each) => kind.test(each))) {
        left.delete(line);
        const typed = given(words(line.replace(bellwether, '')));
        const takesIn = /^(?:ingest|mapping|score)$/.test(typed[0] ?? '');
        const asked =
          typed[0] === 'ask' && !typed.includes('--as')
            ? [...typed, '--as', bankPeople.ana]
            : typed;
        const mapped = takesIn
          ? asked.filter((word, i) => word !== '--mapping' && asked[i - 1] !== '--mapping')
          : asked;
        const { code, err } = await (takesIn ? onEmpty : onBank)(...mapped);
        expect({ line, code, err: code === 0 ? '' : err }).toEqual({ line, code: 0, err: '' });
      }
    }
    for (const file of ['why.png', 'top.xlsx', 'mybank.yaml'])
      expect(existsSync(join(folder, file)), file).toBe(true);
  }, 120_000);
});

describe('the commands named in a sentence', () => {
  const named = [
    ...new Set(
      pages.flatMap(({ text }) =>
        [...text.matchAll(/`(?:npx )?bellwether ([a-z][^`]*)`/g)].map(
          ([, command = '']) => command,
        ),
      ),
    ),
  ];
  let help: (...typed: string[]) => Promise<Ended>;
  beforeAll(() => {
    help = commandLine(empty, { now, cwd: folder });
  });

  it.each(named)('are there, with their options: %s', async (command) => {
    const typed = command.split(/[\s[\]|]+/).filter((word) => word !== '');
    const [group = '', ...rest] = typed;
    const { code, out } = await help(group, '--help');
    expect(code).toBe(0);
    const subcommands = [...out.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = '']) => name);
    const [next] = rest;
    const isGroup = /^Commands:/m.test(out) && next !== undefined && !next.startsWith('--');
    if (isGroup) expect(subcommands).toContain(next);
    const told = isGroup ? (await help(group, next, '--help')).out : out;
    const options = rest.filter((word) => word.startsWith('--'));
    expect(options.filter((option) => !told.includes(option))).toEqual([]);
  });
});

describe('the sentences of the README', () => {
  const readme = pages.find(({ page }) => page === 'README.md')?.text ?? '';
  /** What stands in quotation marks, and what is in Chinese. */
  const said = (text: string) =>
    [
      ...text
        .replaceAll('\n', ' ')
        .matchAll(/"([^"]+)"|(\p{Script=Han}[\p{Script=Han}A-Za-z，？]{3,})/gu),
    ].map(([, quoted, chinese]) => (quoted ?? chinese ?? '').replace(/,$/, ''));
  const paragraph = (begin: string) => {
    const found = readme.split('\n\n').find((each) => each.startsWith(begin));
    if (found === undefined) throw new Error(`README.md has no paragraph that begins “${begin}”.`);
    return found;
  };
  const understood = async (
    first: string | undefined,
    sentences: readonly string[],
    address: string,
  ) => {
    const principal = await bank.people.byEmail(bankPeople.ana);
    for (const sentence of [...(first === undefined ? [] : [first]), ...sentences]) {
      const { intent, reply } = await bank.conversation.answer({
        text: sentence,
        principal,
        channel: 'web',
        address,
        shared: false,
      });
      expect({ sentence, intent, says: reply.summary }).not.toMatchObject({ intent: 'unknown' });
    }
    expect(sentences.length).toBeGreaterThan(1);
  };

  it('with filters are understood', () =>
    understood(undefined, said(paragraph('Lists take filters')), 'filters'));

  it('that go on from a card are understood', () =>
    understood(
      'customer 1042',
      said(/After the card of 1042:([\s\S]*?)after a list:/.exec(readme)?.[1] ?? ''),
      'card',
    ));

  it('that go on from a list are understood', () =>
    understood(
      'top 10',
      said(/after a list:([\s\S]*?)What was taken/.exec(readme)?.[1] ?? ''),
      'list',
    ));
});
