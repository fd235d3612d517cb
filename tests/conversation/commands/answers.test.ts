import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers, now } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

describe.each(storeKinds)('what a question wants to hear comes first, on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;
  let asked = 0;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    conversation = createConversation({ store, config, now });
  });
  afterAll(() => store.close());

  const answer = async (text: string) => {
    asked += 1;
    const { reply } = await conversation.answer({
      text,
      principal: people.analyst,
      channel: 'web',
      address: `here ${asked}`,
      shared: false,
    });
    return reply.summary;
  };

  it.each([
    ['is 1042 about to leave?', /^Yes: .*42%, at or above the 30%/],
    ['is 1066 about to leave?', /^No: .*20%, below the 30% from which we speak of risk/],
    ['will 1066 stay with us?', /^Yes: .*20%, below/],
    ['is 1061 about to leave?', /^Yes: Karel Gone left on 31 March 2026/],
    ['is 1062 about to leave?', /^Not known: /],
    ['1042会走吗', /^会：.*42%，达到30%/],
    ['1066会不会流失？', /^不会：.*20%，低于30%/],
    ['1062会不会流失？', /^尚不清楚：/],
    ['is the balance of 1042 falling?', /^Yes: down 4\.3%\. /],
    ['is the balance of 1042 rising?', /^No: down 4\.3%\. /],
    ['is the balance of 1064 falling?', /^Not known: /],
    ['1042的余额在下降吗', /^是：下降4.3%。/],
    ['is 1042 a valuable customer?', /^Yes: high tier/],
    ['is 1064 a valuable customer?', /^No: low tier/],
    ['1042是重要客户吗', /^是：层级高/],
    ['will 1042 default?', /^Not known\. /],
    ['how many at risk in Brno', /^1 customer is at risk \(.*Brno/],
    ['布尔诺有多少人可能流失', /^1位客户有流失风险/],
    ['is anyone about to leave in Brno?', /^Yes: 1 customer/],
    ['how many customers do I have', /^\d+ customers \(/],
    ['我有多少客户', /^\d+位客户/],
    ['when will 1042 leave?', /^In about \d+ months/],
    ['1042什么时候会走', /^大约\d+个月后/],
    ['when will 1066 leave?', /^In about \d+ months/],
    ['who is most likely to leave?', /^Anna Nováková first: 65%|^张伟 first: 42%/],
    ['谁最可能流失', /^(?:Anna Nováková|张伟)居首/],
    ['谁是我最有价值的客户', /^张伟居首：/],
    ['who is worth more, 1042 or 1055?', /^张伟: worth about/],
    ['who is more likely to leave, 1042 or 1055?', /^Anna Nováková: 65%/],
  ])('“%s”', async (text, first) => {
    expect(await answer(text)).toMatch(first);
  });

  it.each([
    ['trend 1042 balance', 'en', '张伟 · 1042: Balance down 4.3% in a year'],
    ['trend 1042 balance', 'zh', '张伟 · 1042：1年内余额下降4.3%'],
  ] as const)('a title says what was found: “%s”, %s', async (text, locale, title) => {
    const { reply } = await conversation.answer({
      text,
      locale,
      principal: people.analyst,
      channel: 'web',
      address: 'here',
      shared: false,
    });
    expect(reply.title).toBe(title);
    expect(reply.charts[0]?.alt.startsWith(title.replace(/^.*[:：] ?/, ''))).toBe(true);
  });

  it('leaves what a command asks for as it is', async () => {
    expect(await answer('why 1042')).toMatch(/^The probability of losing/);
    expect(await answer('at-risk')).toMatch(/^\d customers have a churn probability/);
  });
});
