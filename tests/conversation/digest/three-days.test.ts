import { eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adaptiveCard } from '../../../src/channels/adaptive-card.ts';
import { slackBlocks } from '../../../src/channels/slack/blocks.ts';
import { renderTerminal } from '../../../src/channels/terminal/render.ts';
import { commandContext } from '../../../src/conversation/command-context.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Digest, DigestRequest } from '../../../src/conversation/digest/digest.ts';
import { makeDigest } from '../../../src/conversation/digest/make-digest.ts';
import type { Reply } from '../../../src/conversation/reply.ts';
import type { Locale } from '../../../src/language/locale.ts';
import type { DigestKind } from '../../../src/store/kinds.ts';
import { customerValues, followUps } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillThreeDays, mornings, nextDay, secondDay } from '../../banks/three-days.ts';
import type { ValuedBank } from '../../banks/valued-bank.ts';
import { wrongWithBlocks } from '../../channels/slack/block-rules.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

type Made = Digest & { since: NonNullable<DigestRequest['since']> };

type Asked = {
  now: Date;
  request: DigestRequest;
  who?: string;
  locale?: Locale;
  shared?: boolean;
  kind?: DigestKind;
};

/** Makes a digest as somebody of the bank may see it. */
async function made(
  store: Store,
  bank: ValuedBank,
  { now, request, who = 'jana', locale = 'en', shared = false, kind = 'at-risk' }: Asked,
): Promise<Made> {
  const principal = bank.person(who);
  const context = await commandContext(
    { store, config, now: () => now },
    { principal, channel: 'slack', address: 'D1', shared, locale },
  );
  if (context === undefined) throw new Error('The bank has a run.');
  const digest = await makeDigest(kind, context, request);
  return { ...digest, since: { runId: context.run.id, state: digest.state } };
}

const idsOf = ({ table }: Reply) => table?.rows.map((row) => row[1]);
const chartUrl = 'https://bank.example/charts/a.png';

/** Compares a digest with how each channel drew it before. */
async function drawn(reply: Reply, name: string, locale: Locale = 'en'): Promise<void> {
  const blocks = slackBlocks(reply, locale);
  expect(wrongWithBlocks(blocks, () => true)).toEqual([]);
  const card = adaptiveCard(reply, { locale, chartUrls: reply.charts.map(() => chartUrl) });
  const text = renderTerminal(reply, { width: 100, colour: false, locale });
  const lines = (value: unknown) => `${JSON.stringify(value, null, 1)}\n`;
  await expect(lines(blocks)).toMatchFileSnapshot(`golden/${name}.slack.json`);
  await expect(lines(card)).toMatchFileSnapshot(`golden/${name}.card.json`);
  await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
}

