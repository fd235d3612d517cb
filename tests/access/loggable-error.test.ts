import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorInWords, loggableError } from '../../src/access/loggable-error.ts';
import type { Store } from '../../src/store/store.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

describe.each(storeKinds)('an error of the database on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  it.each(['Zhang Wei', 'Zhang\n    at Wei (secret.ts:1:1)\n'])(
    'is logged and told by its code, without the values of the statement (%j)',
    async (name) => {
      const error: unknown = await store.db
        .execute(sql`select ${name}::text, 1 / ${0}::integer`)
        .then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
      expect(error).toBeInstanceOf(Error);
      const logged = loggableError(error);
      expect(logged).toMatchObject({ code: '22012' });
      expect(JSON.stringify(logged)).not.toMatch(/Zhang|Wei|select/);
      expect(logged.frames).not.toEqual([]);
      expect(errorInWords(error)).toBe('The database refused a statement (SQLSTATE 22012).');
    },
  );
});

it('an error of ours is told in its own words', () => {
  expect(errorInWords(new Error('No run has been published yet.'))).toBe(
    'No run has been published yet.',
  );
  expect(errorInWords(Object.assign(new Error('no such right'), { code: 'EPERM' }))).toBe(
    'no such right',
  );
});
