import { bankCalendar } from '../../settings/bank-calendar.ts';
import { addOwnDigest } from '../../store/actions/change-digest.ts';
import { roles } from '../../store/kinds.ts';
import { above } from '../arguments/above.ts';
import { worth } from '../arguments/amount.ts';
import { optional } from '../arguments/argument.ts';
import { atMost } from '../arguments/at-most.ts';
import { choice } from '../arguments/choice.ts';
import { digestOf, digestOfKind } from '../arguments/digest-of.ts';
import {
  type FoundFilters,
  filterEntities,
  filters,
  heldTo,
  isHeld,
} from '../arguments/filters.ts';
import { slashForm } from '../arguments/grammar.ts';
import { type PlannedSchedule, schedule } from '../arguments/schedule.ts';
import { type CommandContext, type CommandResult, defineCommand } from '../command.ts';
import {
  type AskedSettings,
  askedKind,
  namesCustomers,
  settingsOf,
  usualSchedule,
  whenNothingOf,
} from '../digest/asked-digest.ts';
import { placeHere, readersHere } from '../digest/delivery-place.ts';
import { nextSlots } from '../schedules/slots.ts';
import { actingOf, changedReply } from '../wording/changed-reply.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { needsHolidays, nextInWords, scheduleInWords } from '../wording/schedule-words.ts';
import { whatOfDigest } from '../wording/what-of-digest.ts';

/** How many of the next dates are shown. */
const shownNext = 3;

const known = {
  schedule: schedule(),
  digestOf: digestOf(),
  above: above(),
  worth: worth(),
  limit: atMost(),
  digestEmpty: optional(choice('digestEmpty', ['skip-when-nothing', 'line-when-nothing'])),
  digestLanguage: optional(choice('digestLanguage', ['en', 'zh'])),
  ...filters,
};

/** What a digest is asked for with, as found. */
type Asked = AskedSettings & {
  schedule?: PlannedSchedule | undefined;
  digestLanguage?: 'en' | 'zh' | undefined;
} & FoundFilters;

/**
 * Subscribes to a digest: of customers at risk unless another kind is said. `data`: `digest` (its number), `kind`, `settings`
 * (`atMost`, `period`, `passing` as `risk`, a share, and `worth` in the bank's currency), `whenNothing`, `cron`, `timezone`,
 * `rule` (what that cron expression cannot say), `filters`, `language`.
 */
export default defineCommand({
  intent: 'digest.add',
  group: 'digests',
  everyday: true,
  arguments: known,
  changes: true,
  plainly: true,
  allowed: roles,
  async run(context, asked) {
    const { config, now, store, locale, say, timezone } = context;
    const place = placeHere(context);
    if (place === undefined)
      return said(say('digest-add.notHere.title'), say('digest-add.notHere.summary'));
    const { schedule: at, digestLanguage = locale, digestEmpty, ...rest } = asked;
    const { digestOf: _, above: __, worth: ___, limit, ...found } = rest;
    const of = askedKind(asked) ?? { kind: 'at-risk' as const };
    const { kind } = of;
    const refused = notTaken(asked, of, context);
    if (refused !== undefined) return refused;
    const when = at ?? usualSchedule(of, timezone);
    if (when === undefined) return whenToSend(asked, context);
    const held = filterEntities(found);
    const digest = {
      kind,
      settings: settingsOf(of, asked, when),
      whenNothing: digestEmpty === undefined ? ('skip' as const) : whenNothingOf(digestEmpty),
    };
    const added = await addOwnDigest(store.db, actingOf(context, 'digest.add'), {
      ...digest,
      channel: place.channel,
      address: place.address,
      ...when,
      filters: held,
      locale: digestLanguage,
    });
    const { action, result: number } = added;
    const calendar = bankCalendar(config.calendar);
    const inWords = scheduleInWords(when, locale);
    const plain = kind === 'at-risk' && limit === undefined && digest.whenNothing === 'skip';
    return {
      reply: changedReply(context, action, {
        title: say('digest-add.title', { digest: String(number) }),
        summary: plain
          ? say('digest-add.summary', { when: inWords })
          : say('digest-add.summaryOf', { what: whatOfDigest(digest, context), when: inWords }),
        actions: [
          { label: say('digest-add.actions.test'), command: `digest test ${number}` },
          { label: say('digest-add.actions.list'), command: 'digest list' },
          { label: say('digest-add.actions.remove'), command: `digest remove ${number}` },
        ],
        details: [
          ...(isHeld(held)
            ? [say('at-risk-digest.only', { whose: heldTo(context, found).whose })]
            : []),
          ...(kind === 'threshold' ? [say('digest-add.crossing')] : []),
          nextInWords(nextSlots(when, calendar, now, shownNext), when.timezone, locale),
          ...(digestEmpty === undefined
            ? []
            : [say('digest-add.whenNothing', { nothing: digest.whenNothing })]),
          ...(digestLanguage === locale
            ? []
            : [say('digest-edit.language', { language: digestLanguage })]),
          ...(needsHolidays(when.rule) && !calendar.knowsHolidays
            ? [say('schedule.bankHolidaysUnknown')]
            : []),
          say(`digest-add.sentTo.${readersHere(place, context)}`),
        ],
      }),
      data: { digest: number, ...digest, ...when, filters: held, language: digestLanguage },
      seen: [],
      remembered: {
        digest: number,
        digestOf: digestOfKind(kind, digest.settings.period),
        cron: when.cron,
        ...held,
      },
    };
  },
});

