import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { pino } from 'pino';
import { createPeople } from '../../src/access/people.ts';
import { createWebOutlet } from '../../src/channels/web/outlet.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { fillDemoBank } from '../../src/demo/fill-demo-bank.ts';
import { startDeliveryWorker } from '../../src/jobs/deliveries/delivery-worker.ts';
import { queueDueDigests } from '../../src/jobs/due-digests.ts';
import { score } from '../../src/scoring/run/valuation-run.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { listDigests } from '../../src/store/digests/manage-digests.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { linkIdentity } from '../../src/store/people/link-person.ts';
import { fixedTime } from '../../src/store/store-time.ts';

/*
 * Writes store.sql.gz and answers.json: a store as this version keeps it, and what it answers. Run it in the tree of a
 * release, before the first change that the next one brings, with pg_dump on the PATH and a PostgreSQL to work on:
 *
 *   TEST_DATABASE_URL=postgres://root@127.0.0.1:5432/test node tests/earlier-version/write-store.ts
 *
 * and commit both files: from then on they are what an upgrade starts from.
 */

const analyst = 'analyst@demo.example';
const supervisor = 'jan.dvorak@demo.example';
const manager = 'petra.novakova@demo.example';

/** Questions of every command that reads figures, by people who see different customers, in both languages. */
const questions: readonly { as: string; text: string; locale?: 'en' | 'zh' }[] = [
  ...['42', '7', '101', '160'].map((id) => ({ as: analyst, text: `value customer ${id}` })),
  { as: analyst, text: '客户42值多少钱？' },
  { as: manager, text: 'value customer 37' },
  { as: manager, text: 'value customer 42' },
  ...['42', '7', '101'].map((id) => ({ as: analyst, text: `value why ${id}` })),
  { as: supervisor, text: '为什么37有流失风险？' },
  ...['contribution', 'balance', 'transactions'].map((metric) => ({
    as: analyst,
    text: `value trend 42 ${metric}`,
  })),
  { as: analyst, text: 'value what-if 42 retention=0.9 margin=+5%' },
  { as: analyst, text: 'value what-if 7 horizon=24 discount=8%' },
  ...[analyst, supervisor, manager].map((as) => ({ as, text: 'value book' })),
  { as: analyst, text: 'value book branch=Prague' },
  { as: analyst, text: 'value top 10' },
  { as: analyst, text: 'value top 10 by cvs' },
  { as: analyst, text: 'value top 10 by contribution tier=medium' },
  { as: supervisor, text: 'value top 10' },
  { as: manager, text: '我最有价值的十位客户' },
  { as: analyst, text: 'value at-risk 20' },
  { as: analyst, text: 'value at-risk 20 branch=Prague' },
  { as: manager, text: 'value at-risk' },
  { as: supervisor, text: '谁最可能流失？' },
  { as: analyst, text: 'value segments' },
  { as: analyst, text: 'value segments', locale: 'zh' },
  { as: supervisor, text: 'value segments' },
  { as: analyst, text: 'value segments by spending habits' },
  { as: analyst, text: 'value segments by spending habits', locale: 'zh' },
  { as: analyst, text: 'value segment 1' },
  { as: analyst, text: 'value segment 2', locale: 'zh' },
  { as: analyst, text: 'value segment big spenders' },
  { as: analyst, text: 'value segment 大额消费', locale: 'zh' },
  ...['churn', 'groups', 'clv', 'segments', 'segments habits'].map((kind) => ({
    as: analyst,
    text: `value model ${kind}`,
  })),
  { as: manager, text: 'value digest list' },
  { as: manager, text: 'value digest test' },
];

const server = process.env.TEST_DATABASE_URL ?? 'postgres://root@127.0.0.1:5432/test';
const name = `bellwether_write_store_${process.pid}`;
const url = new URL(server);
url.pathname = `/${name}`;
const folder = new URL('.', import.meta.url);
const config = readConfig('config/bellwether.yaml');
const log = pino({ level: 'silent' });
let moment = new Date('2026-06-30T06:00:00Z');
const now = () => moment;

const admin = new pg.Client({ connectionString: server });
await admin.connect();
await admin.query(`create database ${name} template template0`);
try {
  const store = await openPostgres(url.href, 4);
  await fillDemoBank(store, { customers: 160, seed: 42, today: '2026-06-30' });
  await score(store, { config, asOf: '2026-05-31', now });
  await score(store, { config, asOf: '2026-06-30', now });

  const people = createPeople(store, now);
  const as = async (email: string) => {
    const principal = await people.byEmail(email);
    if (principal.kind === 'unlinked') throw new Error(`Nobody of the demo bank is ${email}.`);
    return principal;
  };
  const ask = async (email: string, text: string, locale?: 'en' | 'zh') => {
    const principal = await as(email);
    return createConversation({ store, config, now }).answer({
      text,
      principal,
      channel: 'web',
      address: String(principal.managerId),
      shared: false,
      ...(locale === undefined ? {} : { locale }),
    });
  };

  // A person known on Slack, and a digest that was delivered once.
  const petra = await as(manager);
  await store.db.transaction((tx) =>
    linkIdentity(tx, {
      channel: 'slack',
      externalId: 'T0123:U0456',
      managerId: petra.managerId,
      linkedAt: now(),
    }),
  );
  await ask(manager, 'value digest add "every weekday at 8:30"');
  moment = new Date('2026-07-01T06:31:00Z');
  const time = () => fixedTime(now());
  const outlets = [createWebOutlet({ store, now })];
  const deliveries = startDeliveryWorker({ store, config, people, outlets, time, now, log });
  await queueDueDigests({ store, config, outlets, time, log });
  while ((await listDigests(store.db))[0]?.last?.state !== 'sent') await setTimeout(200);
  await deliveries.stop(5000);

  // What psql alone reads, and settings that an older PostgreSQL does not know, are left out.
  const dump = execFileSync(
    'pg_dump',
    ['--no-owner', '--no-privileges', '--inserts', '--rows-per-insert=1000', url.href],
    { encoding: 'utf8', maxBuffer: 2 ** 30 },
  ).replaceAll(/^(\\.*|SET transaction_timeout.*)\n/gm, '');
  writeFileSync(new URL('store.sql.gz', folder), gzipSync(dump, { level: 9 }));

  const answers = [];
  for (const { as, text, locale } of questions) {
    const { intent, data } = await ask(as, text, locale);
    answers.push({ as, text, locale, intent, data });
  }
  writeFileSync(
    new URL('answers.json', folder),
    `${JSON.stringify(answers).replaceAll('},{"as"', '},\n{"as"')}\n`,
  );
  await store.close();
} finally {
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.end();
}
