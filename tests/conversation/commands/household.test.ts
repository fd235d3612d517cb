import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Principal } from '../../../src/access/principal.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Locale } from '../../../src/language/locale.ts';
import { accessLog, customers, customerValues, households } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { config } from '../../banks/odd-customers.ts';
import { fillValuedBank, type ValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/*
 * H-1 is a family: Anna and Ben are in Eva's book, Cid in another one of the branch, Dan in another branch; Eve has left. H-2 is
 * Anna and Ben by the id of another system, and G-1 the company that Anna owns. In H-3 everybody has left but nobody is
 * Eva's; H-4 has one customer; H-5 has thirty.
 */

const asOf = '2026-06-30';
const at = new Date('2026-07-01T06:00:00Z');
const worth = (value: number, churnProbability: number) => ({
  clv: value * 0.9,
  valueIfStays: value,
  churnProbability,
  contribution12m: value / 10,
  balance: value * 2,
});
const many = Array.from({ length: 30 }, (_, i) => String(900 + i));

const figures = z.looseObject({
  household: z.string().nullable(),
  households: z.array(z.object({ household: z.string(), kind: z.string(), customers: z.number() })),
  all: z.number(),
  hidden: z.number(),
  counted: z.number(),
  customers: z.array(z.looseObject({ customer: z.string() })),
  valueIfStays: z.number().nullable(),
  clv: z.number().nullable(),
  valueAtStake: z.number().nullable(),
  anchor: z.object({ customer: z.string(), share: z.number() }).nullable(),
  leaving: z.array(z.unknown()),
});

describe.each(storeKinds)('households on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let conversation: Conversation;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillValuedBank(store, {
      branches: [
        { externalId: 'P', name: 'Prague' },
        { externalId: 'B', name: 'Brno' },
      ],
      people: [
        { externalId: 'm', name: 'Eva', role: 'manager', branch: 'P' },
        { externalId: 'm2', name: 'Petr', role: 'manager', branch: 'P' },
        { externalId: 's', name: 'Jan', role: 'supervisor', branch: 'P' },
        { externalId: 'a', name: 'Li', role: 'analyst' },
      ],
      customers: [
        { externalId: '1', name: 'Anna', branch: 'P', manager: 'm', value: worth(1000, 0.1) },
        { externalId: '2', name: 'Ben', branch: 'P', manager: 'm', value: worth(500, 0.5) },
        { externalId: '3', name: 'Cid', branch: 'P', manager: 'm2', value: worth(250, 0.2) },
        { externalId: '4', name: 'Dan', branch: 'B', value: worth(125, 0.4) },
        { externalId: '5', name: 'Acme', branch: 'P', manager: 'm', value: worth(4000, 0.05) },
        {
          externalId: '6',
          name: 'Eve',
          branch: 'P',
          manager: 'm',
          closedOn: '2026-01-15',
          value: { clv: 0, contribution12m: 70, churnProbability: null },
        },
        { externalId: '7', name: 'Fay', branch: 'P', manager: 'm', value: worth(10, 0.1) },
        { externalId: '8', name: 'Gil', branch: 'P', manager: 'm', value: worth(10, 0.1) },
        ...many.map((externalId, i) => ({
          externalId,
          name: i < 2 ? 'Twin' : `Member ${i}`,
          branch: 'P',
          value: worth(3000 - i * 100, 0.01),
        })),
      ],
      segments: [{ id: 1, names: { en: 'Savers', zh: '储户' }, size: 8 }],
      run: { asOf, at, parameters: { churn: { horizonMonths: 3, atRisk: 0.45 } } },
    });
    conversation = createConversation({
      store,
      config,
      now: () => at,
      log: {
        error(fields) {
          throw new Error(JSON.stringify(fields));
        },
      },
    });
  });
  afterAll(() => store.close());

  const ask = async (text: string, person = 'a', locale?: Locale) => {
    const principal: Principal = bank.person(person);
    const answer = await conversation.answer({
      text,
      principal,
      channel: 'web',
      address: 'here',
      shared: false,
      ...(locale === undefined ? {} : { locale }),
    });
    return answer;
  };
  const dataOf = async (text: string, person = 'a') =>
    figures.parse((await ask(text, person)).data);
  const idsOf = (data: z.infer<typeof figures>) => data.customers.map(({ customer }) => customer);

  it('says that the bank told of nobody who belongs together, and what to do', async () => {
    const { reply, data } = await ask('household 1');
    expect(reply.summary).toBe(
      'The bank’s data does not say yet which customers belong together, so Anna stands alone.',
    );
    expect(reply.details?.[0]).toContain('file of households');
    expect(data).toMatchObject({ household: null, customers: [], valueIfStays: null, all: 0 });
    expect((await ask('customer 1')).reply.actions.map(({ command }) => command)).not.toContain(
      'household 1',
    );
  });

  describe('once they are linked', () => {
    beforeAll(async () => {
      const link = (
        customer: string,
        externalId: string,
        role: 'head' | 'child' | null = null,
      ) => ({
        customerId: bank.customerId(customer),
        kind: 'household' as const,
        externalId,
        role,
      });
      await store.db
        .insert(households)
        .values([
          link('1', 'H-1', 'head'),
          link('2', 'H-1'),
          link('3', 'H-1', 'child'),
          link('4', 'H-1'),
          link('6', 'H-1'),
          link('1', 'H-2'),
          link('2', 'H-2'),
          { ...link('7', 'H-1'), endedOn: asOf },
          { ...link('1', 'G-1'), kind: 'group', role: 'owner' },
          { ...link('5', 'G-1'), kind: 'group', role: 'company' },
          link('8', 'H-4'),
          ...many.map((id) => link(id, 'H-5')),
        ]);
    });

    it('adds everybody up once, whatever they belong together by', async () => {
      const data = await dataOf("what is 1's family worth to us?");
      expect(data).toMatchObject({
        household: 'H-1',
        all: 6,
        hidden: 0,
        counted: 5,
        valueIfStays: 1000 + 500 + 250 + 125 + 4000,
        valueAtStake: 100 + 250 + 50 + 50 + 200,
        atRisk: 1,
        anchor: { customer: '5', share: 4000 / 5875 },
      });
      expect(data.clv).toBeCloseTo(0.9 * 5875, 6);
      expect(idsOf(data)).toEqual(['5', '1', '2', '3', '4', '6']);
      expect(data.households).toEqual([
        { household: 'H-1', kind: 'household', customers: 5 },
        { household: 'H-2', kind: 'household', customers: 2 },
        { household: 'G-1', kind: 'group', customers: 2 },
      ]);
      // Of the family alone where the company is not the one's who is asked for.
      expect(await dataOf('household 3')).toMatchObject({ all: 5, valueIfStays: 1875 });
      expect(await dataOf('household 5')).toMatchObject({
        household: 'G-1',
        all: 2,
        valueIfStays: 5000,
      });
    });

    it('tells it in words, with a row and a bar for each', async () => {
      const { reply } = await ask('household 1');
      expect(reply.title).toBe('Anna: household and company group of 6, €650 at stake');
      expect(reply.summary).toBe(
        'Anna’s household and company group of 6 is worth about €5,875 over 3 years if nobody leaves; €650 stands to be lost within 3 months, the most with Ben, whose probability of leaving is 50%.',
      );
      expect(reply.details).toContain(
        'Acme anchors the household and company group, with 68% of its value.',
      );
      expect(reply.details?.join(' ')).not.toContain('not in your');
      expect(reply.table?.rows).toEqual([
        ['Acme (company)', '€4,000', '5%', '€200'],
        ['Anna (head)', '€1,000', '10%', '€100'],
        ['Ben', '€500', '50%', '€250'],
        ['Cid (child)', '€250', '20%', '€50.00'],
        ['Dan', '€125', '40%', '€50.00'],
        ['Eve', '–', 'has left', '–'],
      ]);
      expect(reply.charts).toHaveLength(1);
      expect(JSON.stringify(reply.charts[0]?.spec)).toContain('€4,000 · 5%');
      expect(reply.visibility).toBe('asker');
    });

    it('answers in Chinese', async () => {
      const { intent, reply } = await ask('1一家对我们值多少？', 'a', 'zh');
      expect(intent).toBe('household');
      expect(reply.summary).toBe(
        'Anna的家庭及企业集团（6位客户）若全部留存，未来3年合计价值约为€5,875；3个月内的潜在损失为€650，其中Ben最多（流失概率50%）。',
      );
    });

    it('tells a manager of their own book alone, and how many more there are', async () => {
      const { reply, data } = await ask('household 1', 'm');
      expect(data).toMatchObject({ all: 6, hidden: 2, counted: 3, valueIfStays: 5500 });
      expect(idsOf(figures.parse(data))).toEqual(['5', '1', '2', '6']);
      expect(reply.summary).toMatch(
        /^Of Anna’s household and company group of 6, the 3 in your book are together worth about €5,500/,
      );
      expect(reply.details).toContain(
        'And 2 more that are not in your book: their names and figures are not shown, and no total here includes them.',
      );
      expect(JSON.stringify({ reply, data })).not.toMatch(/Cid|Dan/);
      const branch = await ask('household 1', 's');
      expect(branch.data).toMatchObject({ hidden: 1, valueIfStays: 5750 });
      expect(branch.reply.details?.join(' ')).toContain('And 1 more that is not in your branch');
    });

    it('gives a manager nothing from which another’s figures could be worked out', async () => {
      const before = await ask('household 1', 'm');
      const card = await ask('customer 1', 'm');
      const one = eq(customerValues.customerId, bank.customerId('3'));
      const [kept] = await store.db.select().from(customerValues).where(one);
      await store.db
        .update(customerValues)
        .set({
          clv: 9e6,
          valueIfStays: 1e7,
          churnProbability: 0.99,
          valueAtStake: 9.9e6,
          balance: 7,
        })
        .where(one);
      await store.db
        .update(customers)
        .set({ name: 'Somebody', closedOn: '2026-02-01' })
        .where(eq(customers.id, bank.customerId('4')));
      const after = await ask('household 1', 'm');
      expect(after.reply).toEqual(before.reply);
      expect(after.data).toEqual(before.data);
      expect((await ask('customer 1', 'm')).reply).toEqual(card.reply);
      if (kept === undefined) throw new Error('Cid has a value.');
      await store.db.update(customerValues).set(kept).where(one);
      await store.db
        .update(customers)
        .set({ name: 'Dan', closedOn: null })
        .where(eq(customers.id, bank.customerId('4')));
    });

    it('does not say that a customer of another book exists', async () => {
      const { reply, data } = await ask('household 3', 'm');
      expect(data).not.toHaveProperty('household');
      expect(reply.summary).toBe(
        (await ask('household 99999', 'm')).reply.summary.replace('99999', '3'),
      );
    });

    it('logs whoever was seen', async () => {
      await ask('household 1', 'm');
      const logged = await store.db.select().from(accessLog).orderBy(accessLog.id);
      const ids = ['1', '2', '5', '6'].map((id) => bank.customerId(id));
      expect(logged.at(-1)).toMatchObject({ intent: 'household' });
      expect(logged.at(-1)?.customerIds.toSorted((a, b) => a - b)).toEqual(ids);
      await ask('customer 2', 'm');
      const card = (await store.db.select().from(accessLog).orderBy(accessLog.id)).at(-1);
      expect(card).toMatchObject({ intent: 'customer.value' });
      expect(card?.customerIds).toContain(bank.customerId('1'));
    });

    it('stands on the card in a line, where the asker sees two of them', async () => {
      const { reply } = await ask('customer 2');
      expect(reply.details).toContain(
        'Belongs to a household of 5, together worth about €1,875 over 3 years if nobody leaves.',
      );
      expect(reply.actions).toContainEqual({ label: 'Household', command: 'household 2' });
      expect((await ask('customer 2', 'm')).reply.details).toContain(
        'Belongs to a household of 5, of whom the 2 in your book are together worth about €1,500 over 3 years if nobody leaves.',
      );
      // Of the household, Petr sees Cid alone.
      const alone = (await ask('customer 3', 'm2')).reply;
      expect(JSON.stringify(alone)).not.toMatch(/household/i);
    });

    it('tells of the only one in somebody’s book without a total', async () => {
      const { reply, data } = await ask('household 3', 'm2');
      expect(data).toMatchObject({
        all: 5,
        hidden: 4,
        counted: 1,
        valueIfStays: 250,
        anchor: null,
      });
      expect(reply.summary).toMatch(
        /^Of Cid’s household of 5, the one in your book is worth about €250/,
      );
      expect(reply.charts).toEqual([]);
    });

    it('says who belongs to nobody, and who is alone in a household', async () => {
      const nobody = await ask('household 7');
      expect(nobody.reply.summary).toBe(
        'Fay belongs to no household and to no company group, as far as the bank’s data says.',
      );
      expect(nobody.reply.details?.[0]).toMatch(/add both to the file of households/);
      expect((await ask('household 8')).reply.summary).toBe(
        'Gil is the only customer of H-4, so there is nobody to add up.',
      );
    });

    it('tells of somebody who has left, and of a household in which everybody has', async () => {
      expect(await dataOf('household 6')).toMatchObject({ all: 5, counted: 4, valueIfStays: 1875 });
      await store.db.insert(households).values([
        { customerId: bank.customerId('6'), kind: 'household', externalId: 'H-3' },
        {
          customerId: bank.customerId('7'),
          kind: 'household',
          externalId: 'H-3',
          endedOn: '2025-01-01',
        },
      ]);
      const { reply, data } = await ask('household 6', 'a');
      expect(data).toMatchObject({ all: 5 });
      expect(reply.details).toContain('Eve has left already: the totals are of the others.');
      expect(reply.table?.rows.at(-1)).toEqual(['Eve', '–', 'has left', '–']);
      await store.db.delete(households).where(eq(households.externalId, 'H-3'));
      await store.db
        .update(customers)
        .set({ closedOn: '2026-03-01' })
        .where(eq(customers.id, bank.customerId('8')));
      await store.db
        .update(customerValues)
        .set({ stage: 'left', valueIfStays: null, churnProbability: null, valueAtStake: null })
        .where(eq(customerValues.customerId, bank.customerId('8')));
      await store.db.insert(households).values([
        { customerId: bank.customerId('8'), kind: 'household', externalId: 'H-6' },
        { customerId: bank.customerId('6'), kind: 'household', externalId: 'H-6' },
      ]);
      const gone = await ask('household 8');
      expect(gone.reply.summary).toBe('Everybody in Gil’s household of 2 has left.');
      expect(gone.data).toMatchObject({ counted: 0, valueIfStays: null, valueAtStake: null });
      expect(gone.reply.facts.map(({ label }) => label)).toEqual(['Household', 'Household']);
      await store.db.delete(households).where(eq(households.externalId, 'H-6'));
    });

    it('holds thirty members, and tells two of one name apart', async () => {
      const { reply, data } = await ask('household 900');
      expect(figures.parse(data)).toMatchObject({
        all: 30,
        counted: 30,
        valueIfStays: many.reduce((sum, _, i) => sum + 3000 - i * 100, 0),
      });
      expect(reply.table?.rows).toHaveLength(30);
      expect(reply.table?.rows.slice(0, 2).map(([name]) => name)).toEqual([
        'Twin · 900',
        'Twin · 901',
      ]);
      expect(JSON.stringify(reply.charts[0]?.spec)).toContain('First 15 of 30');
    });
  });
});
