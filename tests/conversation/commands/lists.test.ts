import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../../../src/access/principal.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Locale } from '../../../src/language/locale.ts';
import { customerValues } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers, now } from '../../banks/odd-customers.ts';
import { openTestStore } from '../../test-store.ts';

const nbsp = '\u00a0';

describe('lists and digests, word for word', () => {
  let store: Store;
  let conversation: Conversation;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;

  beforeAll(async () => {
    store = await openTestStore('pglite');
    people = await fillOddCustomers(store);
    const log = {
      error: (fields: Record<string, unknown>) => {
        throw new Error(JSON.stringify(fields));
      },
    };
    conversation = createConversation({ store, config, now, log });
  });
  afterAll(() => store.close());

  const ask = async (
    text: string,
    locale: Locale,
    { shared = false, principal = people.prague }: { shared?: boolean; principal?: Principal } = {},
  ) => {
    const question = { text, locale, shared, principal, channel: 'web', address: 'here' } as const;
    return (await conversation.answer(question)).reply;
  };

  it.each([
    [
      'book',
      'en',
      `8 customers worth CZK${nbsp}148,995 over 3 years if all of them stay (your book); 4 at risk, with CZK${nbsp}42,637 at stake.`,
    ],
    [
      'book',
      'zh',
      `您的客户组合：共8位客户，若全部留存，未来3年的价值合计CZK${nbsp}148,995；其中4位有流失风险，潜在损失CZK${nbsp}42,637。`,
    ],
    [
      'top 2',
      'en',
      `张伟 is worth the most if they stay: CZK${nbsp}98,765 over 3 years (your book).`,
    ],
    ['top by cvs', 'zh', '您的客户组合：按价值评分排序，张伟居首（71.3）。'],
    [
      'top by contribution',
      'en',
      `张伟 leads by contribution of the last twelve months with CZK${nbsp}4,321 (your book).`,
    ],
    [
      'at-risk',
      'en',
      `4 customers have a churn probability of 30% or more within 3 months, with CZK${nbsp}42,637 at stake (your book); those with the most at stake come first.`,
    ],
    [
      'at-risk',
      'zh',
      `您的客户组合：4位客户在3个月内的流失概率达到30%，潜在损失CZK${nbsp}42,637；名单按潜在损失从高到低排列。`,
    ],
    [
      'segments',
      'en',
      '8 customers in 2 segments (your book); “dormant savers” is worth the most, 101% of the CLV.',
    ],
    ['segments', 'zh', '您的客户组合：8位客户分为2个客群，其中“沉睡储户”价值最高，占 CLV 的101%。'],
    [
      'segments segment=2',
      'en',
      '1 customer (your book, segment “busy young spenders”), in the segment “busy young spenders”.',
    ],
    [
      'segment 1',
      'en',
      '“dormant savers” has 6 customers, 75% of all (your book), with 101% of the CLV.',
    ],
    ['segment 1', 'zh', '您的客户组合：“沉睡储户”有6位客户，占客户数的75%、CLV 的101%。'],
    [
      'segments by mood',
      'en',
      'There is no segmentation called “mood”. Please choose one of these.',
    ],
    ['digest list', 'en', 'You have not subscribed to any digest.'],
    ['digest list', 'zh', '您还没有订阅任何简报。'],
  ] as const)('/value %s in %s', async (text, locale, summary) => {
    expect((await ask(`/value ${text}`, locale)).summary).toBe(summary);
  });

  it('speaks of the horizon that the run valued over, whatever the next one will', async () => {
    const { clv } = config.valuation;
    const longer = {
      ...config,
      valuation: { ...config.valuation, clv: { ...clv, horizonMonths: 2 * clv.horizonMonths } },
    };
    const changed = createConversation({ store, config: longer, now });
    for (const text of ['/value book', '/value top', '/value customer 1042'])
      for (const locale of ['en', 'zh'] as const) {
        const question = { text, locale, shared: false, channel: 'web', address: 'here' } as const;
        const { reply } = await changed.answer({ ...question, principal: people.prague });
        expect(reply).toEqual(await ask(text, locale));
      }
  });

  it('the title of a list says how many it holds', async () => {
    const titles = [];
    for (const locale of ['en', 'zh'] as const)
      for (const count of [1, 2]) titles.push((await ask(`/value top ${count}`, locale)).title);
    expect(titles).toEqual([
      'The most valuable customer',
      'The 2 most valuable customers',
      '最有价值的客户',
      '最有价值的2位客户',
    ]);
    const { details } = await ask('/value top 99', 'en');
    expect(details?.[0]).toBe('A list shows 50 customers at most.');
  });

  it('a branch has its name in the reader’s language', async () => {
    const branchOf = async (locale: Locale) =>
      (await ask('/value customer 1042', locale)).facts[1]?.value;
    expect([await branchOf('en'), await branchOf('zh')]).toEqual(['Prague', '布拉格']);
    const { charts } = await ask('/value segments', 'zh', { principal: people.analyst });
    expect(charts.map(({ alt }) => alt)).toContain('全行：各分行的客群构成，共2家分行。');
    expect(JSON.stringify(charts)).toContain('布尔诺');
  });

  it('a digest is set up, shown, paused, resumed and removed', async () => {
    const seen: string[][] = [];
    const tell = async (text: string, locale: Locale, shared = false) => {
      const {
        title,
        summary,
        details = [],
        table,
      } = await ask(`/value ${text}`, locale, { shared });
      seen.push([title, summary, ...details, ...(table?.rows[0]?.slice(3) ?? [])]);
    };
    await tell('digest add every Monday at 9', 'en');
    await tell('digest list', 'en');
    await tell('digest list', 'zh');
    await tell('digest pause', 'en');
    await tell('digest list', 'zh');
    await tell('digest pause', 'zh');
    await tell('digest resume', 'en');
    await tell('digest resume', 'zh');
    await tell('digest remove', 'en');
    await tell('digest add every Monday at 9', 'zh', true);
    await tell('digest remove', 'zh');
    const when = 'every Monday at 09:00 (Europe/Prague)';
    const chinese = '每周一09:00（Europe/Prague）';
    expect(seen).toEqual([
      [
        'Digest 1 is set up',
        `Customers newly at risk, ${when}.`,
        'Next: Mon 6 Jul, 09:00; Mon 13 Jul, 09:00; Mon 20 Jul, 09:00.',
        'It is sent to you here.',
      ],
      [
        'My digests',
        `You have one digest; digest 1 goes out ${when}.`,
        'Web',
        'active',
        'Mon 6 Jul, 09:00',
        'none yet',
      ],
      [
        '我的简报',
        `您有1份简报；简报1：${chinese}发送。`,
        '网页',
        '启用',
        '7月6日周一 09:00',
        '尚未发送',
      ],
      ['Digest 1 is paused', `It was sent ${when}. Nothing is sent until you resume it.`],
      ['我的简报', `您有1份简报；简报1：${chinese}发送。`, '网页', '已暂停', '–', '尚未发送'],
      ['简报1已暂停', `原定${chinese}发送，现已暂停；恢复后才会继续发送。`],
      ['Digest 1 is active again', `It goes out ${when}.`],
      ['简报1已恢复', `将于${chinese}发送。`],
      ['Digest 1 is removed', `It was sent ${when}. It will not be sent again.`],
      [
        '已订阅简报2',
        `${chinese}发送新增的流失风险客户。`,
        '接下来：7月6日周一 09:00；7月13日周一 09:00；7月20日周一 09:00。',
        '简报会发到这个频道，频道里的所有人都能看到其中的客户。',
      ],
      ['简报2已取消', `原定${chinese}发送，今后不再发送。`],
    ]);
  });

  it('customers in no segment are not said to be in one', async () => {
    await store.db.update(customerValues).set({ segmentId: null });
    const en = await ask('/value segments', 'en');
    expect(en.summary).toBe('8 customers (your book), none of them in a segment.');
    expect(en.table?.rows.map(([name]) => name)).toEqual(['In no segment']);
    expect((await ask('/value segments', 'zh')).summary).toBe('您的客户组合：8位客户均未分群。');
  });
});
