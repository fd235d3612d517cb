import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneSlipOff, runTogether, wholeWord } from '../../src/language/name-patterns.ts';
import { findCustomersNamed } from '../../src/store/customers/find-customers.ts';
import { customers } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const first = ['jana', 'eva', 'karel', 'anna maria', 'li', 'petr'];
const last = ['novak', 'novakova', 'dvorak', 'dvorakova', 'o hara', 'kral', 'vankova', 'novotny'];
const names = first.flatMap((one) => last.map((other) => `${one} ${other}`)).concat('Novak s.r.o.');

/** A name with each slip of the keyboard at each of its places. */
const slipsOf = (name: string): string[] =>
  Array.from(name, (letter, at) => {
    const [before, after] = [name.slice(0, at), name.slice(at + 1)];
    const swapped = `${before}${after.charAt(0)}${letter}${after.slice(1)}`;
    return [before + after, `${before}x${after}`, `${before}x${letter}${after}`, swapped];
  }).flat();

describe.each(storeKinds)('names with a slip on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await store.db
      .insert(customers)
      .values(names.map((name, i) => ({ externalId: `c${i}`, name })));
  });
  afterAll(() => store.close());

  /** Who is found, and whose name the patterns are in. */
  async function found(patterns: string[]): Promise<{ found: string[]; fitting: string[] }> {
    const matches = await findCustomersNamed(store.db, { kind: 'all' }, { patterns }, 99);
    const fits = (name: string) =>
      patterns.every((pattern) => new RegExp(pattern).test(name.toLowerCase()));
    return {
      found: matches.map(({ name }) => name ?? '').sort(),
      fitting: names.filter(fits).sort(),
    };
  }

  it('are found by their keys as the patterns alone would find them', async () => {
    let fitted = 0;
    for (const typed of ['jana novak', 'petr dvorakova', 'li kral', 'anna vankova'].flatMap(
      slipsOf,
    )) {
      const words = typed.split(' ').filter((word) => word !== '');
      const patterns = words.map((word) => oneSlipOff(word) ?? wholeWord(word));
      const { found: there, fitting } = await found(patterns);
      expect([typed, there]).toEqual([typed, fitting]);
      fitted += fitting.length;
    }
    expect(fitted).toBeGreaterThan(100);
  });

  it('are found run together, and where a name goes on', async () => {
    for (const typed of [
      'jananovak',
      'jan anovak',
      'ohara',
      'eva ohara',
      'novak',
      'novaks r o',
      'annamaria kral',
    ]) {
      const { found: there, fitting } = await found([`(${runTogether(typed.split(' '))})`]);
      expect([typed, there]).toEqual([typed, fitting]);
    }
    expect((await found([`(${runTogether(['novak'])})|(^(jana novak)$)`])).found).toEqual([
      'Novak s.r.o.',
      'jana novak',
    ]);
  });
});
