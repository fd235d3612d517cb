import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPeople } from '../../src/access/people.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { score } from '../../src/scoring/run/valuation-run.ts';
import { readConfig } from '../../src/settings/settings.ts';
import type { Store } from '../../src/store/store.ts';
import { openDumpedStore, storeKinds } from '../test-store.ts';

/*
 * A bank upgrades: today's code opens the store that the version before wrote, and answers what that one answered.
 * write-store.ts says how both files came about, and how to make the next ones. Where a figure was defined anew since, such
 * as what a book has at stake or who counts as there, the answer is the one that the new definition gives of that store.
 */

const folder = new URL('.', import.meta.url);
const dump = gunzipSync(readFileSync(new URL('store.sql.gz', folder))).toString();
const answers = z
  .array(
    z.object({
      as: z.string(),
      text: z.string(),
      locale: z.enum(['en', 'zh']).optional(),
      intent: z.string(),
      data: z.record(z.string(), z.unknown()),
    }),
  )
  .parse(JSON.parse(readFileSync(new URL('answers.json', folder), 'utf8')));

const config = readConfig('config/bellwether.yaml');
const now = () => new Date('2026-07-01T06:31:00Z');

/** Words may be kept in another shape, and are compared where a reader sees them. */
const words = new Set(['nameEn', 'nameZh', 'en', 'zh']);

/** Where today's figures are not those of before, as paths; new figures beside them are none. */
function differences(before: unknown, today: unknown, path: string): string[] {
  if (typeof before === 'number' && typeof today === 'number') {
    // A database may add up in another order.
    const close = Math.abs(before - today) <= 1e-9 * Math.max(1, Math.abs(before));
    return close ? [] : [`${path}: ${before} is now ${today}`];
  }
  if (Array.isArray(before)) {
    if (!Array.isArray(today) || today.length !== before.length) {
      return [`${path}: ${before.length} items are now ${JSON.stringify(today)}`];
    }
    return before.flatMap((item, i) => differences(item, today[i], `${path}[${i}]`));
  }
  const fields = z.record(z.string(), z.unknown());
  const [was, is] = [fields.safeParse(before), fields.safeParse(today)];
  if (was.success) {
    return Object.entries(was.data).flatMap(([key, value]) =>
      words.has(key) ? [] : differences(value, is.data?.[key], `${path}.${key}`),
    );
  }
  return before === today ? [] : [`${path}: ${before} is now ${JSON.stringify(today)}`];
}

/** Segments were named in two fields once, and are by locale; those whom no segment took in have no name. */
const named = z.union([
  z.object({ names: z.record(z.string(), z.string()).nullable() }).transform(({ names }) => names),
  z
    .object({ nameEn: z.string().nullable(), nameZh: z.string().nullable() })
    .transform(({ nameEn: en, nameZh: zh }) => ({ en, zh })),
]);
/** A customer's own segment is told by its English name alone. */
const naming = z.object({
  segments: z.array(named).default([]),
  segment: named.optional().catch(undefined),
});

/** The names of segments in what was answered before, in the language of the question. */
function namesIn({ data, locale = 'en' }: (typeof answers)[number]): string[] {
  const { segments, segment } = naming.parse(data);
  return [...segments, segment]
    .map((names) => names?.[locale])
    .filter((name) => typeof name === 'string');
}

it.each(['en', 'zh'])('what was answered before names segments in %s', (locale) => {
  const asked = answers.filter((answer) => (answer.locale ?? 'en') === locale);
  expect(asked.flatMap(namesIn).length).toBeGreaterThan(5);
});

describe.each(storeKinds)('a store of the version before, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openDumpedStore(kind, dump);
  });
  afterAll(() => store.close());

  const people = () => createPeople(store, now);
  const ask = async (as: string, text: string, locale?: 'en' | 'zh') => {
    const principal = await people().byEmail(as);
    if (principal.kind === 'unlinked') throw new Error(`${as} is no longer known.`);
    return createConversation({ store, config, now }).answer({
      text,
      principal,
      channel: 'web',
      address: String(principal.managerId),
      shared: false,
      ...(locale === undefined ? {} : { locale }),
    });
  };

  it.each(answers)('answers “$text” for $as as it did', async (before) => {
    const { intent, data, reply } = await ask(before.as, before.text, before.locale);
    expect(intent).toBe(before.intent);
    expect(differences(before.data, data, 'data')).toEqual([]);
    const shown = JSON.stringify(reply).toLowerCase();
    for (const name of namesIn(before)) expect(shown).toContain(name);
  });

  it('knows its people by the same identities', async () => {
    expect(await people().identify('slack', 'T0123:U0456')).toMatchObject({
      kind: 'linked',
      email: 'petra.novakova@demo.example',
    });
  });

  it.each([
    ['value top', /leads by CLV with/],
    ['value compare 42 7', /is worth the most, about \S+ over 3 years, and/],
    ['value customer 42', /is worth about \S+ over 3 years \(/],
    ['value book', /worth \S+ over 3 years \(/],
  ])('says of the figures it has what they are: %s', async (text, said) => {
    const { reply } = await ask('analyst@demo.example', text);
    expect(reply.summary).toMatch(said);
    expect(JSON.stringify(reply)).not.toMatch(/if (they|all of them) stay/i);
  });

  it('is valued anew, and tells who moved since the last run of the version before', async () => {
    const report = await score(store, { config, asOf: '2026-06-30', now });
    expect(report).toMatchObject({ asOf: '2026-06-30', customers: 160 });
    const { data } = await ask('analyst@demo.example', 'value segments');
    expect(data).toMatchObject({ movement: { since: '2026-06-30' } });
  });
});
