import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { notifyOfDrift } from '../../src/jobs/drift-notice.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { deliveries } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { storeTime } from '../../src/store/store-time.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const base = readConfig('config/bellwether.yaml');
const since = '2026-03-31';
const card = (...about: string[]) => ({
  drift: {
    warnings: about.map((name) => ({
      about: name,
      ...(name === 'score'
        ? { code: 'drift.score', figures: { since, index: 0.4 } }
        : { code: 'drift.feature', figures: { feature: name, since, index: 0.4 } }),
    })),
  },
});
/** As earlier versions stored it. */
const earlierCard = {
  drift: { warnings: [{ about: 'balance', en: 'Balance moved.', zh: '余额变了。' }] },
};

const notice = z.object({ summary: z.string(), details: z.array(z.string()) });

describe.each(storeKinds)('the operators’ channel, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.db.delete(deliveries);
  });

  /** What goes to the operators' channel. */
  async function told(
    before: unknown,
    after: unknown,
    { locale = 'en' as 'en' | 'zh', set = true } = {},
  ): Promise<string[]> {
    const operators = set ? { channel: 'slack' as const, address: 'C1', locale } : undefined;
    await store.db.delete(deliveries);
    for (let replica = 0; replica < 2; replica++)
      await notifyOfDrift(
        { store, config: { ...base, operators }, time: () => storeTime },
        7,
        before,
        after,
      );
    const kept = await store.db.select().from(deliveries).where(eq(deliveries.state, 'due'));
    return kept.map(({ key, address, content }) => {
      const { summary, details } = notice.parse(content);
      return `${key} to ${address}: ${summary} ${details.join(' ')}`;
    });
  }

  it('is told once what has drifted since the last run, and not what it was told before', async () => {
    expect(await told(card('balance'), card('balance', 'score'))).toEqual([
      'drift-7 to C1: One measure has moved away from the data the churn model was trained on, so its probabilities may no longer hold. Drift: the distribution of churn probabilities has changed since 31 March 2026 (population stability index 0.40).',
    ]);
    expect(await told(card('balance'), card('balance'))).toEqual([]);
    expect((await told(undefined, card('balance'), { locale: 'zh' })).join()).toContain(
      '漂移：“余额”的分布',
    );
  });

  it('is told so after an upgrade, in the words that the version before stored', async () => {
    expect((await told(undefined, earlierCard, { locale: 'zh' })).join()).toContain('余额变了。');
    expect(await told(earlierCard, card('balance'))).toEqual([]);
    expect(await told(earlierCard, card('balance', 'score'))).toHaveLength(1);
  });

  it('is told nothing where the settings name none', async () => {
    expect(await told({}, card('score'), { set: false })).toEqual([]);
  });
});
