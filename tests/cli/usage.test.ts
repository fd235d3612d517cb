import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { openTestStore } from '../test-store.ts';
import { commandLine, type Ended } from './command-line.ts';

const commands = [
  [],
  ['ask'],
  ['parse'],
  ['ingest'],
  ['rejects'],
  ['mapping'],
  ['mapping', 'draft'],
  ['demo'],
  ['score'],
  ['digest'],
  ['digest', 'run'],
  ['digest', 'list'],
  ['user'],
  ['user', 'link'],
  ['user', 'list'],
  ['token'],
  ['token', 'create'],
  ['token', 'list'],
  ['token', 'rotate'],
  ['token', 'revoke'],
  ['model'],
  ['model', 'list'],
  ['model', 'show'],
  ['report'],
  ['migrate'],
  ['doctor'],
];

let store: Store;
let run: (...words: string[]) => Promise<Ended>;
beforeAll(async () => {
  store = await openTestStore('pglite');
  run = commandLine(store, { now: () => new Date('2026-07-01T00:00:00Z') });
});
afterAll(() => store.close());

describe('the command line', () => {
  it.each(commands.map((words) => [words.join(' '), words] as const))(
    'says on --help how “%s” goes, and on an unknown option that it is none',
    async (_, words) => {
      const help = await run(...words, '--help');
      expect(help).toMatchObject({ code: 0, err: '' });
      expect(help.out).toContain(['Usage: bellwether', ...words].join(' '));
      expect(help.out.split('\n').filter((line) => line.length > 80)).toEqual([]);
      const wrong = await run(...words, '--no-such-option');
      expect(wrong).toMatchObject({ code: 2, out: '' });
      expect(wrong.err).not.toBe('');
    },
  );

  it('says which version it is', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await run('--version')).toMatchObject({ code: 0, out: `${version}\n` });
  });

  it('names every command in its help, and the pages of the command line name every command', async () => {
    const { out } = await run('--help');
    const pages = ['docs/command-line.md', 'docs/zh/command-line.md'].map((page) =>
      readFileSync(page, 'utf8'),
    );
    for (const [first] of commands) {
      if (first === undefined) continue;
      expect(out).toMatch(new RegExp(`^  ${first}\\b`, 'm'));
      for (const page of pages)
        expect(page).toMatch(new RegExp(`bellwether ${first}\\b|\`${first}\\b`));
    }
  });

  it.each([
    [[]],
    [['nonsense']],
    [['digest', 'nonsense']],
    [['ask']],
    [['ask', 'top', '--locale', 'fr']],
    [['ask', 'top', '--as']],
    [['parse', 'top', 'excess']],
    [['ingest']],
    [['score', '--as-of', 'yesterday']],
    [['score', '--as-of', '2026-02-31']],
    [['score', '--as-of', '2026-13-01']],
    [['score', '--as-of', '20260101']],
    [['score', '--as-of', '']],
    [['demo', '--customers', '3']],
    [['demo', '--customers', 'many']],
    [['demo', '--customers', '2000.5']],
    [['demo', '--customers', '0x1000']],
    [['demo', '--seed', '-1']],
    [['demo', '--seed', '']],
    [['user', 'link']],
    [['user', 'link', 'ana@bank.example', '--role', 'director']],
    [['user', 'link', 'Ana', '--role', 'analyst']],
    [['user', 'link', 'ana@bank.example', '--role', 'analyst', '--slack', 'U0456']],
    [['user', 'link', 'ana@bank.example', '--role', 'analyst', '--teams', 'person']],
    [['token', 'create']],
    [['token', 'create', 'reporting']],
    [['token', 'revoke']],
    [['model', 'show', 'weather']],
    [['model', 'show', 'churn', 'excess']],
  ])('takes %j for wrong usage: nothing on stdout, what is wrong on stderr, 2', async (words) => {
    const { code, out, err } = await run(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trim()).not.toBe('');
  });
});
