import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPeople } from '../../src/access/people.ts';
import { bank as bankTable } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fillOddCustomers, now } from '../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../test-store.ts';
import { commandLine, type Ended } from './command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'bellwether-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The one JSON document that a command printed; anything else on stdout is an error. */
function document<T>({ code, out, err }: Ended, shape: z.ZodType<T>): T {
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.trimEnd().split('\n')).toHaveLength(1);
  return shape.parse(JSON.parse(out));
}

describe.each(storeKinds)('commands on a bank on %s', (kind) => {
  let store: Store;
  let run: (...words: string[]) => Promise<Ended>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillOddCustomers(store);
    run = commandLine(store, { now, cwd: folder });
  });
  afterAll(() => store.close());

  const fails = async (...words: string[]) => {
    const { code, out, err } = await run(...words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    return err;
  };

  describe('ask', () => {
    const answer = z.strictObject({
      intent: z.string(),
      entities: z.record(z.string(), z.unknown()),
      reply: z.looseObject({
        title: z.string(),
        summary: z.string(),
        facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
        charts: z.array(z.looseObject({ alt: z.string(), spec: z.looseObject({}) })),
        actions: z.array(z.strictObject({ label: z.string(), command: z.string() })),
        visibility: z.enum(['asker', 'channel']),
      }),
      data: z.record(z.string(), z.unknown()),
    });

    it('writes a list into a file that only its owner reads', async () => {
      const asked = await run('ask', 'top', '--as', 'ivan@bank.example', '--export', 'list.csv');
      const file = join(folder, 'list.csv');
      expect(asked.code).toBe(0);
      expect(asked.err).toBe(`List written to ${file}\n`);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, 'utf8')).toMatch(/^\ufeffCustomer,Id,.*\r\n张伟,1042,/);

      const own = join(folder, 'top-2026-06-30.xlsx');
      rmSync(own, { force: true });
      const said = await run('ask', 'top as xlsx', '--as', 'ivan@bank.example', '--json');
      expect(said.err).toBe(`List written to ${own}\n`);
      expect(statSync(own).mode & 0o777).toBe(0o600);
      expect(readFileSync(own).subarray(0, 2).toString()).toBe('PK');
    });

    it('writes no list over a file that it was not told of', async () => {
      await run('ask', 'segments as csv', '--as', 'ivan@bank.example');
      const again = await fails('ask', 'segments as csv', '--as', 'ivan@bank.example');
      expect(again).toContain('Name another file with --export FILE.');
      const as = ['--as', 'ivan@bank.example', '--export'];
      expect(await fails('ask', 'customer 1042', ...as, 'c.csv')).toContain('has no list');
      const pdf = await run('ask', 'top', ...as, 'list.doc');
      expect(pdf.code).toBe(2);
      expect(pdf.err).toContain('.csv, .xlsx or .pdf');
    });

    it('answers as whoever asks, with the figures themselves in --json', async () => {
      const asked = await run('ask', 'value customer 1042', '--as', 'IVAN@bank.example', '--json');
      const { intent, entities, data } = document(asked, answer);
      expect({ intent, entities }).toEqual({
        intent: 'customer.value',
        entities: { customer: '1042' },
      });
      expect(data).toMatchObject({ customer: '1042', clv: 98765.43, currency: 'CZK' });
      const hidden = await run('ask', 'value customer 1055', '--as', 'jana@bank.example', '--json');
      expect(document(hidden, answer).data).toEqual({});
    });

    it('goes on from what the person asked before', async () => {
      const ivan = ['--as', 'ivan@bank.example', '--json'];
      await run('ask', 'value customer 1042', ...ivan);
      const { intent, entities } = document(await run('ask', 'why?', ...ivan), answer);
      expect({ intent, entities }).toEqual({
        intent: 'customer.explain',
        entities: { customer: '1042' },
      });
      const other = await run('ask', 'why?', '--as', 'jana@bank.example', '--json');
      expect(document(other, answer).entities).toEqual({});
    });

    it('prints a card, in the language asked for', async () => {
      const { code, out, err } = await run(
        ...['ask', 'value customer 1042', '--as', 'ivan@bank.example', '--locale', 'zh'],
      );
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('张伟 · 1042');
      expect(out).toContain('沉睡储户');
      expect(out).not.toContain('\u001b');
    });

    it('writes the first chart where the person asked from, for their eyes only', async () => {
      const { code, err } = await run(
        ...['ask', 'value customer 1042', '--as', 'ivan@bank.example', '--chart', 'chart.png'],
      );
      expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('chart.png') });
      const file = join(folder, 'chart.png');
      expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
      expect(statSync(file).mode & 0o777).toBe(0o600);
    });

    it('fails where nobody is said to ask, nobody is known, and there is no chart to write', async () => {
      expect(await fails('ask', 'book')).toContain('--as');
      expect(await fails('ask', 'book', '--as', 'nobody@bank.example')).toContain('nobody@bank');
      const ivan = ['--as', 'ivan@bank.example'];
      expect(await fails('ask', 'help', ...ivan, '--chart', 'x.png')).toContain('--chart');
      expect(await fails('ask', 'customer 1042', ...ivan, '--chart', 'none/such/x.png')).toContain(
        'none/such/x.png',
      );
    });

    it('answers as the analyst where the bank is made up', async () => {
      await store.db.update(bankTable).set({ demo: true });
      try {
        expect(await fails('ask', 'book')).toContain('analyst@demo.example');
      } finally {
        await store.db.update(bankTable).set({ demo: false });
      }
    });
  });

  describe('parse', () => {
    const parsed = z.strictObject({
      intent: z.string(),
      entities: z.record(z.string(), z.unknown()),
      confidence: z.number().min(0).max(1),
      error: z.strictObject({ message: z.string(), usage: z.string() }).optional(),
    });

    it('says how a line is understood', async () => {
      expect(document(await run('parse', 'value customer 1042', '--json'), parsed)).toMatchObject({
        intent: 'customer.value',
        entities: { customer: '1042' },
      });
      const wrong = document(await run('parse', '/value customer', '--json'), parsed);
      expect(wrong.error?.usage).toContain('customer');
      const { code, out } = await run('parse', '谁最可能流失？');
      expect(code).toBe(0);
      expect(out).toMatch(/^ranking\.atRisk/);
    });

    it('reads lines of stdin where no text is given, a document for each', async () => {
      const lines = ['top 5', 'sing a song', 'who is about to leave?'];
      const { code, out, err } = await commandLine(store, { now, lines })('parse', '--json');
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const documents = out.trimEnd().split('\n');
      expect(documents.map((each) => parsed.parse(JSON.parse(each)).intent)).toEqual([
        'ranking.top',
        'unknown',
        'ranking.atRisk',
      ]);
    });
  });

  describe('user', () => {
    const people = z.array(
      z.strictObject({
        email: z.string().nullable(),
        name: z.string(),
        role: z.string(),
        branch: z.string().nullable(),
        lead: z.string().nullable(),
        linked: z.array(z.string()),
      }),
    );
    const listed = async (...words: string[]) =>
      document(await run('user', 'list', '--json', ...words), people);

    it('adds a person, changes one, and links one to platforms', async () => {
      expect(await fails('user', 'link', 'new@bank.example')).toContain('--role');
      expect(await run('user', 'link', 'New@bank.example', '--role', 'analyst')).toMatchObject({
        code: 0,
        err: '',
      });
      await run('user', 'link', 'new@bank.example', '--name', 'Nora', '--slack', 'T1:U1');
      await run('user', 'link', 'new@bank.example', '--teams', 'tenant-1:person-1');
      const changed = ['--role', 'supervisor', '--branch', 'brno'];
      expect((await run('user', 'link', 'new@bank.example', ...changed)).code).toBe(0);
      expect((await listed()).find(({ email }) => email === 'new@bank.example')).toEqual({
        email: 'new@bank.example',
        name: 'Nora',
        role: 'supervisor',
        branch: 'Brno',
        lead: null,
        linked: ['slack', 'teams'],
      });
      expect(await createPeople(store, now).identify('slack', 'T1:U1')).toMatchObject({
        name: 'Nora',
      });
    });

    it('writes nothing where a branch is not there, or a supervisor has none', async () => {
      const before = await listed();
      const link = ['user', 'link', 'other@bank.example', '--role', 'supervisor'];
      expect(await fails(...link)).toContain('--branch');
      expect(await fails(...link, '--branch', 'Vienna')).toContain('Vienna');
      expect(await listed()).toEqual(before);
    });

    it('lists who may see a customer, and fails where there is no such customer', async () => {
      const may = (await listed('--customer', '1042')).map(({ email }) => email);
      expect(may).toEqual(
        expect.arrayContaining(['jana@bank.example', 'eva@bank.example', 'ivan@bank.example']),
      );
      expect(may).not.toContain('petr@bank.example');
      expect(await fails('user', 'list', '--customer', '999999')).toContain('999999');
      expect((await run('user', 'list')).out).toContain('jana@bank.example');
    });
  });

  describe('token', () => {
    const tokens = z.array(
      z.looseObject({
        id: z.number(),
        name: z.string(),
        email: z.string(),
        revokedAt: z.string().nullable(),
      }),
    );

    const madeToken = z.strictObject({
      id: z.number(),
      token: z.string().min(40),
      expiresAt: z.string(),
    });

    it('is shown once when it is made, listed without it, and revoked once', async () => {
      const made = document(
        await run('token', 'create', 'reporting', '--as', 'ivan@bank.example', '--json'),
        madeToken,
      );
      const list = await run('token', 'list', '--json');
      expect(list.out).not.toContain(made.token);
      expect(document(list, tokens)).toMatchObject([
        { id: made.id, name: 'reporting', email: 'ivan@bank.example', revokedAt: null },
      ]);
      expect((await run('token', 'revoke', String(made.id))).code).toBe(0);
      expect(await fails('token', 'revoke', String(made.id))).toContain(String(made.id));
      expect(await fails('token', 'revoke', '1; drop table')).toContain('token list');
      expect(document(await run('token', 'list', '--json'), tokens)[0]?.revokedAt).not.toBeNull();
    });

    it('is alone on stdout without --json too, so that a script can keep it', async () => {
      const { code, out, err } = await run('token', 'create', 'x', '--as', 'ivan@bank.example');
      expect(code).toBe(0);
      expect(out).toMatch(/^\S{40,}\n$/);
      expect(err).not.toContain(out.trim());
      expect((await run('token', 'list')).out).toContain('ivan@bank.example');
    });

    it('reads what it was made for, until it ends or another takes its place', async () => {
      const words = ['token', 'create', 'narrow', '--as', 'ivan@bank.example', '--json'];
      const made = document(
        await run(...words, '--scopes', 'values, metrics', '--expires', '7'),
        madeToken,
      );
      const next = document(await run('token', 'rotate', String(made.id), '--json'), madeToken);
      expect(next.token).not.toBe(made.token);
      const listed = document(await run('token', 'list', '--json'), tokens);
      expect(listed.slice(0, 2)).toMatchObject([
        { id: next.id, name: 'narrow', scopes: ['values', 'metrics'] },
        { id: made.id, scopes: ['values', 'metrics'] },
      ]);
      expect(String(listed[1]?.expiresAt) < made.expiresAt).toBe(true);
      expect((await run('token', 'list')).out).toMatch(/May read +Created +Last used +Ends +State/);
      expect(await fails('token', 'rotate', '999')).toContain('token list');
      for (const wrong of [
        ['--scopes', 'everything'],
        ['--expires', '0'],
        ['--expires', '3651'],
      ])
        expect((await run(...words, ...wrong)).code).toBe(2);
    });

    it('is made for nobody who is not known', async () => {
      expect(await fails('token', 'create', 'x', '--as', 'nobody@bank.example')).toContain(
        'nobody@bank.example',
      );
    });
  });

  describe('digest', () => {
    const digests = z.array(
      z.looseObject({
        id: z.number(),
        cron: z.string(),
        timezone: z.string(),
        ownerName: z.string(),
        last: z.looseObject({ slot: z.string(), state: z.string() }).nullable(),
      }),
    );
    it('list shows each subscription and its last delivery; run queues what is due, once', async () => {
      expect(document(await run('digest', 'list', '--json'), digests)).toEqual([]);
      expect((await run('digest', 'list')).out).toBe('None.\n');
      // What is due goes by the clock of the store.
      const due = new Date(Math.floor((Date.now() - 60_000) / 60_000) * 60_000);
      const time = new Intl.DateTimeFormat('en-GB', {
        timeZone: 'Europe/Prague',
        timeStyle: 'short',
      }).format(due);
      const add = `digest add "every day at ${time}"`;
      const asked = ['ask', add, '--as', 'ivan@bank.example'] as const;
      // Nobody can log into the web chat of a real bank, where it would wait.
      expect((await run(...asked)).out).toContain('Digests cannot be set up here');
      expect(document(await run('digest', 'list', '--json'), digests)).toEqual([]);
      await store.db.update(bankTable).set({ demo: true });
      expect((await run(...asked)).code).toBe(0);
      await store.db.update(bankTable).set({ demo: false });
      const [hour, minute] = time.split(':').map(Number);
      expect(document(await run('digest', 'list', '--json'), digests)).toMatchObject([
        {
          cron: `${minute} ${hour} * * *`,
          timezone: 'Europe/Prague',
          ownerName: 'Ivan Analyst',
          last: null,
        },
      ]);
      expect(await run('digest', 'run')).toMatchObject({
        code: 0,
        err: '',
        out: expect.stringContaining('queued: 1'),
      });
      expect((await run('digest', 'run')).out).toContain('queued: 0');
      const slot = due.toISOString();
      expect(document(await run('digest', 'list', '--json'), digests)).toMatchObject([
        { last: { slot, state: 'due' } },
      ]);
      expect((await run('digest', 'list')).out).toContain(
        `${slot.slice(0, 16).replace('T', ' ')} due`,
      );
    });
  });

  describe('model', () => {
    it('list shows every model, and show the card of the one in use', async () => {
      expect(
        document(
          await run('model', 'list', '--json'),
          z.array(z.looseObject({ kind: z.string(), method: z.string(), champion: z.boolean() })),
        ),
      ).toMatchObject([{ kind: 'churn', method: 'logistic', champion: true }]);
      expect((await run('model', 'list')).out).toMatch(/churn +logistic +2026-06-30 +champion/);
      const shown = document(
        await run('model', 'show', 'churn', '--json'),
        z.strictObject({ reply: z.looseObject({ title: z.string() }), data: z.looseObject({}) }),
      );
      expect(shown.data).toMatchObject({ kind: 'churn' });
      expect((await run('model', 'show')).out).toContain(shown.reply.title);
      expect((await run('model', 'show', '--locale', 'zh')).code).toBe(0);
      expect(await fails('model', 'show', 'clv', '--groups')).toContain('--groups');
    });
  });

  it('doctor and migrate find a store that is in order', async () => {
    const { code, out, err } = await run('doctor');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Small Bank');
    expect(out).not.toContain('✗');
    expect(await run('migrate')).toMatchObject({ code: 0, err: '' });
  });

  it('demo leaves a store alone that holds a bank', async () => {
    expect(await fails('demo')).toContain('DATA_DIR');
  });
});

