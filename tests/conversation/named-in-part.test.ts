import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../../src/access/principal.ts';
import type { Conversation } from '../../src/conversation/conversation.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { readConfig } from '../../src/settings/settings.ts';
import type { Store } from '../../src/store/store.ts';
import { fillValuedBank } from '../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

/*
 * Eight customers of two branches: Bruno Malý and Bruno Starý of Brno have two each, Petra Silná of Prague has four. A supervisor sees
 * Prague, an analyst everybody.
 */

const now = () => new Date('2026-07-01T09:00:00Z');
const owners = ['petra', 'petra', 'petra', 'petra', 'maly', 'maly', 'stary', 'stary'];
const called = ['Jan Dvořák', '王芳', 'Anna Nováková'];

describe.each(storeKinds)(
  'what a question names in part, or behind another word, on %s',
  (kind) => {
    let store: Store;
    let conversation: Conversation;
    let people: Record<'analyst' | 'supervisor' | 'petra', Principal>;

    beforeAll(async () => {
      store = await openTestStore(kind);
      const bank = await fillValuedBank(store, {
        branches: [
          { externalId: 'P', name: 'Prague', names: { zh: '布拉格' } },
          { externalId: 'B', name: 'Brno', names: { zh: '布尔诺' } },
        ],
        people: [
          { externalId: 'petra', name: 'Petra Silná', role: 'manager', branch: 'P' },
          { externalId: 'maly', name: 'Bruno Malý', role: 'manager', branch: 'B' },
          { externalId: 'stary', name: 'Bruno Starý', role: 'manager', branch: 'B' },
          { externalId: 'will', name: 'Will Novak', role: 'manager', branch: 'B' },
          { externalId: 'may', name: 'Grace May', role: 'manager', branch: 'B' },
          { externalId: 's', name: 'Jana Horká', role: 'supervisor', branch: 'P' },
          { externalId: 'a', name: 'Ana', role: 'analyst' },
        ],
        customers: owners.map((manager, i) => ({
          externalId: String(1041 + i),
          name: called[i] ?? null,
          branch: manager === 'petra' ? 'P' : 'B',
          manager,
          joinedOn: '2020-01-01',
          value: { clv: 100, churnProbability: 0.6, segmentId: 1, tier: 'high' as const },
        })),
        segments: [{ id: 1, names: { en: 'Savers', zh: '储户' }, size: owners.length }],
        run: { asOf: '2026-06-30', at: now() },
      });
      people = {
        analyst: bank.person('a'),
        supervisor: bank.person('s'),
        petra: bank.person('petra'),
      };
      conversation = createConversation({
        store,
        config: readConfig('config/bellwether.yaml'),
        now,
        log: {
          error(fields) {
            throw new Error(JSON.stringify(fields));
          },
        },
      });
    });
    afterAll(() => store.close());

    const ask = (text: string, principal: Principal = people.analyst) =>
      conversation.answer({
        text,
        principal,
        channel: 'web',
        address: 'here',
        thread: text,
        shared: false,
      });

    it.each([
      ['the opportunities Petra has', 'pipeline'],
      ["petra's book", 'book.summary'],
      ['how is silna’s book doing', 'book.summary'],
      ['pipeline for petra', 'pipeline'],
      ["who might leave among petra's", 'ranking.atRisk'],
      ['the best customers Petra has', 'ranking.top'],
      ['petra silnas book', 'book.summary'],
      ['Petra 的商机', 'pipeline'],
      ['petra的客户谁会走', 'ranking.atRisk'],
      ['silna 的盘子', 'book.summary'],
      ['Petra手上的客户谁最值钱', 'ranking.top'],
    ])('a manager by a part of a name is applied: %s', async (text, intent) => {
      expect(await ask(text)).toMatchObject({
        intent,
        outcome: 'answered',
        entities: { manager: 'Petra Silná' },
      });
    });

    it.each([
      'Will customers in Brno leave?',
      'May I see the top 10?',
      'top customers. Will they go?',
    ])('a word that begins a sentence, or a month, is nobody’s name: %s', async (text) => {
      const { entities } = await ask(text);
      expect(entities).not.toHaveProperty('manager');
    });

    it.each([
      'the opportunities Bruno has',
      "bruno's book",
      'Bruno 的机会',
      'Bruno名下的客户谁会走',
    ])('of several, one is asked for: %s', async (text) => {
      const { outcome, reply } = await ask(text);
      expect(outcome).toBe('hindered');
      const offered = reply.actions.map(({ label }) => label).join();
      expect(offered).toContain('Bruno Malý');
      expect(offered).toContain('Bruno Starý');
    });

    it.each(["bruno's book", 'the opportunities Bruno has', 'Bruno名下的客户谁会走'])(
      'whoever sees none of their customers is told no whole name: %s',
      async (text) => {
        for (const principal of [people.supervisor, people.petra]) {
          const answer = await ask(text, principal);
          expect(answer.outcome).toBe('hindered');
          expect(JSON.stringify([answer.reply, answer.data])).not.toMatch(/Malý|Starý/);
        }
      },
    );

    it.each([
      "Zdenek's book",
      'the clients Zdenek has',
      'tasks Bruno has',
      'who may leave of Zdenek',
    ])('nobody’s name is dropped: %s', async (text) => {
      const { outcome, reply } = await ask(text);
      const isSaidBack = /Zdenek|Bruno/.test(JSON.stringify(reply));
      expect(outcome !== 'answered' || isSaidBack).toBe(true);
    });

    it.each([
      ['segments by tier', 'by tier'],
      ['model card by branch', 'by branch'],
      ['top customers per branch', 'per branch'],
      ['pipeline by manager', 'by manager'],
      ['metrics by tier', 'by tier'],
      ['segments by shoe size', 'by shoe size'],
      ['按等级看客户分群', '按等级'],
      ['按分行看流失模型', '按分行'],
      ['各分行最有价值的客户', '各分行'],
      ['按客户经理看商机', '按客户经理'],
    ])('what an answer is not told apart by is said: %s', async (text, said) => {
      const { outcome, reply } = await ask(text);
      expect(outcome).toBe('answered');
      expect(reply.details?.[0]).toContain(said);
    });

    it.each([
      'segments by branch',
      'metrics by branch',
      'book summary by tier',
      '按分行看客户分群',
    ])('what an answer is told apart by anyway is not: %s', async (text) => {
      const { reply } = await ask(text);
      expect(reply.details?.[0] ?? '').not.toMatch(/“/);
    });

    it.each([
      ['la 1041', '1041'],
      ['ok 1041', '1041'],
      ['eh 1041 how', '1041'],
      ['show me mr dvorak la', '1041'],
      ['wang fang', '1042'],
      ['la wang fang', '1042'],
      ['ms novakova', '1043'],
      ['anna novakova lah', '1043'],
      ['啦1041', '1041'],
      ['诶 王芳', '1042'],
      ['王芳啦', '1042'],
    ])('a customer behind another word, or alone, is found: %s', async (text, customer) => {
      const { data } = await ask(text);
      expect(data).toMatchObject({ customer });
    });
  },
);
