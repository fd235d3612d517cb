import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { demoPeople } from '../../../src/demo/people.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { digests } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore } from '../../test-store.ts';
import { serveWeb } from './sample-server.ts';

const answered = z.object({ title: z.string(), card: z.unknown() });
const now = () => new Date('2026-07-02T07:30:00Z');

let store: Store;
let served: Awaited<ReturnType<typeof serveWeb>>;

beforeAll(async () => {
  store = await openTestStore('pglite');
  await fillValuedBank(store, {
    branches: [{ externalId: 'P', name: 'Prague' }],
    people: [{ externalId: 'm', name: 'Petra', email: demoPeople.manager, role: 'manager' }],
    customers: [
      {
        externalId: '1042',
        name: 'Zhang Wei',
        branch: 'P',
        manager: 'm',
        joinedOn: '2019-03-14',
        value: { churnProbability: 0.5, clv: 1000 },
      },
    ],
    segments: [{ id: 1, names: { en: 'Savers' }, size: 1 }],
    run: { asOf: '2026-06-30', at: now() },
  });
  const config = readConfig('config/bellwether.yaml');
  served = await serveWeb(store, createConversation({ store, config, now }));
});
afterAll(async () => {
  await served.close();
  await store.close();
});

async function ask(text: string, linked: boolean, locale = 'en') {
  const response = await fetch(`${served.url}/web/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: served.url },
    body: JSON.stringify({ text, locale, session: 's', linked }),
  });
  const { title, card } = answered.parse(await response.json());
  return { title, card: JSON.stringify(card) };
}
const kept = async () =>
  (await store.db.select().from(digests)).map(({ id, paused }) => ({ id, paused }));

test('a link changes no digest: it shows what it asks for, with a button that does it', async () => {
  const add = await ask('/value digest add at-risk weekdays at 8:30', true);
  expect(add.title).toBe('Shall I?');
  expect(add.card).toContain('Nothing has changed yet');
  expect(await kept()).toEqual([]);
  const command = /"command":"(digest add [^"]*)"/.exec(add.card)?.[1] ?? '';
  await ask(command, false);
  const [{ id } = { id: 0 }] = await kept();

  const pause = await ask(`/value digest pause ${id}`, true, 'zh');
  expect(pause.card).toContain('这个链接要做的是');
  expect(await kept()).toEqual([{ id, paused: false }]);
  await ask(`digest pause ${id}`, false);
  expect(await kept()).toEqual([{ id, paused: true }]);

  expect((await ask(`/value digest resume ${id}`, true)).title).toBe('Shall I?');
  expect(await kept()).toEqual([{ id, paused: true }]);
  await ask(`digest resume ${id}`, false);
  expect(await kept()).toEqual([{ id, paused: false }]);
});
