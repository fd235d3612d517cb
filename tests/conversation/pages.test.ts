import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Principal } from '../../src/access/principal.ts';
import type { Locale } from '../../src/language/locale.ts';
import { bankPeople, type FortyCustomers, openFortyCustomers } from '../banks/forty-customers.ts';

const rows = z.object({ customers: z.array(z.object({ customer: z.string() })) });
const labels = ['下10位', 'Next 10'];

describe('pages of a list', () => {
  let bank: FortyCustomers;
  let petra: Principal;

  beforeAll(async () => {
    bank = await openFortyCustomers();
    petra = await bank.people.byEmail(bankPeople.petra);
  });
  afterAll(() => bank.store.close());

  const ask = (text: string, locale: Locale = 'en') =>
    bank.conversation.answer({
      text,
      locale,
      principal: petra,
      channel: 'web',
      address: 'here',
      shared: false,
    });
  const idsOf = async (text: string) =>
    rows.parse((await ask(text)).data).customers.map(({ customer }) => customer);

  it.each(['top', 'at-risk'])(
    'leads through all of “%s” by its buttons, each once',
    async (word) => {
      const seen: string[] = [];
      let command: string | undefined = `${word} 10`;
      for (let pages = 0; command !== undefined && pages < 9; pages++) {
        const { reply, data } = await ask(`/value ${command}`);
        seen.push(...rows.parse(data).customers.map(({ customer }) => customer));
        command = reply.actions.find(({ label }) => labels.includes(label))?.command;
      }
      expect(seen).toEqual(await idsOf(`/value ${word} 50`));
      expect(new Set(seen).size).toBe(30);
    },
  );

  it('says places, and that the list ends', async () => {
    const second = await ask('/value top 10 from=11 branch=Prague');
    expect(second.reply.title).toBe('The most valuable customers: 11–20');
    expect(second.reply.summary).toMatch(/^By value if they stay: places 11 to 20 \(/);
    expect(second.reply.table?.first).toBe(11);
    expect(second.reply.actions).toContainEqual({
      label: 'Next 10',
      command: 'top 10 branch="P" from=21',
      inPlace: true,
    });
    const last = await ask('/value at-risk 20 from=21', 'zh');
    expect(last.reply.title).toBe('有流失风险的客户（按潜在损失排序）：第21–30位');
    expect(last.reply.details).toContain('名单到此为止。');
    expect(last.reply.actions.map(({ label }) => label)).not.toContain('下20位');
  });

  it('says so behind the end, with the way back', async () => {
    for (const word of ['top', 'at-risk', 'tasks']) {
      const { reply } = await ask(`/value ${word} from=99`);
      expect(reply.summary).toBe('The list ends before place 99.');
      expect(reply.actions[0]?.label).toBe('From the first');
      const first = await ask(`/value ${reply.actions[0]?.command}`);
      expect(first.reply.title).not.toBe(reply.title);
    }
  });

  it.each(['from=0', 'from=x', 'from='])(
    'says how to tell the place instead of “%s”',
    async (key) => {
      const { reply, intent } = await ask(`/value top ${key}`);
      expect(intent).toBe('ranking.top');
      expect(reply.summary).toContain('from=11');
    },
  );
});
