import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Answer, Conversation } from '../../src/conversation/conversation.ts';
import { withQuestionsUnderWay } from '../../src/conversation/questions-under-way.ts';

const answer: Answer = {
  outcome: 'answered',
  intent: 'help',
  entities: {},
  reply: { title: '', summary: '', facts: [], charts: [], actions: [], visibility: 'asker' },
  data: {},
  locale: 'en',
};
const question = {
  text: 'help',
  principal: { kind: 'unlinked' as const },
  channel: 'web' as const,
  address: '',
  shared: false,
};

describe('questions under way', () => {
  it('are counted until they are answered, or fail', async () => {
    let fails = false;
    const slow: Conversation = {
      async answer() {
        await pause(20);
        if (fails) throw new Error('not now');
        return answer;
      },
      parse: () => Promise.reject(new Error('nobody parses here')),
    };
    const { conversation, questions } = withQuestionsUnderWay(slow);
    expect(questions()).toBe(0);
    const both = Promise.all([conversation.answer(question), conversation.answer(question)]);
    expect(questions()).toBe(2);
    expect(await both).toEqual([answer, answer]);
    expect(questions()).toBe(0);
    fails = true;
    await expect(conversation.answer(question)).rejects.toThrow('not now');
    expect(questions()).toBe(0);
  });
});
