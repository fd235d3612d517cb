import { addDigest } from '../../store/digests/manage-digests.ts';
import { roles } from '../../store/kinds.ts';
import { schedule } from '../arguments/schedule.ts';
import { defineCommand } from '../command.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { scheduleInWords } from '../wording/schedule-words.ts';

/** Subscribes to the digest of customers newly at risk. `data`: `digest` (its number), `cron`, `timezone`. */
export default defineCommand({
  intent: 'digest.add',
  arguments: { schedule: schedule() },
  changes: true,
  allowed: roles,
  async run(context, { schedule: { cron, timezone } }) {
    const { store, principal, channel, address, shared, locale, say, now } = context;
    if (channel === 'api') {
      return {
        reply: plainReply(say('digest-add.notHere.title'), say('digest-add.notHere.summary')),
        data: {},
        seen: [],
      };
    }
    const digest = await addDigest(store.db, {
      ownerId: principal.managerId,
      kind: 'at-risk',
      channel,
      address,
      cron,
      timezone,
      locale,
      createdAt: now,
    });
    const when = scheduleInWords({ cron, timezone }, locale);
    return {
      reply: plainReply(
        say('digest-add.title', { digest: String(digest) }),
        say('digest-add.summary', { when }),
        [
          { label: say('digest-add.actions.test'), command: 'digest test' },
          { label: say('digest-add.actions.list'), command: 'digest list' },
          { label: say('digest-add.actions.remove'), command: `digest remove ${digest}` },
        ],
        [say(shared ? 'digest-add.sentTo.channel' : 'digest-add.sentTo.you')],
      ),
      data: { digest, cron, timezone },
      seen: [],
    };
  },
});
