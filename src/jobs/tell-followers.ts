import type { Logger } from 'pino';
import { loggableError } from '../access/loggable-error.ts';
import type { People } from '../access/people.ts';
import { isShownCustomers, scopeOf } from '../access/principal.ts';
import { commandContext } from '../conversation/command-context.ts';
import { followedReply } from '../conversation/wording/followed-words.ts';
import { defaultLocale } from '../language/locale.ts';
import type { Config } from '../settings/settings.ts';
import { recordAccess } from '../store/access-log/record-access.ts';
import { followersToTell, noteMoves, toldOf } from '../store/actions/follows.ts';
import { newestRun } from '../store/book/newest-run.ts';
import { takeEvent } from '../store/events/take-event.ts';
import { keepMessage } from '../store/inbox/messages.ts';
import type { Store } from '../store/store.ts';

/**
 * Tells everybody who follows customers what moved with them by the newest run, in their inbox: once a run, however many
 * replicas tick. What one person is told, and that it was told, is one transaction.
 */
export async function tellFollowers({
  store,
  config,
  people,
  now,
  log,
}: {
  store: Store;
  config: Config;
  people: People;
  now: () => Date;
  log: Logger;
}): Promise<void> {
  const run = await newestRun(store.db);
  if (run === undefined) return;
  for (const managerId of await followersToTell(store.db, run.id)) {
    const principal = await people.byId(managerId);
    if (!isShownCustomers(principal)) continue;
    const locale = principal.locale ?? defaultLocale;
    const context = await commandContext(
      { store, config, now },
      { principal, channel: 'web', address: String(managerId), shared: false, locale },
    );
    if (context === undefined) return;
    const event = toldOf(context.run.id, managerId);
    try {
      await store.db.transaction(async (tx) => {
        if (!(await takeEvent(tx, 'followed', event, now()))) return;
        const moves = await noteMoves(tx, scopeOf(principal), managerId, context.run);
        if (moves.length === 0) return;
        await recordAccess(tx, {
          at: now(),
          managerId,
          channel: 'web',
          intent: 'followed',
          customerIds: moves.map(({ customerId }) => customerId),
          message: `followed:${event}`,
        });
        const reply = followedReply(moves, context);
        await keepMessage(tx, { managerId, at: now(), key: `followed:${event}`, locale, reply });
      });
    } catch (error) {
      log.error(
        { ...loggableError(error) },
        'a follower was not told; the next minute tries again',
      );
    }
  }
}
