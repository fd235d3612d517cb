import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { lastAnchor } from '../../src/store/access-log/seal-entries.ts';
import type { Store } from '../../src/store/store.ts';
import { config, fillOddCustomers, now } from '../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../test-store.ts';
import { commandLine } from './command-line.ts';

const entry = z.object({
  person: z.string().nullable(),
  identity: z.string().nullable(),
  intent: z.string(),
  outcome: z.string(),
  customers: z.array(z.string()),
});
const line = z.object({
  place: z.number(),
  previous: z.string(),
  hash: z.string(),
  content: z.string(),
});

describe.each(storeKinds)('bellwether audit, on %s', (kind) => {
  let store: Store;
  let run: ReturnType<typeof commandLine>;
  let folder: string;
  let at = now();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audit-'));
    store = await openTestStore(kind);
    run = commandLine(store, { now: () => at, cwd: folder });
    const people = await fillOddCustomers(store);
    const { answer } = createConversation({ store, config, now: () => at });
    const ask = (text: string, principal: Parameters<typeof answer>[0]['principal']) =>
      answer({ text, principal, channel: 'slack', address: 'C1', shared: false });
    at = new Date('2026-06-20T10:00:00Z');
    await ask('customer 1055', people.brno);
    at = now();
    await ask('customer 1042', people.brno);
    await ask('customer 1042', people.analyst);
    await ask('top 5', people.analyst);
    await ask('customer 1042', { kind: 'unlinked', identity: 'T1:U9' });
  });
  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const listed = async (...words: string[]) => {
    const { code, out, err } = await run('audit', ...words, '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return z
      .array(entry)
      .parse(JSON.parse(out))
      .filter(({ intent }) => intent !== 'audit');
  };

  it('tells who asked about a customer, and who was refused', async () => {
    const people = z
      .array(z.object({ email: z.string().nullable(), name: z.string() }))
      .parse(JSON.parse((await run('user', 'list', '--json')).out));
    expect(people.length).toBeGreaterThan(1);
    const about = await listed('--customer', '1042');
    expect(about.map(({ outcome }) => outcome)).toEqual(['refused', 'allowed', 'allowed']);
    expect(about.every(({ customers }) => customers.includes('1042'))).toBe(true);
    expect(await listed('--customer', '1055')).toHaveLength(2);
    expect(await listed()).toHaveLength(5);
    expect(await listed('--since', '7d')).toHaveLength(4);
    expect(await listed('--since', '2026-06-20')).toHaveLength(5);
    const [refused] = about;
    expect(await listed('--person', refused?.person?.toUpperCase() ?? '')).toHaveLength(2);
    expect(await listed('--person', 'T1:U9')).toMatchObject([
      { person: null, identity: 'T1:U9', outcome: 'refused', customers: [] },
    ]);
  });

  it('shows it as a table and as CSV, and says what there is not', async () => {
    const { out } = await run('audit', '--customer', '1042');
    expect(out).toMatch(/customer\.value\s+refused: unseen\s+1042/);
    const csv = (await run('audit', '--person', 'T1:U9', '--csv')).out.split('\r\n');
    expect(csv[1]).toMatch(/,T1:U9,slack,unknown,refused: unlinked,,,/);
    expect((await run('audit', '--customer', 'none')).err).toMatch(/no customer has this id/);
    expect((await run('audit', '--person', 'nobody@x.example')).err).toMatch(/nobody of the bank/);
    expect((await run('audit', '--json', '--csv')).code).toBe(1);
    expect((await run('audit', '--since', 'yesterday')).code).toBe(2);
    // Whoever reads the log stands in it.
    const read = z.array(entry).parse(JSON.parse((await run('audit', '--json')).out));
    expect(read.filter(({ intent }) => intent === 'audit').length).toBeGreaterThan(5);
  });

  it('exports lines whose hashes anybody can check', async () => {
    const { code, err } = await run('audit', '--export', 'log.jsonl');
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/entries written to /) });
    const path = join(folder, 'log.jsonl');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const lines = (await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((each) => line.parse(JSON.parse(each)));
    let before = '0'.repeat(64);
    for (const [index, { place, previous, hash, content }] of lines.entries()) {
      expect({ place, previous }).toEqual({ place: index + 1, previous: before });
      const computed = createHash('sha256')
        .update(`${place}\n${previous}\n${content}`)
        .digest('hex');
      expect(hash).toBe(computed);
      before = hash;
    }
    expect(lines.length).toBeGreaterThan(5);
    expect((await run('audit', '--export', 'no/such/log.jsonl')).err).toMatch(
      /could not be written/,
    );
  });

  it('doctor checks the chain, by anchors too, and names the first entry that is not as it was', async () => {
    const anchor = await lastAnchor(store.db);
    const written = `${anchor?.place}:${anchor?.hash}`;
    const good = await run('doctor', '--anchor', written);
    expect(good.out).toMatch(/✓ The log of access is whole: \d+ entries, up to \d+:[0-9a-f]{64}\./);
    const wrong = await run('doctor', '--anchor', `2:${'0'.repeat(64)}`);
    expect(wrong).toMatchObject({
      code: 1,
      out: expect.stringMatching(/✗ .*place 2 is not there/),
    });
    expect((await run('doctor', '--anchor', 'x')).code).toBe(2);
    await store.db.execute(sql`alter table access_log disable trigger user`);
    await store.db.execute(sql`update access_log set customer_ids = '{}' where id = 2`);
    await store.db.execute(sql`alter table access_log enable trigger user`);
    const changed = await run('doctor');
    expect(changed).toMatchObject({
      code: 1,
      out: expect.stringMatching(/✗ .*entry 2, at place 2, is not as it was written/),
      err: expect.stringMatching(/cannot be relied on/),
    });
  });
});
