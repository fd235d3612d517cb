import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillTalkedOfBank, type TalkedOfPeople } from '../../banks/talked-of-bank.ts';
import { openTestStore } from '../../test-store.ts';
import { type Outcome, play, readConversations } from './played.ts';

const conversations = readConversations(new URL('conversations.txt', import.meta.url));

describe('conversations of several turns', () => {
  let store: Store;
  let conversation: Conversation;
  let people: TalkedOfPeople;

  beforeAll(async () => {
    store = await openTestStore('pglite');
    people = await fillTalkedOfBank(store);
    const now = () => new Date('2026-07-02T07:30:00Z');
    const log = {
      error: (fields: Record<string, unknown>) => {
        throw new Error(JSON.stringify(fields));
      },
    };
    conversation = createConversation({
      store,
      config: readConfig('config/bellwether.yaml'),
      now,
      log,
    });
  });
  afterAll(() => store.close());

  it('are understood, and where not, asked about rather than guessed', async () => {
    const outcomes: Outcome[] = [];
    for (const [at, turns] of conversations.entries())
      outcomes.push(...(await play(conversation, turns, people.ana, `t${at}`)));
    const share = (of: Outcome['became']) =>
      outcomes.filter(({ became }) => became === of).length / outcomes.length;
    const missed = outcomes
      .filter(({ became }) => became !== 'right')
      .map(
        ({ turn, became, understood }) =>
          `${became}: ${turn.text} => ${turn.expected} (${understood})`,
      )
      .join('\n');
    expect(share('right'), missed).toBeGreaterThanOrEqual(0.94);
    expect(share('wrong'), missed).toBeLessThanOrEqual(0.03);
    expect(conversations.length).toBeGreaterThanOrEqual(60);
  }, 180_000);
});
