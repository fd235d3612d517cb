import type { DigestStood } from '../actions/action-effects.ts';
import type { digests } from '../schema.ts';

/** Where and when a digest goes, and to whom, as it stands. */
export const sentOf = ({
  cron,
  timezone,
  rule,
  filters,
  locale,
  channel,
  address,
  kind,
  settings,
  whenNothing,
}: typeof digests.$inferSelect): NonNullable<DigestStood['sent']> => ({
  cron,
  timezone,
  rule,
  filters,
  locale,
  channel,
  address,
  kind,
  settings,
  whenNothing,
});
