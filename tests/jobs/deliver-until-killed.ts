import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { createPeople } from '../../src/access/people.ts';
import { createChartLinks } from '../../src/channels/chart-links.ts';
import { TeamsAdapter } from '../../src/channels/teams/adapter.ts';
import { createMessages } from '../../src/channels/teams/messages.ts';
import { createTeamsOutlet } from '../../src/channels/teams/outlet.ts';
import { sendOnce } from '../../src/channels/teams/send-once.ts';
import { createWebOutlet } from '../../src/channels/web/outlet.ts';
import { startDeliveryWorker } from '../../src/jobs/deliveries/delivery-worker.ts';
import { queueDueDigests } from '../../src/jobs/due-digests.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { unlimited } from '../unlimited.ts';

/*
 * A replica that delivers to Teams and the inbox until it is killed: `node deliver-until-killed.ts URL FROM`, where FROM is what the
 * clock of the store shows at first, in ISO 8601.
 */
const [url = '', from = ''] = process.argv.slice(2);
const store = await openPostgres(url, 8);
const began = new Date().toISOString();
const now = () => new Date(from);
const log = pino({ level: 'silent' });
const chartLinks = createChartLinks({
  store,
  publicUrl: 'https://bank.example',
  secret: 'secret',
  now,
  drawPng: () => Promise.reject(new Error('no chart is fetched here')),
  ...unlimited,
});
const people = createPeople(store, now);
const services = {
  store,
  config: readConfig('config/bellwether.yaml'),
  people,
  outlets: [
    createWebOutlet({ store, now }),
    createTeamsOutlet({
      adapter: new TeamsAdapter(undefined, sendOnce),
      appId: '',
      messages: createMessages(chartLinks, log),
      store,
      people,
      homeTenant: undefined,
      stranger: undefined,
      allowedTenants: [],
    }),
  ],
  time: () => sql`(${from}::timestamptz + (clock_timestamp() - ${began}::timestamptz))`,
  now,
  log,
};
await queueDueDigests(services);
startDeliveryWorker(services);
