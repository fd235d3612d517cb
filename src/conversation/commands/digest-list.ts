import { bankCalendar } from '../../settings/bank-calendar.ts';
import { type ListedDigest, listDigests } from '../../store/digests/manage-digests.ts';
import { roles } from '../../store/kinds.ts';
import { digestIfNamed } from '../arguments/digest.ts';
import { digestOfKind } from '../arguments/digest-of.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import type { Action, Reply } from '../reply.ts';
import { nextOfDigest } from '../schedules/slots.ts';
import { insteadAction } from '../wording/argument-replies.ts';
import { digestInWords } from '../wording/digest-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { slotInWords } from '../wording/schedule-words.ts';
import { whatOfDigest } from '../wording/what-of-digest.ts';

/** A digest as it is listed: in words, and when it comes next. */
type Shown = { digest: ListedDigest; what: string; when: string; next: Date | undefined };

/**
 * The asker's digests, or one of them. `data`: `digests` with `digest` (its number), `kind`, `settings` (`atMost`, `period`,
 * `passing`), `whenNothing`, `standing` (its name in the bank's configuration, or null), `channel`, `cron`, `timezone`, `rule` (what
 * that cron expression cannot say), `filters`, `language`, `paused`, `pausedUntil` (an ISO date, or null), `next` (ISO, or
 * null) and `last`, the last delivery with `slot`, `state` and `sentAt` (ISO), or null.
 */
export default defineCommand({
  intent: 'digest.list',
  group: 'digests',
  arguments: { digest: digestIfNamed() },
  allowed: roles,
  async run(context, { digest: named }) {
    const { config, now, store, principal } = context;
    const own = named === undefined ? await listDigests(store.db, principal.managerId) : [named];
    const calendar = bankCalendar(config.calendar);
    const shown: Shown[] = [];
    for (const digest of own)
      shown.push({
        digest,
        what: whatOfDigest(digest, context),
        when: await digestInWords(digest, context),
        next: nextOfDigest(digest, calendar, now),
      });
    return {
      reply: listReply(context, shown, named !== undefined),
      data: {
        digests: shown.map(({ digest: { id, channel, cron, timezone, ...of }, next }) => ({
          digest: id,
          kind: of.kind,
          settings: of.settings,
          whenNothing: of.whenNothing,
          standing: of.standing,
          channel,
          cron,
          timezone,
          rule: of.rule,
          filters: of.filters,
          language: of.locale,
          paused: of.paused,
          pausedUntil: of.pausedUntil,
          next: next?.toISOString() ?? null,
          last: of.last,
        })),
      },
      seen: [],
      remembered:
        named === undefined
          ? {
              digests: own.map(({ id, kind, settings, filters, cron }) => ({
                digest: id,
                cron,
                digestOf: digestOfKind(kind, settings.period),
                ...filters,
              })),
            }
          : { digest: named.id },
    };
  },
});

function listReply(context: CommandContext, shown: readonly Shown[], isOne: boolean): Reply {
  const { locale, say } = context;
  const [first] = shown;
  if (first === undefined)
    return plainReply(say('digest-list.title'), say('digest-list.none'), [
      insteadAction('subscribe', locale),
    ]);
  const digest = String(first.digest.id);
  return {
    title: isOne ? say('digest-list.one.title', { digest }) : say('digest-list.title'),
    summary: isOne
      ? say('digest-list.one.about', { what: first.what, when: first.when })
      : say('digest-list.summary', { digests: shown.length, digest, when: first.when }),
    facts: [],
    table: {
      columns: [
        { label: say('digest-list.columns.digest'), align: 'end' },
        { label: say('digest-list.columns.what'), align: 'start' },
        { label: say('digest-list.columns.when'), align: 'start' },
        { label: say('digest-list.columns.channel'), align: 'start' },
        { label: say('digest-list.columns.state'), align: 'start' },
        { label: say('digest-list.columns.next'), align: 'start' },
        { label: say('digest-list.columns.last'), align: 'start' },
      ],
      rows: shown.map(({ digest: { id, channel, timezone, last, ...of }, what, when, next }) => [
        String(id),
        what,
        of.standing === null ? when : say('digest-list.standing', { when, name: of.standing }),
        say('digest-list.channels', { channel }),
        stateInWords(of, context),
        next === undefined
          ? say(of.rule.afterRun && !of.paused ? 'digest-list.afterRun' : 'digest-list.noNext')
          : slotInWords(next, timezone, locale),
        lastInWords(last, context),
      ]),
    },
    charts: [],
    actions: shown.slice(0, 2).flatMap((each) => actionsFor(each.digest, isOne, context)),
    visibility: 'asker',
  };
}

function actionsFor(
  { id, paused, standing }: ListedDigest,
  isOne: boolean,
  { say }: CommandContext,
): Action[] {
  const digest = String(id);
  return [
    paused
      ? { label: say('digest-list.actions.resume', { digest }), command: `digest resume ${id}` }
      : { label: say('digest-list.actions.pause', { digest }), command: `digest pause ${id}` },
    ...(isOne && standing === null
      ? [{ label: say('digest-list.actions.edit', { digest }), command: `digest edit ${id}` }]
      : []),
    ...(standing === null
      ? [{ label: say('digest-list.actions.remove', { digest }), command: `digest remove ${id}` }]
      : []),
  ];
}

function stateInWords(
  {
    paused,
    pausedBecause,
    pausedUntil,
  }: Pick<ListedDigest, 'paused' | 'pausedBecause' | 'pausedUntil'>,
  { say, format }: CommandContext,
): string {
  if (pausedBecause !== null) return say('digest-list.pausedBecause', { because: pausedBecause });
  if (!paused) return say('digest-list.active');
  return pausedUntil === null
    ? say('digest-list.paused')
    : say('digest-list.pausedUntil', { day: format.day(pausedUntil) });
}

function lastInWords(last: ListedDigest['last'], { say, format }: CommandContext): string {
  if (last === null) return say('digest-list.last.none');
  const at = format.moment(new Date(last.sentAt ?? last.slot));
  return say(`digest-list.last.${last.state}`, { at });
}