describe.each(storeKinds)('the digests of three days on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let first: Made;
  let second: Made;
  const digest = (asked: Asked) => made(store, bank, asked);
  const onSecondDay = (asked: Partial<Asked> = {}) =>
    digest({ now: mornings.second, request: { since: first.since }, ...asked });

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillThreeDays(store);
    first = await digest({ now: mornings.first, request: { since: null } });
    const [jana, eva] = [bank.person('jana').managerId, bank.person('eva').managerId];
    const opened = { openedAt: mornings.first };
    await store.db.insert(followUps).values([
      {
        ...opened,
        customerId: bank.customerId('1043'),
        kind: 'claim',
        ownerId: eva,
        openedBy: eva,
        dueOn: '2026-11-24',
      },
      {
        ...opened,
        customerId: bank.customerId('1042'),
        kind: 'claim',
        ownerId: eva,
        openedBy: eva,
        dueOn: '2026-12-01',
      },
      {
        ...opened,
        customerId: bank.customerId('1049'),
        kind: 'follow-up',
        ownerId: jana,
        openedBy: jana,
        dueOn: '2026-11-25',
      },
    ]);
    await nextDay(store, bank, { runId: bank.runId, asOf: '2026-11-24' }, secondDay);
    second = await onSecondDay();
  });
  afterAll(() => store.close());

  it('tell at first of everybody with enough at stake, and why in words one can say', async () => {
    expect(idsOf(first.reply)).toEqual(['1042', '1043', '1044', '1045']);
    // That there was no balance to compare with is no reason to tell.
    expect(first.reply.table?.rows[0]).toContain('1 unresolved complaint.');
    expect(first.reply.details).toContain('1 more has less than €100 at stake: see the full list.');
    expect(first.reply.table?.rowActions?.[0]?.map(({ command }) => command)).toEqual([
      'claim 1042',
      'log 1042 called',
      'why 1042',
      'snooze 1042 until +1w',
      'not-at-risk 1042',
    ]);
    expect(first.nothingNew).toBe(false);
    await drawn(first.reply, 'first-day');
  });

  it('tell on the second day what changed, with the figures of then and now', async () => {
    const { reply, seen, nothingNew } = second;
    expect(nothingNew).toBe(false);
    expect(reply.summary).toBe(
      'Since the last digest: 1 customer newly at risk (€9,360 at stake), 1 at a higher risk, 1 no longer at risk, 1 departed and 2 in another tier or segment; Łukasz Żółć has the most at stake.',
    );
    expect(reply.facts.map(({ value }) => value)).toEqual([
      '4, 1 fewer than last time',
      '€29,910, €5,000 more than last time',
      'Nothing gained, €12,000 (3 customers) lost since 23 November 2026',
    ]);
    expect(reply.table?.rows.map((row) => [row[1], row[3], row.at(-1)])).toEqual([
      ['1047', '52%, new', ''],
      ['1043', '72%, was 55%', 'Eva Malá, overdue since 24 November 2026'],
    ]);
    const told = reply.details?.join('\n');
    expect(told).toContain('王芳 · 1044: 11%, was 36%');
    expect(told).toContain('Konstantinopoulou · 1045: €2,440 had been at stake');
    expect(told).toContain('Łukasz Żółć · 1047: tier from High to Medium');
    expect(told).toContain('Eva Malá: Zhang Wei');
    expect(told).toContain('Petr Malý · 1049: Follow up, due today');
    expect(seen.map((id) => id).sort()).toEqual(
      ['1042', '1043', '1044', '1045', '1047', '1049'].map((id) => bank.customerId(id)),
    );
    await drawn(reply, 'second-day');
  });

  it('say in one line that there is nothing new, without good news of old figures', async () => {
    const request = { since: second.since };
    const third = await digest({ now: mornings.third, request });
    expect(third).toMatchObject({ nothingNew: true, seen: [] });
    expect(third.reply.summary).toBe(
      'No new figures since the last digest: these are still of 24 November 2026. 4 customers remain at risk.',
    );
    await drawn(third.reply, 'third-day');
    // A delivery of an earlier version kept nothing but its run.
    const bare = { since: { runId: second.since.runId, state: {} } };
    expect((await digest({ now: mornings.third, request: bare })).reply.table).toBeUndefined();
  });

  it('tell nobody of a bank where nobody is at risk', async () => {
    const asked = { now: mornings.second, who: 'petr' };
    const empty = await digest({ ...asked, request: { since: null } });
    expect(empty).toMatchObject({ nothingNew: false, seen: [] });
    expect(empty.reply.summary).toContain('Nobody is at risk at the moment.');
    await drawn(empty.reply, 'empty');
    const again = await digest({ ...asked, request: { since: { runId: bank.runId, state: {} } } });
    expect(again.nothingNew).toBe(true);
  });

  it('say first that they come late', async () => {
    const late = (due: string) =>
      onSecondDay({
        request: { since: first.since, late: { due: new Date(due) } },
      });
    const today = await late('2026-11-25T06:30:00Z');
    expect(today.reply.summary).toMatch(/^Late: this was due at 07:30\. Since the last digest: /);
    const yesterday = await late('2026-11-24T06:30:00Z');
    expect(yesterday.reply.summary).toMatch(/^Late: this was due on 24 Nov 2026, 07:30\. /);
    await drawn(today.reply, 'late');
  });

  it('say first that their figures are old', async () => {
    const stale = await digest({
      now: new Date('2026-11-28T07:30:00Z'),
      request: { since: first.since },
    });
    expect(stale.reply.summary).toMatch(
      /^No newer figures than those of 24 November 2026, 4 days ago\. /,
    );
    expect(stale.reply.details?.join()).not.toContain('Figures as of');
    await drawn(stale.reply, 'stale');
  });

  it('say the same in Chinese', async () => {
    const { reply } = await onSecondDay({ locale: 'zh' });
    expect(reply.summary).toBe(
      '自上次简报以来：新增1位流失风险客户（潜在损失€9,360）、1位风险上升、1位不再有流失风险、1位已流失和2位层级或客群有变；潜在损失最大的是Łukasz Żółć。',
    );
    await drawn(reply, 'chinese', 'zh');
  });

  it('tell others who read along of claims, and nothing of what the owner has to do', async () => {
    const { reply } = await onSecondDay({ shared: true });
    const told = JSON.stringify(reply);
    expect(told).not.toContain('1049');
    expect(told).toContain('is not shown where others read along');
    expect(reply.details).toContain('Eva Malá: Zhang Wei');
    await drawn(reply, 'channel');
  });

  it('give the figures of the list and of the cards', async () => {
    const conversation = createConversation({ store, config, now: () => mornings.second });
    const asked = { principal: bank.person('jana'), channel: 'web', address: '1' } as const;
    const list = await conversation.answer({ ...asked, text: '/value at-risk', shared: false });
    const listed = new Map(list.reply.table?.rows.map((row) => [row[1], row]));
    for (const [name, id = '', atStake, risk, reason] of second.reply.table?.rows ?? []) {
      const [, , stake, churn = '', why] = listed.get(id) ?? [];
      expect([atStake, reason]).toEqual([stake, why]);
      expect(risk?.split(',')[0]).toBe(churn);
      const card = await conversation.answer({
        ...asked,
        text: `/value customer ${id}`,
        shared: false,
      });
      expect(card.reply.title).toContain(name);
      expect(card.reply.facts.map(({ value }) => value)).toContain(churn);
    }
    expect(second.reply.facts[1]?.value).toContain('€29,910');
    expect(list.reply.summary).toContain('€29,910');
  });

  it('leave out whom the reader has put off, unless the risk has risen', async () => {
    const jana = bank.person('jana').managerId;
    const put = ['1043', '1047'].map((id) => ({
      customerId: bank.customerId(id),
      kind: 'follow-up' as const,
      ownerId: jana,
      openedBy: jana,
      dueOn: '2026-12-02',
      openedAt: mornings.first,
    }));
    const rows = await store.db.insert(followUps).values(put).returning();
    const { reply } = await onSecondDay();
    expect(idsOf(reply)).toEqual(['1043']);
    expect(reply.details).toContain('1 customer whom you put off till later is not listed.');
    // In a channel, whom one person put off is no reason for others.
    expect(idsOf((await onSecondDay({ shared: true })).reply)).toEqual(['1047', '1043']);
    await store.db.delete(followUps).where(
      inArray(
        followUps.id,
        rows.map(({ id }) => id),
      ),
    );
  });

  it('compare with the oldest run that is kept, where the one told of is not', async () => {
    const gone = { ...first.since, runId: bank.runId };
    const values = await store.db
      .delete(customerValues)
      .where(eq(customerValues.runId, bank.runId))
      .returning();
    const { reply } = await onSecondDay({ request: { since: gone } });
    // Who is at risk is known of the last digest itself; what it said of them is not.
    expect(reply.summary).toBe(
      'Since the last digest: 1 customer newly at risk (€9,360 at stake), 1 no longer at risk and 1 departed; Łukasz Żółć has the most at stake.',
    );
    expect(reply.details).toContain('王芳 · 1044: 11%');
    await store.db.insert(customerValues).values(values);
  });
});

