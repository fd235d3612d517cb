import { type ListedDigest, listDigests } from '../../store/digests/manage-digests.ts';
import { roles } from '../../store/kinds.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import type { Reply } from '../reply.ts';
import { insteadAction } from '../wording/argument-replies.ts';
import { digestInWords } from '../wording/digest-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';

/**
 * The asker's digests. `data`: `digests` with `digest` (its number), `channel`, `cron`, `timezone`, `filters`, `paused` and `last`,
 * the last delivery with `slot`, `state` and `sentAt` (ISO), or null.
 */
export default defineCommand({
  intent: 'digest.list',
  group: 'digests',
  arguments: {},
  allowed: roles,
  async run(context) {
    const { store, principal } = context;
    const own = await listDigests(store.db, principal.managerId);
    const when: string[] = [];
    for (const each of own) when.push(await digestInWords(each, context));
    return {
      reply: listReply(context, own, when),
      data: {
        digests: own.map(({ id, channel, cron, timezone: zone, filters, paused, last }) => ({
          digest: id,
          channel,
          cron,
          timezone: zone,
          filters,
          paused,
          last,
        })),
      },
      seen: [],
    };
  },
});

function listReply(
  context: CommandContext,
  own: readonly ListedDigest[],
  when: readonly string[],
): Reply {
  const { locale, say } = context;
  const [first] = own;
  if (first === undefined)
    return plainReply(say('digest-list.title'), say('digest-list.none'), [
      insteadAction('subscribe', locale),
    ]);
  return {
    title: say('digest-list.title'),
    summary: say('digest-list.summary', {
      digests: own.length,
      digest: String(first.id),
      when: when[0] ?? '',
    }),
    facts: [],
    table: {
      columns: [
        { label: say('digest-list.columns.digest'), align: 'end' },
        { label: say('digest-list.columns.when'), align: 'start' },
        { label: say('digest-list.columns.channel'), align: 'start' },
        { label: say('digest-list.columns.state'), align: 'start' },
        { label: say('digest-list.columns.last'), align: 'start' },
      ],
      rows: own.map(({ id, channel, paused, pausedBecause, last }, i) => [
        String(id),
        when[i] ?? '',
        say('digest-list.channels', { channel }),
        pausedBecause !== null
          ? say('digest-list.pausedBecause', { because: pausedBecause })
          : say(paused ? 'digest-list.paused' : 'digest-list.active'),
        lastInWords(last, context),
      ]),
    },
    charts: [],
    actions: own.slice(0, 2).flatMap(({ id, paused }) => {
      const digest = String(id);
      return [
        paused
          ? { label: say('digest-list.actions.resume', { digest }), command: `digest resume ${id}` }
          : { label: say('digest-list.actions.pause', { digest }), command: `digest pause ${id}` },
        { label: say('digest-list.actions.remove', { digest }), command: `digest remove ${id}` },
      ];
    }),
    visibility: 'asker',
  };
}

function lastInWords(last: ListedDigest['last'], { say, format }: CommandContext): string {
  if (last === null) return say('digest-list.last.none');
  const at = format.moment(new Date(last.sentAt ?? last.slot));
  return say(`digest-list.last.${last.state}`, { at });
}
