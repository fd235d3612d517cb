import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillTalkedOfBank, type TalkedOfPeople } from '../../banks/talked-of-bank.ts';
import { openTestStore } from '../../test-store.ts';
import { type Outcome, play, readConversations } from './played.ts';

/** What was talked while the bot was made, and what writers talked who saw nothing of it: shares that are right at least, and wrong at most. */
const files = [
  { file: 'conversations.txt', right: 0.92, wrong: 0.03, atLeast: 60 },
  { file: 'blind-conversations.en.txt', right: 0.55, wrong: 0.19, atLeast: 60 },
  { file: 'blind-conversations.zh.txt', right: 0.52, wrong: 0.17, atLeast: 60 },
];

describe.each(files)('conversations of $file', ({ file, right, wrong, atLeast }) => {
  const conversations = readConversations(new URL(file, import.meta.url));
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
    console.log(
      `${file}: ${(100 * share('right')).toFixed(1)} % right, ${(100 * share('wrong')).toFixed(1)} % wrong`,
    );
    expect(share('right'), missed).toBeGreaterThanOrEqual(right);
    expect(share('wrong'), missed).toBeLessThanOrEqual(wrong);
    expect(conversations.length).toBeGreaterThanOrEqual(atLeast);
  }, 180_000);
});
