import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { readOpinions } from '../../../src/scoring/history/read-opinions.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { feedback, interactions, opinions } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillSevenCustomers } from '../../banks/seven-customers.ts';
import type { ValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/* As of 31 October 2026; 101 and 102 are Eva's. */

const now = () => new Date('2026-11-02T09:00:00Z');
const config = readConfig('config/bellwether.yaml');
const fees = 'The fees are outrageous, I pay too much.';

describe.each(storeKinds)('what customers complain about on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillSevenCustomers(store, now());
    const said = (customer: string, externalId: string, givenOn: string, text: string) => ({
      customerId: bank.customerId(customer),
      externalId,
      givenOn,
      text,
    });
    await store.db.insert(feedback).values([
      said('101', 'a', '2026-09-01', fees),
      said('102', 'a', '2026-09-02', '手续费太贵了，很失望。'),
      said('103', 'a', '2026-09-03', fees),
      said('104', 'a', '2026-02-01', 'The app crashes all the time, useless.'),
      said('105', 'a', '2026-09-04', 'Very friendly staff, thank you!'),
      // Of the future, and of a customer too long ago.
      said('101', 'b', '2026-11-01', fees),
      said('102', 'b', '2025-01-01', fees),
    ]);
    await store.db.insert(interactions).values({
      customerId: bank.customerId('106'),
      externalId: 'i',
      occurredAt: new Date('2026-10-01T10:00:00Z'),
      kind: 'complaint',
      note: 'Disputes a fee on the last statement.',
    });
    await readOpinions(store.db);
  });
  afterAll(() => store.close());

  const ask = (
    text: string,
    person: 'm' | 's' | 'a',
    { locale = 'en', shared = false }: { locale?: 'en' | 'zh'; shared?: boolean } = {},
  ) =>
    createConversation({ store, config, now }).answer({
      text,
      locale,
      shared,
      principal: bank.person(person),
      channel: 'web',
      address: 'here',
    });

  it('counts themes of comments and complaints in both languages, against the period before', async () => {
    const { intent, data, reply } = await ask('what do customers complain about?', 'a');
    expect(intent).toBe('feedback.themes');
    expect(data).toMatchObject({ from: '2026-04-30', all: { count: 4, texts: 5, change: 3 } });
    expect(data).toHaveProperty('themes.0', {
      theme: 'fees',
      count: 4,
      change: 4,
      sentiment: expect.toSatisfy((score: number) => score < -0.3 && score >= -1),
    });
    expect(data['themes']).toContainEqual(
      expect.objectContaining({ theme: 'app', count: 0, change: -1, sentiment: null }),
    );
    expect(reply.charts).toHaveLength(1);
  });

  it('quotes only customers whom the asker may see, and nobody where others read', async () => {
    const { data, reply } = await ask('客户都在抱怨什么？', 'm', { locale: 'zh' });
    expect(data).toMatchObject({ all: { count: 2, texts: 2 } });
    const details = reply.details?.join('\n') ?? '';
    expect(details).toMatch(/10[12]/);
    expect(details).not.toMatch(/10[3-6]/);
    const { reply: shown } = await ask('feedback', 'a', { shared: true });
    expect(shown.details?.join('\n')).not.toContain('outrageous');
  });

  it('is held to filters, and says so where nobody said anything', async () => {
    expect((await ask('feedback branch=b', 'a')).data).toMatchObject({
      all: { count: 1, texts: 2 },
    });
    const { reply, data } = await ask('feedback tier=low', 'a');
    expect(data).toMatchObject({ themes: [], all: { count: 0, texts: 0, sentiment: null } });
    expect(reply.summary).toContain('No customer left a comment');
  });

  it('tells on the card what a customer last said up to the day, and in a segment what is heard most', async () => {
    const { reply, data } = await ask('customer 101', 'm');
    expect(reply.details?.join('\n')).toContain(`“${fees}” (negative, about fees`);
    expect(data).toMatchObject({ lastOpinion: { saidOn: '2026-09-01', label: 'negative' } });
    const { reply: segment } = await ask('segment savers', 'a');
    expect(segment.details?.join('\n')).toContain('They complain most about: fees 4');
  });

  it('reads what is new or has changed, and forgets what is no more', async () => {
    expect(await readOpinions(store.db)).toBe(0);
    await store.db.update(feedback).set({ text: 'All fine now, thank you!' });
    await store.db.delete(interactions);
    expect(await readOpinions(store.db)).toBe(7);
    const kept = await store.db.select().from(opinions);
    expect(kept.map(({ label, source }) => `${source} ${label}`)).toEqual(
      Array(7).fill('comment positive'),
    );
  });
});
