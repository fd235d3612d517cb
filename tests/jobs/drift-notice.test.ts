import pino from 'pino';
import { describe, expect, it } from 'vitest';
import type { Outlet } from '../../src/conversation/channel.ts';
import { notifyOfDrift } from '../../src/jobs/drift-notice.ts';
import { readConfig } from '../../src/settings/settings.ts';

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

/** What reached an operators' channel, and what was logged. */
async function told(
  before: unknown,
  after: unknown,
  { locale = 'en' as 'en' | 'zh', refuse = false, connected = true } = {},
) {
  const replies: string[] = [];
  const logged: string[] = [];
  const outlet: Outlet = {
    name: connected ? 'slack' : 'web',
    isShared: async () => true,
    async deliver(address, reply, _locale, key) {
      if (refuse) throw new Error('not today');
      replies.push(`${key} to ${address}: ${reply.summary} ${reply.details?.join(' ')}`);
    },
  };
  const log = pino({ level: 'error' }, { write: (line: string) => logged.push(line) });
  const config = { ...base, operators: { channel: 'slack' as const, address: 'C1', locale } };
  await notifyOfDrift({ config, outlets: [outlet], log }, 7, before, after);
  return { replies, logged };
}

describe('the operators’ channel', () => {
  it('is told what has drifted since the last run, and not what it was told before', async () => {
    expect((await told(card('balance'), card('balance', 'score'))).replies).toEqual([
      'drift-7 to C1: One measure has moved away from the data the churn model was trained on, so its probabilities may no longer hold. Drift: the distribution of churn probabilities has changed since 31 March 2026 (population stability index 0.40).',
    ]);
    expect((await told(card('balance'), card('balance'))).replies).toEqual([]);
    expect((await told(undefined, card('balance'), { locale: 'zh' })).replies.join()).toContain(
      '漂移：“余额”的分布',
    );
  });

  it('is told so after an upgrade, in the words that the version before stored', async () => {
    expect((await told(undefined, earlierCard, { locale: 'zh' })).replies.join()).toContain(
      '余额变了。',
    );
    expect((await told(earlierCard, card('balance'))).replies).toEqual([]);
    expect((await told(earlierCard, card('balance', 'score'))).replies).toHaveLength(1);
  });

  it('fails nothing where the channel does not take it, or is not connected', async () => {
    expect((await told({}, card('score'), { refuse: true })).logged.join()).toContain('not today');
    expect((await told({}, card('score'), { connected: false })).logged.join()).toContain(
      'not connected',
    );
  });
});
