import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
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

const inDocs = readdirSync('docs', { recursive: true, encoding: 'utf8' });
const pages = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  ...inDocs.map((name) => `docs/${name}`),
]
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
      .replace('my-bank/*.csv', join(folder, 'templates', 'customers.csv'))
      .replace(/^my-bank$/, join(folder, 'templates'))
      .replace(/^ana@(?:mybank|riverbank)\.example$/, bankPeople.ana),
  );

describe('the fenced commands', () => {
  const lines = pages.flatMap(({ page, text }) =>
    fenced(text).flatMap((block) => block.map((line) => ({ page, line }))),
  );
  const of = (kind: RegExp) => lines.filter(({ line }) => kind.test(line));

  it('are of kinds that are tried: here, or as scripts of npm that are there', () => {
    const known =
      /^(?:npx bellwether |curl |npm |export |node docs\/tutorial\/make-bank\.js |(?:TEAMS_\w+=\S+ )?(?:PUBLIC_URL=\S+ )?npm )/;
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
        // Several pages begin with a draft, which writes over no file.
        if (/mapping draft/.test(line)) rmSync(join(folder, 'mybank.yaml'), { force: true });
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

describe('the sentences of what can be asked', () => {
  const textOf = (page: string) => {
    const found = pages.find((each) => each.page === page);
    if (found === undefined) throw new Error(`${page} is not there.`);
    return found.text;
  };
  const english = textOf('docs/asking.md');
  const chinese = textOf('docs/zh/asking.md');
  /** What stands in quotation marks, and what is in Chinese. */
  const said = (text: string) =>
    [
      ...text
        .replaceAll('\n', ' ')
        .matchAll(/"([^"]+)"|(\p{Script=Han}[\p{Script=Han}A-Za-z，？]{3,})/gu),
    ].map(([, quoted, chinese]) => (quoted ?? chinese ?? '').replace(/,$/, ''));
  /** What stands in italics, as the Chinese page has its sentences. */
  const inItalics = (text: string) =>
    [...text.matchAll(/(?<!\*)\*([^*]+)\*(?!\*)/g)].map(([, sentence = '']) => sentence);
  const part = (text: string, between: RegExp) => {
    const found = between.exec(text)?.[1];
    if (found === undefined) throw new Error(`No part of the page is ${between}.`);
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

  it.each(['README.md', 'docs/how-to.md', 'docs/zh/how-to.md'])(
    'are understood where %s has them',
    (page) => {
      const text = textOf(page);
      const chinese = [...text.matchAll(/ · (\p{Script=Han}[^*\n]+)$/gmu)].map(
        ([, said = '']) => said,
      );
      return understood(undefined, [...inItalics(text), ...chinese], page);
    },
  );

  it('with filters are understood', () =>
    understood(undefined, said(part(english, /^(Lists take filters[\s\S]*?)\n\n/m)), 'filters'));

  it('that go on from a card are understood', () =>
    understood(
      'customer 1042',
      said(part(english, /After the card of 1042:([\s\S]*?)after a list:/)),
      'card',
    ));

  it('that go on from a list are understood', () =>
    understood('top 10', said(part(english, /after a list:([\s\S]*?)What was taken/)), 'list'));

  it('with filters are understood in Chinese', () =>
    understood(undefined, inItalics(part(chinese, /^(\*\*筛选。.*)$/m)), 'filters-zh'));

  it('that go on from a card are understood in Chinese', () =>
    understood(
      '客户1042的价值是多少？',
      inItalics(part(chinese, /看过 1042 的卡片之后：(.*?)看过名单之后/)),
      'card-zh',
    ));

  it('that go on from a list are understood in Chinese', () =>
    understood('top 10', inItalics(part(chinese, /看过名单之后：(.*?)从前文沿用/)), 'list-zh'));
});

describe('the bank of the tutorial', () => {
  const ingested = z.object({ files: z.array(z.object({ rejected: z.number() })) });

  it('has files from which a mapping is drafted that takes in every row', async () => {
    const files = join(folder, 'tutorial');
    execFileSync(process.execPath, [
      'docs/tutorial/make-bank.js',
      files,
      '12',
      testMoment.toISOString(),
    ]);
    const store = await openTestStore('pglite');
    const run = commandLine(store, { now, cwd: folder });
    const mapping = join(folder, 'tutorial.yaml');
    const clients = join(files, 'clients.csv');
    const drafted = await run(
      'mapping',
      'draft',
      join(files, 'bookings.csv'),
      clients,
      '--out',
      mapping,
    );
    expect(drafted).toMatchObject({ code: 0 });
    const yaml = readFileSync(mapping, 'utf8');
    for (const page of ['docs/tutorial.md', 'docs/zh/tutorial.md']) {
      const kind = /^kind: .*$/m.exec(readFileSync(page, 'utf8'))?.[0] ?? '';
      const corrected = yaml.replace(/kind: \{ value: other \}.*/, kind);
      expect(corrected).not.toBe(yaml);
      writeFileSync(mapping, corrected);
      const { code, out, err } = await run('ingest', '--mapping', mapping, files, '--json');
      expect({ code, err }).toMatchObject({ code: 0 });
      const { files: loaded } = ingested.parse(JSON.parse(out));
      expect(loaded.map(({ rejected }) => rejected)).toEqual(loaded.map(() => 0));
      expect(loaded.length).toBeGreaterThan(1);
    }
    await store.close();
  });
});
