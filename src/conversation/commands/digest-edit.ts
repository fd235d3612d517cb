import { bankCalendar } from '../../settings/bank-calendar.ts';
import { editOwnDigest } from '../../store/actions/change-digest.ts';
import type { ListedDigest } from '../../store/digests/manage-digests.ts';
import { roles } from '../../store/kinds.ts';
import { optional } from '../arguments/argument.ts';
import { choice } from '../arguments/choice.ts';
import { digestAndMore } from '../arguments/digest.ts';
import { type FoundFilters, filterEntities, filters } from '../arguments/filters.ts';
import { slashForm } from '../arguments/grammar.ts';
import { keepable } from '../arguments/schedule.ts';
import { scheduleChange } from '../arguments/schedule-change.ts';
import { type CommandContext, type CommandResult, defineCommand } from '../command.ts';
import { placeHere, readersHere } from '../digest/delivery-place.ts';
import { changedSchedule } from '../schedules/changed-schedule.ts';
import { nextSlots } from '../schedules/slots.ts';
import type { Schedule } from '../understanding/schedule/schedule.ts';
import { sayProblem } from '../wording/argument-replies.ts';
import { actingOf, askFirstReply, changedReply } from '../wording/changed-reply.ts';
import { digestInWords } from '../wording/digest-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { needsHolidays, nextInWords } from '../wording/schedule-words.ts';

const intent = 'digest.edit';
const shownNext = 3;

const known = {
  digest: digestAndMore(),
  schedule: scheduleChange(),
  digestLanguage: optional(choice('digestLanguage', ['en', 'zh'])),
  digestPlace: optional(choice('digestPlace', ['here', 'elsewhere'])),
  digestWhom: optional(choice('digestWhom', ['all'])),
  ...filters,
};

/** What is to be different of a digest, as found. */
type Change = {
  schedule?: Schedule | undefined;
  digestLanguage?: 'en' | 'zh' | undefined;
  digestPlace?: 'here' | 'elsewhere' | undefined;
  digestWhom?: 'all' | undefined;
} & FoundFilters;

/**
 * Changes when one of the asker's digests goes out, in which language, where, or which customers it is held to: at once where
 * it is said plainly, and otherwise at the press of a button or a “yes”. `data`: `digest` (its number), `changed`, and of it
 * as it is then, or would be, `cron`, `timezone`, `rule`, `filters`, `language`, `channel`.
 */
export default defineCommand({
  intent,
  group: 'digests',
  arguments: known,
  changes: true,
  allowed: roles,
  async run(context, { digest: own, ...change }) {
    const { store, say } = context;
    const digest = String(own.id);
    const answer = (summary: string): CommandResult => ({
      reply: plainReply(say('digest-edit.notChanged', { digest }), summary, [
        { label: say('digest-add.actions.list'), command: 'digest list' },
      ]),
      data: { digest: own.id, changed: false },
      seen: [],
      remembered: { digest: own.id },
    });
    if (change.digestPlace === 'elsewhere')
      return answer(say('digest-edit.elsewhere', { command: `/value digest edit ${digest} here` }));
    if (Object.values(change).every((each) => each === undefined))
      return answer(say('digest-edit.what'));
    const next = await changed(own, change, context);
    if ('why' in next) return answer(next.why);
    const then = { ...own, ...next.set };
    const when = await digestInWords(then, context);
    const data = {
      digest: own.id,
      cron: then.cron,
      timezone: then.timezone,
      rule: then.rule,
      filters: then.filters,
      language: then.locale,
      channel: then.channel,
    };
    if (!context.sure) {
      const command = commandFor(own, change, next.set);
      const reply = askFirstReply(context, {
        summary: say('digest-edit.ask', { digest, when, details: next.details.join(' ') }),
        label: say('digest-edit.actions.change'),
        command,
      });
      return {
        reply,
        data: { ...data, changed: false },
        seen: [],
        remembered: { digest: own.id, confirm: command },
      };
    }
    const { action } = await editOwnDigest(store.db, actingOf(context, intent), {
      id: own.id,
      ...next.set,
    });
    const reply = changedReply(context, action, {
      title: say(action === null ? 'digest-edit.same' : 'digest-edit.title', { digest }),
      summary: own.paused
        ? say('digest-edit.summaryPaused', { when })
        : say('digest-edit.summary', { when }),
      details: next.details,
      actions: [
        { label: say('digest-add.actions.test'), command: `digest test ${digest}` },
        { label: say('digest-add.actions.list'), command: 'digest list' },
      ],
    });
    return { reply, data: { ...data, changed: true }, seen: [], remembered: { digest: own.id } };
  },
});

/** What is set of a digest, and what to say of it beside when it goes out; why not, where it cannot be. */
async function changed(
  own: ListedDigest,
  change: Change,
  context: CommandContext,
): Promise<
  | {
      set: Partial<
        Pick<
          ListedDigest,
          'cron' | 'timezone' | 'rule' | 'filters' | 'locale' | 'channel' | 'address'
        >
      >;
      details: string[];
    }
  | { why: string }
> {
  const { config, locale, now, say } = context;
  const { schedule, digestLanguage, digestPlace, digestWhom, ...found } = change;
  const calendar = bankCalendar(config.calendar);
  const said = filterEntities(found);
  const held = { ...(digestWhom === undefined ? own.filters : {}), ...said };
  const details: string[] = [];
  const planned =
    schedule === undefined ? undefined : keepable(changedSchedule(own, schedule), calendar, now);
  if (planned !== undefined && !('found' in planned))
    return { why: sayProblem(planned.summary, locale) };
  if (planned !== undefined) {
    const { found: when } = planned;
    details.push(nextInWords(nextSlots(when, calendar, now, shownNext), when.timezone, locale));
    if (needsHolidays(when.rule) && !calendar.knowsHolidays)
      details.push(say('schedule.bankHolidaysUnknown'));
  }
  if (digestLanguage !== undefined)
    details.push(say('digest-edit.language', { language: digestLanguage }));
  if (digestWhom !== undefined && Object.keys(said).length === 0)
    details.push(say('digest-edit.all'));
  const place = digestPlace === undefined ? undefined : placeHere(context);
  if (digestPlace !== undefined && place === undefined)
    return { why: say('digest-add.notHere.summary') };
  if (place !== undefined) details.push(say(`digest-add.sentTo.${readersHere(place, context)}`));
  return {
    set: {
      ...planned?.found,
      filters: held,
      ...(digestLanguage === undefined ? {} : { locale: digestLanguage }),
      ...(place === undefined ? {} : { channel: place.channel, address: place.address }),
    },
    details,
  };
}

/** The slash form that makes a change, whole: so that it does the same whenever it is pressed. */
function commandFor(
  own: ListedDigest,
  { schedule, digestLanguage, digestPlace, digestWhom, ...found }: Change,
  set: Partial<Pick<ListedDigest, 'cron' | 'timezone' | 'rule'>>,
): string {
  const { cron, timezone, rule } = { ...own, ...set };
  const whole = { cron, timezone, rule, said: { days: true, time: true, zone: true } };
  const form = slashForm('digest edit', known, {
    digest: own.id,
    ...(schedule === undefined ? {} : { schedule: whole }),
    digestLanguage,
    digestPlace,
    digestWhom,
    ...filterEntities(found),
  });
  if (form === undefined) throw new Error('A change of a digest has no slash form.');
  return form;
}
