import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPeople } from '../../src/access/people.ts';
import { createSignIn } from '../../src/access/sign-in.ts';
import { hashToken } from '../../src/access/token.ts';
import { accessLog, managers } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { useToken } from '../../src/store/tokens/api-tokens.ts';
import { trustReferences } from '../../src/store/trust-references.ts';
import { fillSevenCustomers } from '../banks/seven-customers.ts';
import { openTestStore, storeKinds } from '../test-store.ts';
import { commandLine } from './command-line.ts';

const now = () => new Date('2026-07-01T12:00:00Z');
const eva = 'rm@bank.example';

describe.each(storeKinds)('bellwether user, on %s', (kind) => {
  let store: Store;
  let run: ReturnType<typeof commandLine>;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillSevenCustomers(store, now());
    run = commandLine(store, { now });
  });
  afterAll(() => store.close());

  const shown = async (): Promise<unknown> => {
    const { code, out } = await run('user', 'show', eva, '--json');
    expect(code).toBe(0);
    return JSON.parse(out);
  };

  it('has a manager stand in for another until a day ends, and no other role', async () => {
    // The database goes by its own clock.
    const run = commandLine(store, { now: () => new Date() });
    const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const jan = ['jan@bank.example', '--role', 'manager', '--name', 'Jan'];
    expect((await run('user', 'link', ...jan)).code).toBe(0);
    const until = ['--until', day];
    expect((await run('user', 'delegate', eva, 'jan@bank.example', ...until)).out).toContain(
      `until the end of ${day}`,
    );
    expect(await shown()).toMatchObject({
      standsInFor: [],
      stoodInBy: [{ name: 'Jan', email: 'jan@bank.example', until: day }],
    });
    expect((await run('user', 'show', 'jan@bank.example')).out).toMatch(/Stands in for.*Until/);
    for (const [words, why] of [
      [[eva, eva, ...until], 'name somebody else'],
      [[eva, 'jan@bank.example'], 'Give one of'],
      [[eva, 'jan@bank.example', '--until', '2026-06-30'], 'that day is over'],
      [[eva, 'jan@bank.example', '--until', '2026-02-30'], 'Expected a date'],
      [[eva, 'jan@bank.example', '--until', '9999-12-31'], '366 days at most'],
      [['jan@bank.example', eva, '--end'], 'does not stand in'],
      [[eva, 'nobody@bank.example', ...until], 'Nobody of the bank'],
    ] as const) {
      const refused = await run('user', 'delegate', ...words);
      expect(refused.code).not.toBe(0);
      expect(refused.err).toContain(why);
    }
    await run('user', 'link', 'audit@bank.example', '--role', 'operator');
    await run('user', 'link', 'audit@bank.example', '--role', 'auditor');
    await run('user', 'link', 'audit@bank.example', '--name', 'Dana');
    const roles = (await store.db.select().from(accessLog).orderBy(accessLog.id)).filter(
      ({ intent }) => intent === 'user.link',
    );
    expect(roles.map(({ asked }) => [asked.before, asked.role])).toEqual([
      [null, 'manager'],
      [null, 'operator'],
      ['operator', 'auditor'],
    ]);
    expect((await run('user', 'delegate', eva, 'audit@bank.example', ...until)).err).toContain(
      'has the role auditor',
    );
    expect((await run('user', 'delegate', eva, 'jan@bank.example', '--end')).out).toContain(
      'no longer sees',
    );
    expect(await shown()).toMatchObject({ stoodInBy: [] });
  });

  it('disables a person on every way in at once, until they are enabled', async () => {
    const people = createPeople(store, now);
    const signIn = createSignIn({
      store,
      people,
      secret: 's',
      random: (bytes) => Buffer.alloc(bytes, 7),
      now,
    });
    await run('user', 'link', eva, '--slack', 'T1:UEVA', '--teams', 't:eva');
    const token = (await run('token', 'create', 'reporting', '--as', eva)).out.trim();
    const session = await signIn.byVouchedEmail(eva);
    const doors = async () => [
      (await people.byEmail(eva)).kind,
      (await people.identify('slack', 'T1:UEVA')).kind,
      (await people.identify('teams', 't:eva')).kind,
      (await signIn.who(session?.secret ?? '')).kind,
      (await useToken(store.db, hashToken(token), now())) === undefined ? 'unlinked' : 'linked',
      (await signIn.codeFor(eva)) === undefined ? 'unlinked' : 'linked',
    ];
    expect(await doors()).toEqual(Array(6).fill('linked'));
    expect(await shown()).toMatchObject({
      name: 'Eva',
      active: true,
      disabledAt: null,
      signIns: 1,
      tokens: 1,
      accounts: [
        { channel: 'slack', externalId: 'T1:UEVA', by: 'hand', endedAt: null },
        { channel: 'teams', externalId: 't:eva', by: 'hand' },
      ],
    });
    expect((await run('user', 'show', eva)).out).toMatch(/Eva .*active[\s\S]*T1:UEVA/);
    const { code, out } = await run('user', 'disable', eva.toUpperCase());
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/Ended: 1 sign-ins; revoked: 1 tokens\.\n$/),
    });
    expect(await doors()).toEqual(Array(6).fill('unlinked'));
    // Whatever the bank's files say, and however they come in.
    await store.db.update(managers).set({ active: true }).where(eq(managers.email, eva));
    await store.db.transaction(async (tx) => {
      await trustReferences(tx);
      await tx.update(managers).set({ active: true }).where(eq(managers.email, eva));
    });
    expect(await doors()).toEqual(Array(6).fill('unlinked'));
    expect(await shown()).toMatchObject({ active: false, disabledAt: '2026-07-01T12:00:00.000Z' });
    expect((await run('user', 'link', eva, '--role', 'analyst')).err).toMatch(/user enable/);
    expect((await run('user', 'list')).out).not.toContain('Eva');
    expect((await run('user', 'enable', eva)).code).toBe(0);
    // What was ended stays so; who they are is known again.
    expect(await doors()).toEqual(['linked', 'linked', 'linked', 'unlinked', 'unlinked', 'linked']);
    expect((await run('user', 'enable', eva)).err).toMatch(/not disabled/);
  });

  it('unlinks a person from one platform, or from all', async () => {
    const people = createPeople(store, now);
    expect((await run('user', 'unlink', eva, '--from', 'teams')).out).toMatch(/one account/);
    expect((await people.identify('teams', 't:eva')).kind).toBe('unlinked');
    expect((await people.identify('slack', 'T1:UEVA')).kind).toBe('linked');
    expect((await run('user', 'unlink', eva)).code).toBe(0);
    expect((await people.identify('slack', 'T1:UEVA')).kind).toBe('unlinked');
    expect((await run('user', 'unlink', eva)).err).toMatch(/not linked/);
    expect((await run('user', 'unlink', eva, '--from', 'fax')).code).toBe(2);
    expect((await run('user', 'disable', 'nobody@bank.example')).err).toMatch(/Nobody of the bank/);
  });
});