describe.each(storeKinds)('commands on an empty store on %s', (kind) => {
  let store: Store;
  let run: (...words: string[]) => Promise<Ended>;
  beforeEach(async () => {
    store = await openTestStore(kind);
    run = commandLine(store, { now });
    return () => store.close();
  });

  it('doctor says what to do, and fails', async () => {
    const { code, out, err } = await run('doctor');
    expect(code).toBe(1);
    expect(out).toContain('bellwether ingest');
    expect(out).toContain('bellwether score');
    expect(err).not.toBe('');
  });

  it('score and model show say what is lacking, and print no document', async () => {
    for (const words of [
      ['score', '--json'],
      ['model', 'show', '--json'],
      ['ask', 'book'],
    ]) {
      const { code, out, err } = await run(...words);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).not.toBe('');
    }
    expect(await run('model', 'list', '--json')).toMatchObject({ code: 0, out: '[]\n' });
    expect(await run('user', 'list', '--json')).toMatchObject({ code: 0, out: '[]\n' });
  });

  it('ingest takes files in, and tells what became of every row', async () => {
    const fixtures = 'tests/ingest/fixtures';
    const words = ['ingest', '--mapping', `${fixtures}/bank.yaml`, `${fixtures}/bank`];
    const { code, out } = await run(...words, '--json');
    expect(code).toBe(0);
    const report = z
      .looseObject({
        files: z.array(
          z.looseObject({ file: z.string(), stored: z.number(), rejected: z.number() }),
        ),
        rejects: z.array(z.unknown()),
      })
      .parse(JSON.parse(out));
    expect(report.files.reduce((sum, { stored }) => sum + stored, 0)).toBe(18);
    const again = await run(...words);
    expect(again.code).toBe(0);
    expect(again.out).toContain('branches.csv');
    const missing = await run('ingest', '--mapping', 'none.yaml', fixtures);
    expect(missing).toMatchObject({ code: 1, out: '' });
    expect(missing.err).toContain('none.yaml');
    expect((await run('ingest', '--mapping', `${fixtures}/bank.yaml`, 'none')).code).toBe(1);
  });

  it('rejects tells every row that was not taken in, and of which file', async () => {
    const fixtures = 'tests/ingest/fixtures';
    await run('ingest', '--mapping', `${fixtures}/bank.yaml`, `${fixtures}/bank`);
    await run('ingest', '--mapping', `${fixtures}/bank.yaml`, `${fixtures}/dirty`);
    const { code, out } = await run('rejects', '--file', 'postings-dirty.csv');
    expect(code).toBe(0);
    expect(out).toMatch(
      /postings-dirty\.csv +3 +day +30\.02\.2024 +no such date, or not in the format/,
    );
    const all: unknown = JSON.parse((await run('rejects', '--json')).out);
    expect(all).toHaveLength(20);
    expect(all).toMatchObject({
      0: { file: 'postings-dirty.csv', line: 3, column: 'day', reason: 'not-a-date' },
    });
    const csv = (await run('rejects', '--csv')).out.split('\r\n');
    expect([csv.length, csv[0]]).toEqual([22, '\ufeffFile,Line,Column,Value,Reason']);
    expect((await run('rejects', '--file', 'none.csv')).out).toBe('None.\n');
    expect((await run('rejects', '--csv', '--json')).code).toBe(1);
  });

  it('ingest writes templates, which it then takes in', async () => {
    const templates = join(folder, `templates-${kind}`);
    const { code, out } = await run('ingest', '--template', templates, '--json');
    expect(code).toBe(0);
    const { written } = z.strictObject({ written: z.array(z.string()) }).parse(JSON.parse(out));
    expect(written).toContain(join(templates, 'customers.csv'));
    expect((await run('ingest', '--template', templates)).code).toBe(1);
    const taken = await run('ingest', templates, '--json');
    expect(taken.code).toBe(0);
    expect(taken.out).not.toContain('not-a-date');
  });
});

describe('demo and score', () => {
  it('fill an empty store and value it, with progress on stderr alone', async () => {
    const store = await openTestStore('pglite');
    const run = commandLine(store, { now });
    try {
      const filled = await run('demo', '--customers', '1050', '--seed', '7');
      expect(filled).toMatchObject({ code: 0, out: '' });
      expect(await run('demo')).toMatchObject({ code: 1, out: '' });
      const { code, out } = await run('score', '--as-of', '2026-05-31', '--json');
      expect(code).toBe(0);
      expect(out.trimEnd().split('\n')).toHaveLength(1);
      expect(JSON.parse(out)).toMatchObject({
        asOf: '2026-05-31',
        customers: expect.any(Number),
        warnings: expect.any(Array),
      });
      expect(await run('score', '--as-of', '1999-01-01')).toMatchObject({ code: 1, out: '' });
      const asked = await run('ask', 'book', '--json');
      expect(JSON.parse(asked.out)).toMatchObject({ data: { asOf: '2026-05-31' } });
    } finally {
      await store.close();
    }
  }, 120_000);
});