const said = (title: string, summary: string): CommandResult => ({
  reply: plainReply(title, summary),
  data: {},
  seen: [],
});

/** Why a digest of a kind cannot have what is asked of it; undefined where it can. */
function notTaken(
  { above: risk, worth: least, limit }: Asked,
  { kind }: { kind: Parameters<typeof namesCustomers>[0] },
  { say }: CommandContext,
): CommandResult | undefined {
  const command = '/value digest add threshold above=40% worth=50000';
  if (kind === 'threshold' && risk === undefined)
    return said(
      say('digest-add.noThreshold.title'),
      say('digest-add.noThreshold.summary', { command }),
    );
  const title = say('digest-add.notTaken.title');
  if (kind !== 'threshold' && (risk !== undefined || least !== undefined))
    return said(title, say('digest-add.notTaken.passing', { command }));
  if (limit !== undefined && !namesCustomers(kind))
    return said(title, say('digest-add.notTaken.atMost'));
  return undefined;
}

/** Times to choose from, of what is asked without any; what a digest is about, where that is not said either. */
function whenToSend(asked: Asked, context: CommandContext): CommandResult {
  const { say, timezone } = context;
  const { schedule: _, branch, segment, tier, manager, ...rest } = asked;
  const entities = { ...rest, ...filterEntities({ branch, segment, tier, manager }) };
  const at = (cron: string, others: Record<string, unknown>) => {
    const when = { cron, timezone, rule: {}, said: { days: true, time: true, zone: false } };
    return slashForm('digest add', known, { ...entities, ...others, schedule: when });
  };
  const of = askedKind(asked);
  const [weekdays, mondays, monthly] = ['30 8 * * 1-5', '0 8 * * 1', '0 8 1 * *'] as const;
  const buttons =
    of === undefined
      ? (
          [
            ['at-risk', weekdays],
            ['events', weekdays],
            ['movers', mondays],
            ['book', mondays],
            ['segments', mondays],
          ] as const
        ).map(([kind, cron]) => ({
          label: say('digest-add.kindAt', {
            what: say(`digest-words.what.${kind}`),
            at: say(cron === weekdays ? 'digest-add.when.weekdays' : 'digest-add.when.mondays'),
          }),
          command: at(cron, { digestOf: kind }),
        }))
      : (
          [
            ['digest-add.when.weekdays', weekdays],
            ['digest-add.when.mondays', mondays],
            ['digest-add.when.monthly', monthly],
          ] as const
        ).map(([label, cron]) => ({ label: say(label), command: at(cron, {}) }));
  const digest = {
    kind: of?.kind ?? ('at-risk' as const),
    settings: {},
    whenNothing: 'skip' as const,
  };
  return {
    reply: plainReply(
      of === undefined ? say('digest-add.which.title') : say('digest-add.when.title'),
      of === undefined
        ? say('digest-add.which.summary')
        : say('digest-add.when.summary', { what: whatOfDigest(digest, context) }),
      buttons.flatMap(({ label, command }) => (command === undefined ? [] : [{ label, command }])),
    ),
    data: {},
    seen: [],
  };
}
