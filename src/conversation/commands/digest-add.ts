import { bankCalendar } from '../../settings/bank-calendar.ts';
import { addOwnDigest } from '../../store/actions/change-digest.ts';
import { roles } from '../../store/kinds.ts';
import { filterEntities, filters, heldTo, isHeld } from '../arguments/filters.ts';
import { schedule } from '../arguments/schedule.ts';
import { defineCommand } from '../command.ts';
import { placeHere, readersHere } from '../digest/delivery-place.ts';
import { nextSlots } from '../schedules/slots.ts';
import { actingOf, changedReply } from '../wording/changed-reply.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { needsHolidays, nextInWords, scheduleInWords } from '../wording/schedule-words.ts';

/** How many of the next dates are shown. */
const shownNext = 3;

/** Subscribes to the digest of customers newly at risk. `data`: `digest` (its number), `cron`, `timezone`, `rule` (what that cron expression cannot say), `filters`. */
export default defineCommand({
  intent: 'digest.add',
  group: 'digests',
  everyday: true,
  arguments: { schedule: schedule(), ...filters },
  changes: true,
  plainly: true,
  allowed: roles,
  async run(context, { schedule: when, ...found }) {
    const { config, now, store, locale, say } = context;
    const place = placeHere(context);
    if (place === undefined) {
      return {
        reply: plainReply(say('digest-add.notHere.title'), say('digest-add.notHere.summary')),
        data: {},
        seen: [],
      };
    }
    const held = filterEntities(found);
    const added = await addOwnDigest(store.db, actingOf(context, 'digest.add'), {
      kind: 'at-risk',
      channel: place.channel,
      address: place.address,
      ...when,
      filters: held,
      locale,
    });
    const { action, result: digest } = added;
    const calendar = bankCalendar(config.calendar);
    return {
      reply: changedReply(context, action, {
        title: say('digest-add.title', { digest: String(digest) }),
        summary: say('digest-add.summary', { when: scheduleInWords(when, locale) }),
        actions: [
          { label: say('digest-add.actions.test'), command: `digest test ${digest}` },
          { label: say('digest-add.actions.list'), command: 'digest list' },
          { label: say('digest-add.actions.remove'), command: `digest remove ${digest}` },
        ],
        details: [
          ...(isHeld(held)
            ? [say('at-risk-digest.only', { whose: heldTo(context, found).whose })]
            : []),
          nextInWords(nextSlots(when, calendar, now, shownNext), when.timezone, locale),
          ...(needsHolidays(when.rule) && !calendar.knowsHolidays
            ? [say('schedule.bankHolidaysUnknown')]
            : []),
          say(`digest-add.sentTo.${readersHere(place, context)}`),
        ],
      }),
      data: { digest, ...when, filters: held },
      seen: [],
      remembered: { digest },
    };
  },
});
