import { queueDueDigests } from '../jobs/due-digests.ts';
import { listDigests } from '../store/digests/manage-digests.ts';
import { storeTime } from '../store/store-time.ts';
import type { AddCommand } from './host.ts';
import { textTable } from './text-table.ts';

/** `bellwether digest`: subscriptions, and sending one now. */
export const digest: AddCommand = (program, terminal, host) => {
  const group = program.command('digest').description('subscriptions to digests');
  group
    .command('list')
    .description('every subscription and its last delivery')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => {
      const digests = await listDigests((await host.store()).db);
      if (options.json) {
        terminal.out(`${JSON.stringify(digests)}\n`);
        return;
      }
      terminal.out(
        textTable(
          ['Id', 'Owner', 'Where', 'Schedule', 'Time zone', 'Only', 'State', 'Last delivery'],
          digests.map((each) => [
            String(each.id),
            each.ownerName,
            each.channel,
            each.cron,
            each.timezone,
            Object.entries(each.filters)
              .map(([name, said]) => `${name}=${said}`)
              .join(' ') || '–',
            each.paused ? 'paused' : 'on',
            each.last === null
              ? '–'
              : `${each.last.slot.slice(0, 16).replace('T', ' ')} ${each.last.state}`,
          ]),
        ),
      );
    });
  group
    .command('run')
    .description('queue the digests that are due now; a running server sends them')
    .action(async () => {
      const store = await host.store();
      const queued = await queueDueDigests({
        store,
        config: host.config,
        time: () => storeTime,
        outlets: [],
        log: host.log,
      });
      terminal.out(`Due and queued: ${queued}. A running server sends them.\n`);
    });
};
