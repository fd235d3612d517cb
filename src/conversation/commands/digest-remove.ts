import { removeOwnDigest } from '../../store/actions/change-digest.ts';
import { roles } from '../../store/kinds.ts';
import { digest } from '../arguments/digest.ts';
import { defineCommand } from '../command.ts';
import { actingOf, changedReply } from '../wording/changed-reply.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { scheduleInWords } from '../wording/schedule-words.ts';

/**
 * Removes one of the asker's digests: at once by its slash form, as buttons send it; a sentence is asked about first, for much
 * that is said of a digest is not that it should go. `data`: `digest` (its number), `removed`.
 */
export default defineCommand({
  intent: 'digest.remove',
  group: 'digests',
  arguments: { digest: digest() },
  changes: true,
  asksItself: true,
  allowed: roles,
  async run(context, { digest: own }) {
    const { store, locale, say } = context;
    const { id } = own;
    if (own.standing !== null) {
      const reply = plainReply(
        say('digest-edit.notChanged', { digest: String(id) }),
        say('digest-remove.standing', { digest: String(id), name: own.standing }),
        [
          {
            label: say('digest-list.actions.pause', { digest: String(id) }),
            command: `digest pause ${id}`,
          },
          { label: say('digest-remove.actions.list'), command: 'digest list' },
        ],
      );
      return { reply, data: { digest: id, removed: false }, seen: [], remembered: { digest: id } };
    }
    if (context.sentence !== undefined || !context.sure) {
      const asked = plainReply(
        say('digest-remove.ask.title', { digest: String(id) }),
        say('digest-remove.ask.summary', { when: scheduleInWords(own, locale) }),
        [
          { label: say('digest-remove.actions.remove'), command: `digest remove ${id}` },
          { label: say('digest-remove.actions.list'), command: 'digest list' },
        ],
      );
      const remembered = { digest: id, confirm: `digest remove ${id}` };
      return { reply: asked, data: { digest: id, removed: false }, seen: [], remembered };
    }
    const { action } = await removeOwnDigest(store.db, actingOf(context, 'digest.remove'), id);
    const when = scheduleInWords(own, locale);
    const reply = changedReply(context, action, {
      title: say('digest-remove.title', { digest: String(id) }),
      summary: say('digest-remove.summary', { when }),
      actions: [{ label: say('digest-remove.actions.list'), command: 'digest list' }],
    });
    return { reply, data: { digest: id, removed: true }, seen: [] };
  },
});