describe.each(storeKinds)('digests of other kinds on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  const others = ['movers', 'book', 'segments'] as const;
  const firsts = new Map<DigestKind, Made>();
  const seconds = new Map<DigestKind, Made>();
  const sinceOf = (of: ReadonlyMap<DigestKind, Made>, each: DigestKind) => {
    const { since } = of.get(each) ?? {};
    if (since === undefined) throw new Error(`No digest of ${each} was made.`);
    return since;
  };
  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillThreeDays(store);
    const first = { now: mornings.first, request: { since: null } };
    for (const each of others) firsts.set(each, await made(store, bank, { ...first, kind: each }));
    await nextDay(store, bank, { runId: bank.runId, asOf: '2026-11-24' }, secondDay);
    for (const each of others) {
      const request = { since: sinceOf(firsts, each) };
      seconds.set(each, await made(store, bank, { now: mornings.second, request, kind: each }));
    }
  });
  afterAll(() => store.close());

  it('tell first of what there is', () => {
    const summaries = others.map((each) => firsts.get(each)?.reply.summary);
    expect(summaries).toEqual([
      'There are no earlier figures to compare with yet. Whose value moves is told after the next run.',
      expect.stringContaining('8 customers worth €97,060 over 3 years'),
      expect.stringContaining('8 customers'),
    ]);
    for (const each of others) expect(firsts.get(each)?.nothingNew).toBe(false);
  });

  it('tell then of what changed, with the figures of lists and cards', async () => {
    const movers = seconds.get('movers')?.reply;
    expect(movers?.summary).toBe(
      'Since 23 November 2026: nothing gained, €12,000 with 3 customers lost; Łukasz Żółć moved most.',
    );
    expect(movers?.table?.rows.map((row) => row.slice(1))).toEqual([
      ['1047', '−\u2060€7,000', '€18,000', '€25,000'],
      ['1045', '−\u2060€4,000', 'nothing', '€4,000'],
      ['1043', '−\u2060€1,000', '€11,000', '€12,000'],
    ]);
    expect(seconds.get('book')?.reply.summary).toMatch(
      /^Since the last digest: 1 customer fewer, value down €12,000, 1 fewer at risk and €5,000 more at stake\. 7 customers worth €85,060 /,
    );
    expect(seconds.get('segments')?.reply.summary).toMatch(/23 November 2026/);
    for (const each of others) {
      const made = seconds.get(each);
      if (made === undefined) throw new Error(`No digest of ${each} was made.`);
      expect(made.nothingNew).toBe(false);
      await drawn(made.reply, `${each}-second-day`);
    }
  });

  it.each(others)('%s says in one line that there is nothing new', async (each) => {
    const request = { since: sinceOf(seconds, each) };
    const third = await made(store, bank, { now: mornings.third, request, kind: each });
    expect(third.nothingNew).toBe(true);
    expect(third.reply.table).toBeUndefined();
    expect(third.reply.summary).toMatch(/^No new figures since the last digest/);
  });

  it('tell others who read along nothing of what the owner has to do', async () => {
    const jana = bank.person('jana').managerId;
    const customerId = bank.customerId('1049');
    const task = { customerId, kind: 'follow-up' as const, ownerId: jana, openedBy: jana };
    await store.db
      .insert(followUps)
      .values({ ...task, dueOn: '2026-11-25', openedAt: mornings.first });
    const told = async (shared: boolean) => {
      const asked = {
        now: mornings.second,
        request: { since: null },
        kind: 'book',
        shared,
      } as const;
      return (await made(store, bank, asked)).reply.details?.join();
    };
    expect(await told(false)).toContain('One of your tasks is due today or overdue.');
    expect(await told(true)).not.toContain('tasks');
    await store.db.delete(followUps);
  });
});

