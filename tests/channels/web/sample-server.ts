import { randomBytes } from 'node:crypto';
import fastify from 'fastify';
import { createPeople } from '../../../src/access/people.ts';
import { createSignIn } from '../../../src/access/sign-in.ts';
import { createChartLinks } from '../../../src/channels/chart-links.ts';
import type { Preparation } from '../../../src/channels/definition.ts';
import type { SendCode } from '../../../src/channels/web/mail-code.ts';
import type { Provider } from '../../../src/channels/web/openid-provider.ts';
import { webChannel } from '../../../src/channels/web/plugin.ts';
import { drawPng } from '../../../src/charts/draw-png.ts';
import type { DrawPng } from '../../../src/charts/png.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { demoPeople } from '../../../src/demo/people.ts';
import { secureHeaders } from '../../../src/server/secure-headers.ts';
import type { Role } from '../../../src/store/kinds.ts';
import { bank, branches, managers } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { unlimited } from '../../unlimited.ts';
import { sampleCommands } from './sample-commands.ts';

/** Puts the demo's people into an empty store. */
export async function hirePeople(store: Store): Promise<void> {
  await store.db.insert(branches).values({ externalId: 'B1', name: 'Prague' });
  await store.db
    .insert(managers)
    .values([
      person('Petra Nováková', demoPeople.manager, 'manager', 1),
      person('Jan Dvořák', demoPeople.supervisor, 'supervisor', 1),
      person('Avery Quinn', demoPeople.analyst, 'analyst', null),
    ]);
}

const person = (name: string, email: string, role: Role, branchId: number | null) => ({
  externalId: email,
  email,
  name,
  role,
  branchId,
});

/** What the cookies of the web channel are signed with. */
export const cookieSecret = 'for tests of cookies';

/** The web channel over HTTP on a port of its own; unless `demo` is said, whatever bank is in the store is one made up for the demo. */
export async function serveWeb(
  store: Store,
  conversation: Conversation,
  settings: {
    demo?: boolean;
    preparation?: () => Preparation;
    port?: number;
    drawPng?: DrawPng;
    sendCode?: SendCode;
    provider?: Provider;
  } = {},
) {
  if (settings.demo === undefined) await store.db.update(bank).set({ demo: true });
  const now = () => new Date();
  const people = createPeople(store, now);
  const server = fastify();
  await secureHeaders(server, { https: false });
  const chartLinks = createChartLinks({
    store,
    publicUrl: 'http://localhost:3000',
    secret: 'for tests',
    now,
    drawPng: settings.drawPng ?? drawPng,
    ...unlimited,
  });
  await server.register(chartLinks.plugin);
  await server.register(
    webChannel({
      conversation,
      store,
      people,
      ways: {
        signIn: createSignIn({
          store,
          people,
          secret: 'for tests of codes',
          random: randomBytes,
          now,
        }),
        sendCode: settings.sendCode,
        provider: settings.provider,
        ...unlimited,
      },
      chartLinks,
      preparation: settings.preparation ?? (() => ({ state: 'ready' })),
      demo: settings.demo ?? true,
      version: '1.0.0',
      addressQuestions: undefined,
      commands: sampleCommands,
      secret: cookieSecret,
      now,
    }),
  );
  const url = await server.listen({ port: settings.port ?? 0, host: '127.0.0.1' });
  return { url, close: () => server.close() };
}
