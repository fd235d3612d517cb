import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { accessLog, customers } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fillHeldEverywhere, other, zdislava } from '../banks/held-everywhere.ts';
import { openTestStore, storeKinds } from '../test-store.ts';
import { commandLine } from './command-line.ts';

const now = () => new Date('2026-07-01T09:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'bellwether-customer-'));
afterAll(() => rmSync(folder, { recursive: true }));
const { externalId: id } = zdislava;

describe.each(storeKinds)('customer on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillHeldEverywhere(store, [zdislava, other]);
  });
  afterAll(() => store.close());

  const run = (words: string[], lines: string[] = []) =>
    commandLine(store, { now, cwd: folder, lines })('customer', ...words);
  const held = async () =>
    (await store.db.select({ id: customers.externalId }).from(customers)).map((row) => row.id);
  const logged = async () =>
    (await store.db.select().from(accessLog))
      .filter(({ channel }) => channel === 'terminal')
      .map(({ intent, customerIds }) => [intent, ...customerIds]);

  it('writes all that is held into a file that only its owner reads, and notes that', async () => {
    expect(await run(['export', 'nobody', '--out', 'x.json'])).toMatchObject({
      code: 1,
      err: "No customer has the id nobody. It is the bank's own id, as in the answer about them.\n",
    });
    expect((await run(['export', id])).code).toBe(2);
    const { code, out } = await run(['export', id, '--out', 'held.json', '--json']);
    expect(code).toBe(0);
    const file = join(folder, 'held.json');
    expect(JSON.parse(out)).toMatchObject({ customer: id, file });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      customer: id,
      bank: { currency: 'CZK' },
      tables: expect.arrayContaining([
        expect.objectContaining({
          table: 'customers',
          rows: [expect.objectContaining({ name: zdislava.name })],
        }),
      ]),
    });
    expect(await logged()).toEqual([['customer.export', zdislava.id]]);
    expect((await run(['export', id, '--out', 'no/such/folder.json'])).err).toContain('--out');
  });

  it('notes what a customer asked for, and lifts it', async () => {
    expect((await run(['restrict', id])).out).toContain('is restricted');
    expect((await run(['do-not-contact', id])).out).toContain('not to be contacted');
    expect((await run(['do-not-contact', id, '--lift'])).out).toContain('lifted');
    expect((await run(['restrict', id, '--lift'])).code).toBe(0);
    await store.db.update(customers).set({ doNotContact: true });
    expect((await run(['do-not-contact', id, '--lift'])).out).toContain('files of the bank still');
    expect((await run(['restrict', 'nobody'])).code).toBe(1);
    expect((await logged()).at(-1)).toEqual(['customer.do-not-contact.lift', zdislava.id]);
  });

  it('forgets whom the id is typed of, or with --yes, after it said what that takes', async () => {
    const refused = await run(['forget', id], ['yes']);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain(`Of ${id}, this goes:`);
    expect(refused.out).toMatch(/customer_values +1 +deleted/);
    expect(refused.out).toContain('1 (churn, 2026-06-30)');
    expect(refused.err).toContain('Nothing was forgotten.');
    const preview = await run(['forget', id, '--json']);
    expect(z.object({ forgotten: z.boolean() }).parse(JSON.parse(preview.out)).forgotten).toBe(
      false,
    );
    expect(await held()).toContain(id);

    const done = await run(['forget', id], [id]);
    expect({ code: done.code, out: done.out }).toEqual({
      code: 0,
      out: expect.stringContaining(`${id} is forgotten.`),
    });
    expect(await held()).toEqual([other.externalId]);
    expect((await run(['forget', id])).out).toContain('was forgotten on 2026-07-01');
    const yes = await run(['forget', other.externalId, '--yes', '--json']);
    expect(JSON.parse(yes.out)).toMatchObject({ customer: other.externalId, forgotten: true });
    expect(await held()).toEqual([]);
    expect(await logged()).toContainEqual(['customer.forget', zdislava.id]);

    expect((await run(['forget', 'nobody', '--yes'])).code).toBe(1);
    expect((await run(['forget', id, '--lift'])).out).toContain('The next import takes');
    expect((await run(['forget', id, '--lift'])).code).toBe(1);
  });
});
