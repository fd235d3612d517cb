import type { Reply } from '../../conversation/reply.ts';
import { plainReply } from '../../conversation/wording/fallback-replies.ts';
import { momentIn } from '../../language/format.ts';
import { defaultLocale, knownLocale, type Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { addNotice } from '../../store/deliveries/notices.ts';
import { type FoundDigest, findDigest } from '../../store/digests/manage-digests.ts';
import type { Database } from '../../store/store.ts';
import { ownPlace } from './own-place.ts';
import type { DeliveryServices } from './services.ts';

/** Why a delivery did not arrive, for good. `said`: what the platform says, for the operators; no customer data. */
export type Failure = { kind: 'gone' | 'refused' | 'late' | 'unknown'; said: string };

/**
 * Tells the owner of a digest something about it, once, where they alone read it: on the digest's platform if they are known
 * there, and otherwise in the inbox of the web page, which everybody has.
 * @param about.key the same for the same thing
 */
export async function tellOwner(
  { outlets, time }: Pick<DeliveryServices, 'outlets' | 'time'>,
  db: Database,
  { digestId, key }: { digestId: number; key: string },
  reply: (digest: FoundDigest, locale: Locale) => Reply,
): Promise<void> {
  const digest = await findDigest(db, digestId);
  if (digest === undefined) return;
  const { ownerId, channel } = digest;
  const locale = knownLocale(digest.locale) ?? defaultLocale;
  const place = await ownPlace({ outlets }, db, { personId: ownerId, channel });
  await addNotice(db, { key, ownerId, ...place, locale, reply: reply(digest, locale) }, time());
}

const buttons = (locale: Locale, digestId: number, paused: boolean) => {
  const say = sayIn(locale);
  return [
    paused
      ? { label: say('delivery-notice.actions.resume'), command: `digest resume ${digestId}` }
      : { label: say('delivery-notice.actions.show'), command: `digest test ${digestId}` },
    { label: say('delivery-notice.actions.list'), command: 'digest list' },
  ];
};

/**
 * What the owner of a digest is told of a slot that did not arrive.
 * @param failure.hours how long it was tried for
 */
export function failedReply(
  { id, channel, timezone }: FoundDigest,
  slot: Date,
  { kind, hours }: { kind: Failure['kind']; hours: number },
  locale: Locale,
): Reply {
  const say = sayIn(locale);
  const when = momentIn(locale, timezone)(slot);
  const paused = kind === 'gone';
  const why = {
    gone: () => say('delivery-notice.failed.gone', { slot: when }),
    refused: () => say('delivery-notice.failed.refused', { slot: when, channel }),
    unknown: () => say('delivery-notice.failed.unknown', { slot: when, channel }),
    late: () => say('delivery-notice.failed.late', { slot: when, channel, hours: String(hours) }),
  };
  return plainReply(
    say('delivery-notice.failed.title', { digest: String(id) }),
    why[kind](),
    buttons(locale, id, paused),
    [say(paused ? 'delivery-notice.failed.paused' : 'delivery-notice.failed.goesOn')],
  );
}

/** What the owner of a digest is told of a slot that was missed by more than it may be late, in hours. */
export function missedReply(
  { id, timezone }: FoundDigest,
  slot: Date,
  hours: number,
  locale: Locale,
): Reply {
  const say = sayIn(locale);
  return plainReply(
    say('delivery-notice.missed.title', { digest: String(id) }),
    say('delivery-notice.missed.summary', {
      slot: momentIn(locale, timezone)(slot),
      hours: String(hours),
    }),
    buttons(locale, id, false),
    [say('delivery-notice.missed.goesOn')],
  );
}
