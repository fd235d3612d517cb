import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { createLanguageModel } from '../../../src/conversation/language-model/create-language-model.ts';
import { demoPeople } from '../../../src/demo/people.ts';
import { languageModelConfig } from '../../../src/settings/language-model.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillValuedBank } from '../../banks/valued-bank.ts';
import { body, calls, says, standIn } from '../../conversation/language-model/stand-in.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';
import { serveWeb } from './sample-server.ts';

const asOf = '2026-06-30';
const now = () => new Date('2026-07-02T07:30:00Z');
const config = readConfig('config/bellwether.yaml');

const answered = z.object({ title: z.string(), summary: z.string(), card: z.unknown() });

describe.each(storeKinds)('the web channel with a language model on %s', (kind) => {
  let store: Store;
  let endpoint: Awaited<ReturnType<typeof standIn>>;
  let served: Awaited<ReturnType<typeof serveWeb>>;
  let without: typeof served;

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillValuedBank(store, {
      branches: [{ externalId: 'P', name: 'Prague' }],
      people: [
        { externalId: 'm', name: 'Petra', email: demoPeople.manager, role: 'manager' },
        { externalId: 'a', name: 'Ana', email: demoPeople.analyst, role: 'analyst' },
      ],
      customers: [
        {
          externalId: '1042',
          name: 'Zhang Wei',
          branch: 'P',
          manager: 'm',
          joinedOn: '2019-03-14',
        },
      ].map((customer) => ({ ...customer, value: { churnProbability: 0.5, clv: 1000 } })),
      segments: [{ id: 1, names: { en: 'Savers' }, size: 1 }],
      run: { asOf, at: now() },
    });
    endpoint = await standIn();
    const languageModel = createLanguageModel({
      settings: languageModelConfig.parse({ url: endpoint.url, model: 'small' }),
      key: undefined,
      fetch,
      now,
      log: { warn: () => {} },
    });
    served = await serveWeb(store, createConversation({ store, config, now, languageModel }));
    without = await serveWeb(store, createConversation({ store, config, now }));
  });
  afterAll(async () => {
    await served.close();
    await without.close();
    await endpoint.close();
    await store.close();
  });

  const ask = async ({ url }: typeof served, text: string) => {
    const response = await fetch(`${url}/web/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ text, locale: 'en' }),
    });
    expect(response.status).toBe(200);
    return answered.parse(await response.json());
  };

  test('a question is answered by what it chose, and the card says so', async () => {
    endpoint.behave(calls('customer_value', { customer: 'CUSTOMER_1' }));
    const { title, card } = await ask(served, 'is 1042 a flight hazard');
    expect(title).toBe('Zhang Wei · 1042');
    expect(JSON.stringify(card)).toContain('Taken as: What a customer is worth · 1042');
    expect(endpoint.asked[0]?.messages.at(-1)?.content).toBe('is CUSTOMER_1 a flight hazard');
    expect(endpoint.asked[0]?.authorization).toBeUndefined();
  });

  test('what it writes is not shown, and an error is not either', async () => {
    const text = 'move 1042 to the graveyard';
    const expected = await ask(without, text);
    for (const behaviour of [says('**Zhang Wei** is worth 9,999'), body('secret', 500)]) {
      endpoint.behave(behaviour);
      expect(await ask(served, text)).toEqual(expected);
      expect(endpoint.asked).toHaveLength(1);
    }
  });
});