describe('the buttons of a digest', () => {
  let store: Store;
  let bank: ValuedBank;
  beforeAll(async () => {
    store = await openTestStore('pglite');
    bank = await fillThreeDays(store);
  });
  afterAll(() => store.close());

  it('do what they say, and ask why somebody is not at risk', async () => {
    const now = () => mornings.first;
    const conversation = createConversation({ store, config, now });
    const { reply } = await made(store, bank, { now: now(), request: { since: null } });
    const answers = [];
    for (const { command } of reply.table?.rowActions?.[0] ?? []) {
      const asked = { principal: bank.person('jana'), channel: 'web', address: '1' } as const;
      const text = `/value ${command}`;
      answers.push(await conversation.answer({ ...asked, text, shared: false, locale: 'en' }));
    }
    expect(answers.map(({ intent, data }) => [intent, data.customer])).toEqual([
      ['customer.claim', '1042'],
      ['customer.log', '1042'],
      ['customer.explain', '1042'],
      ['customer.snooze', '1042'],
      ['customer.notAtRisk', undefined],
    ]);
    const why = answers.at(-1)?.reply;
    expect(why?.actions[0]).toEqual({
      label: 'The money left as planned',
      command: 'not-at-risk 1042 "The money left as planned"',
    });
    const next = await made(store, bank, { now: now(), request: { since: null } });
    expect(next.reply.table?.rows[0]?.at(-1)).toBe('you, due 1 December 2026');
  });
});

describe('a digest of many', () => {
  let store: Store;
  let bank: ValuedBank;
  beforeAll(async () => {
    store = await openTestStore('pglite');
    bank = await fillThreeDays(store, 22);
  });
  afterAll(() => store.close());

  it('names at most fifteen, above an amount that it says', async () => {
    const { reply } = await made(store, bank, { now: mornings.first, request: { since: null } });
    expect(idsOf(reply)).toHaveLength(15);
    expect(reply.details).toContain('12 more have less than €4,000 at stake: see the full list.');
    expect(reply.actions.at(-1)).toEqual({ label: 'Full list', command: 'at-risk' });
    for (const locale of ['en', 'zh'] as const) {
      const asked = { now: mornings.first, request: { since: null }, locale };
      const card = adaptiveCard((await made(store, bank, asked)).reply, {
        locale,
        chartUrls: [chartUrl],
      });
      expect(card.body.filter(({ type }) => type === 'Container')).toHaveLength(15);
    }
    expect(wrongWithBlocks(slackBlocks(reply, 'en'), () => true)).toEqual([]);
  });
});
