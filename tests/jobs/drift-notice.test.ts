import pino from 'pino';
import { describe, expect, it } from 'vitest';
import type { Outlet } from '../../src/conversation/channel.ts';
import { tellDrift } from '../../src/jobs/drift-notice.ts';
import { readConfig } from '../../src/settings/settings.ts';

const base = readConfig('config/bellwether.yaml');
const card = (...about: string[]) => ({
  drift: {
    warnings: about.map((name) => ({ about: name, en: `${name} moved.`, zh: `${name}变了。` })),
  },
});

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
    async deliver(address, reply, _locale, key) {
      if (refuse) throw new Error('not today');
      replies.push(`${key} to ${address}: ${reply.summary} ${reply.details?.join(' ')}`);
    },
  };
  const log = pino({ level: 'error' }, { write: (line: string) => logged.push(line) });
  const config = { ...base, operators: { channel: 'slack' as const, address: 'C1', locale } };
  await tellDrift({ config, outlets: [outlet], log }, 7, before, after);
  return { replies, logged };
}

describe('the operators’ channel', () => {
  it('is told what has drifted since the last run, and not what it was told before', async () => {
    expect((await told(card('balance'), card('balance', 'score'))).replies).toEqual([
      'drift-7 to C1: One thing has moved from what the churn model learnt, so that its probabilities may no longer hold. score moved.',
    ]);
    expect((await told(card('balance'), card('balance'))).replies).toEqual([]);
    expect((await told(undefined, card('balance'), { locale: 'zh' })).replies.join()).toContain(
      'balance变了。',
    );
  });

  it('fails nothing where the channel does not take it, or is not connected', async () => {
    expect((await told({}, card('score'), { refuse: true })).logged.join()).toContain('not today');
    expect((await told({}, card('score'), { connected: false })).logged.join()).toContain(
      'not connected',
    );
  });
});
