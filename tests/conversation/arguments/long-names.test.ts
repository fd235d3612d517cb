import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customersNamed } from '../../../src/conversation/arguments/customer-names.ts';
import { customers } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const long = 'Wilhelmina Featherstonehaugh-Konstantinopoulou van der Heijden';
/** as long as a name that slips are looked for in, longer, and as long as a line */
const lengths = [24, 25, 32, 33, 40, 64, 65, 100, 150, 255, 500];

describe.each(storeKinds)('a word that is longer than any name on %s', (kind) => {
  let store: Store;
  const named = (name: string) => customersNamed({ store, scope: { kind: 'all' } }, name);
  beforeAll(async () => {
    store = await openTestStore(kind);
    await store.db.insert(customers).values(
      Array.from({ length: 1100 }, (_, i) => ({
        externalId: `c${i}`,
        name: i === 0 ? long : `Jana Number${i}`,
        joinedOn: '2019-03-14',
      })),
    );
  });
  afterAll(() => store.close());

  it.each(lengths)(
    'of %d characters is looked for in no more than a few seconds',
    async (length) => {
      const from = performance.now();
      for (const part of ['xy', '张伟', 'a', 'xy z'])
        expect((await named(part.repeat(length).slice(0, length))).taken).toEqual([]);
      // It was a minute, on a machine with nothing else to do a third of it.
      expect(performance.now() - from).toBeLessThan(8_000);
    },
  );

  it('finds a name with a slip in a long word', async () => {
    expect((await named('Wilhelmina Featherstonehaugh-Konstantinopoulos')).alike).toMatchObject([
      { externalId: 'c0' },
    ]);
  });
});
