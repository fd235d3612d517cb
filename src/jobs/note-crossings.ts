import type { Logger } from 'pino';
import { loggableError } from '../access/loggable-error.ts';
import type { People } from '../access/people.ts';
import { findFilters, heldTo } from '../conversation/arguments/filters.ts';
import { commandContext } from '../conversation/command-context.ts';
import { defaultLocale } from '../language/locale.ts';
import type { Config } from '../settings/settings.ts';
import { newestRun } from '../store/book/newest-run.ts';
import { digestsToNote, noteCrossings } from '../store/digests/crossings.ts';
import { findDigest } from '../store/digests/manage-digests.ts';
import type { Store } from '../store/store.ts';

/**
 * Notes for every digest that tells who passes a threshold who did so by the newest run: once a run, however many replicas tick,
 * so that nobody is missed who passes it between two digests, or told of twice.
 */
export async function noteAllCrossings({
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
  for (const { id, ownerId } of await digestsToNote(store.db, run.id)) {
    const principal = await people.byId(ownerId);
    const digest = await findDigest(store.db, id);
    const passing = digest?.settings.passing;
    if (principal.kind === 'unlinked' || digest === undefined || passing === undefined) continue;
    const context = await commandContext(
      { store, config, now },
      {
        principal,
        channel: digest.channel,
        address: digest.address,
        shared: false,
        locale: defaultLocale,
      },
    );
    if (context === undefined) return;
    const finding = await findFilters(digest.filters, context);
    // One that is held to something there is no more says so when it goes out.
    if (!('found' in finding)) continue;
    try {
      await store.db.transaction((tx) =>
        noteCrossings(tx, context.scope, {
          digestId: id,
          runId: context.run.id,
          passing,
          said: digest.filters,
          filters: heldTo(context, finding.found).filters,
        }),
      );
    } catch (error) {
      log.error(
        { ...loggableError(error), digestId: id },
        'who passed the threshold of a digest was not noted; the next minute tries again',
      );
    }
  }
}
