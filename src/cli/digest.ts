import { nextOfDigest } from '../conversation/schedules/slots.ts';
import { scheduleInWords } from '../conversation/wording/schedule-words.ts';
import { queueDueDigests } from '../jobs/due-digests.ts';
import { defaultLocale } from '../language/locale.ts';
import { neutralJson } from '../language/neutral-text.ts';
import { bankCalendar } from '../settings/bank-calendar.ts';
import { listDigests } from '../store/digests/manage-digests.ts';
import { storeTime } from '../store/store-time.ts';
import type { AddCommand } from './host.ts';
import { textTable } from './text-table.ts';

/** `bellwether digest`: subscriptions, and sending one now. */
export const digest: AddCommand = (program, terminal, host) => {
  const group = program.command('digest').description('subscriptions to digests');
  group
    .command('list')
    .description('every subscription, when it goes out next (UTC), and its last delivery')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => {
      const digests = await listDigests((await host.store()).db);
      const calendar = bankCalendar(host.config.calendar);
      const shown = digests.map((each) => ({
        ...each,
        next: nextOfDigest(each, calendar, host.now())?.toISOString() ?? null,
      }));
      if (options.json) {
        terminal.out(`${neutralJson(shown)}\n`);
        return;
      }
      terminal.out(
        textTable(
          [
            'Id',
            'Owner',
            'Where',
            'Schedule',
            'Time zone',
            'Only',
            'State',
            'Next',
            'Last delivery',
          ],
          shown.map((each) => [
            String(each.id),
            each.ownerName,
            each.channel,
            Object.keys(each.rule).length === 0
              ? each.cron
              : scheduleInWords(each, defaultLocale).replace(` (${each.timezone})`, ''),
            each.timezone,
            Object.entries(each.filters)
              .map(([name, said]) => `${name}=${said}`)
              .join(' ') || '–',
            !each.paused
              ? 'on'
              : each.pausedUntil === null
                ? 'paused'
                : `paused until ${each.pausedUntil}`,
            each.next?.slice(0, 16).replace('T', ' ') ?? '–',
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
