import { bankCalendar } from '../../settings/bank-calendar.ts';
import { editOwnDigest } from '../../store/actions/change-digest.ts';
import type { DigestSettings } from '../../store/digests/digest-settings.ts';
import type { DigestChange, ListedDigest } from '../../store/digests/manage-digests.ts';
import { roles } from '../../store/kinds.ts';
import { above } from '../arguments/above.ts';
import { worth } from '../arguments/amount.ts';
import { optional } from '../arguments/argument.ts';
import { atMost } from '../arguments/at-most.ts';
import { choice } from '../arguments/choice.ts';
import { digestAndMore } from '../arguments/digest.ts';
import { digestOf, kindOf } from '../arguments/digest-of.ts';
import { type FoundFilters, filterEntities, filters } from '../arguments/filters.ts';
import { slashForm } from '../arguments/grammar.ts';
import { keepable } from '../arguments/schedule.ts';
import { scheduleChange } from '../arguments/schedule-change.ts';
import { type CommandContext, type CommandResult, defineCommand } from '../command.ts';
import { type AskedSettings, namesCustomers, whenNothingOf } from '../digest/asked-digest.ts';
import { placeHere, readersHere } from '../digest/delivery-place.ts';
import { changedSchedule } from '../schedules/changed-schedule.ts';
import { nextSlots } from '../schedules/slots.ts';
import type { Schedule } from '../understanding/schedule/schedule.ts';
import { sayProblem } from '../wording/argument-replies.ts';
import { actingOf, askFirstReply, changedReply } from '../wording/changed-reply.ts';
import { digestInWords } from '../wording/digest-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { needsHolidays, nextInWords } from '../wording/schedule-words.ts';
import { whatOfDigest } from '../wording/what-of-digest.ts';

const intent = 'digest.edit';
const shownNext = 3;

const known = {
  digest: digestAndMore(),
  schedule: scheduleChange(),
  digestLanguage: optional(choice('digestLanguage', ['en', 'zh'])),
  digestPlace: optional(choice('digestPlace', ['here', 'elsewhere'])),
  digestWhom: optional(choice('digestWhom', ['all'])),
  digestOf: digestOf(),
  above: above(),
  worth: worth(),
  limit: atMost(),
  digestEmpty: optional(choice('digestEmpty', ['skip-when-nothing', 'line-when-nothing'])),
  ...filters,
};

/** What is to be different of a digest, as found. */
type Change = {
  schedule?: Schedule | undefined;
  digestLanguage?: 'en' | 'zh' | undefined;
  digestPlace?: 'here' | 'elsewhere' | undefined;
  digestWhom?: 'all' | undefined;
} & AskedSettings &
  FoundFilters;

/**
 * Changes when one of the asker's digests goes out, in which language, where, which customers it is held to, or what is set of
 * it for its kind: at once where it is said plainly, and otherwise at the press of a button or a “yes”. `data`: `digest` (its
 * number), `changed`, and of it as it is then, or would be, `kind`, `settings`, `whenNothing`, `cron`, `timezone`, `rule`,
 * `filters`, `language`, `channel`.
 */
export default defineCommand({
  intent,
  group: 'digests',
  arguments: known,
  changes: true,
  asksItself: true,
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
    if (own.standing !== null)
      return answer(say('digest-edit.standing', { digest, name: own.standing }));
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
      kind: then.kind,
      settings: then.settings,
      whenNothing: then.whenNothing,
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
      set: DigestChange;
      details: string[];
    }
  | { why: string }
> {
  const { config, locale, now, say } = context;
  const { schedule, digestLanguage, digestPlace, digestWhom, ...beside } = change;
  const { digestOf: _, above: __, worth: ___, limit: ____, digestEmpty, ...found } = beside;
  const other = otherSettings(own, change, context);
  if ('why' in other) return other;
  const calendar = bankCalendar(config.calendar);
  const said = filterEntities(found);
  const held = { ...(digestWhom === undefined ? own.filters : {}), ...said };
  const details: string[] = [...other.details];
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
      settings: other.settings,
      ...(digestEmpty === undefined ? {} : { whenNothing: whenNothingOf(digestEmpty) }),
      ...(digestLanguage === undefined ? {} : { locale: digestLanguage }),
      ...(place === undefined ? {} : { channel: place.channel, address: place.address }),
    },
    details,
  };
}

/** What is set of a digest for its kind, with what a line says of that, and what to say of it; why not, where its kind has none. */
function otherSettings(
  own: ListedDigest,
  { digestOf: of, above: risk, worth: least, limit, digestEmpty }: Change,
  { say, format }: CommandContext,
): { settings: DigestSettings; details: string[] } | { why: string } {
  const { kind, settings } = own;
  const asked = of === undefined ? undefined : kindOf(of);
  if (asked !== undefined && asked.kind !== kind)
    return { why: say('digest-edit.kind', { command: `/value digest add ${of}` }) };
  if ((risk !== undefined || least !== undefined) && kind !== 'threshold')
    return {
      why: say('digest-add.notTaken.passing', {
        command: '/value digest add threshold above=40% worth=50000',
      }),
    };
  if (limit !== undefined && !namesCustomers(kind))
    return { why: say('digest-add.notTaken.atMost') };
  const { passing } = settings;
  const passed =
    passing === undefined
      ? undefined
      : {
          ...passing,
          ...(risk === undefined ? {} : { risk }),
          ...(least === undefined ? {} : { worth: least }),
        };
  const next = {
    ...settings,
    ...(passed === undefined ? {} : { passing: passed }),
    ...(limit === undefined ? {} : { atMost: limit }),
    ...(asked?.period === undefined ? {} : { period: asked.period }),
  };
  const isOther = risk !== undefined || least !== undefined || asked?.period !== undefined;
  return {
    settings: next,
    details: [
      ...(isOther
        ? [
            say('digest-edit.whatNow', {
              what: whatOfDigest(
                { kind, settings: { ...next, atMost: undefined }, whenNothing: 'skip' },
                { say, format },
              ),
            }),
          ]
        : []),
      ...(limit === undefined ? [] : [say('digest-edit.atMost', { count: limit })]),
      ...(digestEmpty === undefined
        ? []
        : [say('digest-add.whenNothing', { nothing: whenNothingOf(digestEmpty) })]),
    ],
  };
}

/** The slash form that makes a change, whole: so that it does the same whenever it is pressed. */
function commandFor(
  own: ListedDigest,
  { schedule, branch, segment, tier, manager, ...others }: Change,
  set: Partial<Pick<ListedDigest, 'cron' | 'timezone' | 'rule'>>,
): string {
  const { cron, timezone, rule } = { ...own, ...set };
  const whole = { cron, timezone, rule, said: { days: true, time: true, zone: true } };
  const form = slashForm('digest edit', known, {
    digest: own.id,
    ...(schedule === undefined ? {} : { schedule: whole }),
    ...others,
    ...filterEntities({ branch, segment, tier, manager }),
  });
  if (form === undefined) throw new Error('A change of a digest has no slash form.');
  return form;
}
