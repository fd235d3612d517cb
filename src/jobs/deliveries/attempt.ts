import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { errorInWords, loggableError } from '../../access/loggable-error.ts';
import { NotTaken, type Outlet } from '../../conversation/channel.ts';
import type { Digest } from '../../conversation/digest/digest.ts';
import type { Reply } from '../../conversation/reply.ts';
import { defaultLocale, knownLocale, type Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { recordAccess } from '../../store/access-log/record-access.ts';
import {
  beginSending,
  type Claimed,
  heldFor,
  noteArrival,
  redirect,
  stillStands,
} from '../../store/deliveries/deliveries.ts';
import { findDigest } from '../../store/digests/manage-digests.ts';
import type { ChannelName } from '../../store/kinds.ts';
import { isRunAwaited } from '../../store/scoring/awaited-run.ts';
import { readTime } from '../../store/store-time.ts';
import { type DigestMessage, digestMessage, filesOfDigest, OwnerGone } from './digest-message.ts';
import { giveUp, leave, leaveUntried, loseOwner, skip } from './outcomes.ts';
import type { AttemptServices, Outcome } from './services.ts';
import { windowOf } from './windows.ts';

/** Another replica has the delivery meanwhile, or its digest was paused or removed, or the platform is to be left alone. */
class NotOurs extends Error {}

/** What is known of a delivery while an attempt is under way. */
type Progress = {
  /** the platform may have the message, by this attempt or one before */
  uncertain: boolean;
  /** an attempt before may have arrived, and the platform cannot be asked */
  maybeRepeated: boolean;
  /** this attempt came to be sent */
  begun: boolean;
};

const fixedReply = z.custom<Reply>((reply) => typeof reply === 'object' && reply !== null);

/**
 * Takes one delivery as far as it goes now: looks for it where an attempt before may have arrived, makes it where it is not
 * made, sends it, and notes what became of it. Whatever goes wrong on the way is noted, and tried again later.
 * @throws what the store throws where even that cannot be noted; the claim runs out, and the delivery is looked for then
 */
export async function attemptDelivery(
  services: AttemptServices,
  delivery: Claimed,
): Promise<Outcome> {
  const { store, time, log } = services;
  const progress: Progress = {
    uncertain: delivery.state === 'sending',
    maybeRepeated: delivery.maybeRepeated,
    begun: false,
  };
  try {
    return await attempt(services, delivery, outletOf(services, delivery.channel), progress);
  } catch (error) {
    if (error instanceof NotOurs) {
      const after = await heldFor(store.db, delivery.channel, time());
      const state = progress.uncertain ? 'sending' : 'due';
      return leaveUntried(services, delivery, { state, after });
    }
    const why = errorInWords(error).slice(0, 500);
    log.warn({ delivery: delivery.key, why }, 'a delivery did not get through');
    const refusal = error instanceof NotTaken ? error.refusal : undefined;
    if (refusal?.kind === 'gone' || refusal?.kind === 'refused')
      return giveUp(services, delivery, { kind: refusal.kind, said: why });
    return leave(services, delivery, { ...progress, after: refusal?.after, error: why });
  }
}

function outletOf({ outlets }: AttemptServices, channel: ChannelName): Outlet {
  const outlet = outlets.find(({ name }) => name === channel);
  if (outlet !== undefined) return outlet;
  throw new NotTaken(`The channel ${channel} is not connected on this server.`, { kind: 'later' });
}

async function attempt(
  services: AttemptServices,
  delivery: Claimed,
  outlet: Outlet,
  progress: Progress,
): Promise<Outcome> {
  const { store, time } = services;
  if (progress.uncertain) {
    const found = await outlet.find(delivery);
    if (typeof found === 'object') {
      await noteArrival(store.db, delivery, {
        at: time(),
        state: 'settled',
        messageId: found.messageId,
      });
      return 'settled';
    }
    if (found === 'absent') progress.uncertain = false;
    else if (progress.maybeRepeated)
      return giveUp(services, delivery, { kind: 'unknown', said: delivery.error ?? '' });
    else progress.maybeRepeated = true;
  }
  if (!(await stillStands(store.db, delivery))) return skip(services, delivery);
  const at = await readTime(store.db, time());
  if (at.getTime() - delivery.slot.getTime() > windowOf(delivery) * 60_000)
    return giveUp(services, delivery, { kind: 'late', said: delivery.error ?? '' });

  if (!(await isReceived(services, delivery, outlet))) return loseOwner(services, delivery);
  if (await waitsForRun(services, delivery, at))
    return leaveUntried(services, delivery, { state: 'due', after: runPatience });

  let made: DigestMessage | undefined;
  const { digestId } = delivery;
  if (digestId !== null && delivery.content === null) {
    try {
      const slot = { digestId, slot: delivery.slot, at };
      made = await services.making(() => digestMessage(services, slot, outlet));
      if (made === undefined) return skip(services, delivery);
    } catch (error) {
      if (error instanceof OwnerGone) return loseOwner(services, delivery);
      throw error;
    }
  }
  if (made?.instead === undefined) return send(services, delivery, outlet, progress, made);
  const { instead } = made;
  const own = outletOf(services, instead.channel);
  if (!(await redirect(store.db, delivery, { ...instead, by: services.by }))) throw new NotOurs();
  return send(services, { ...delivery, ...instead }, own, progress, made);
}

/** Whether whom a delivery is for is one of the bank's people still, here and on the platform. */
async function isReceived(
  { people }: AttemptServices,
  { ownerId, address }: Claimed,
  outlet: Outlet,
): Promise<boolean> {
  if (ownerId === null) return true;
  if ((await people.byId(ownerId)).kind === 'unlinked') return false;
  return (await outlet.admits?.(ownerId, address)) ?? true;
}

/** How soon, in seconds, it is seen again whether the run is there that a digest waits for. */
const runPatience = 20;
/** A run that was begun longer ago, in hours, is not waited for. */
const runHours = 6;

/** Whether a digest that is not made yet waits for the night's run, which has not published. */
async function waitsForRun(
  { store, config }: AttemptServices,
  { digestId, content, slot }: Claimed,
  at: Date,
): Promise<boolean> {
  if (digestId === null || content !== null) return false;
  if (at.getTime() - slot.getTime() >= config.digests.waitForRun * 60_000) return false;
  return isRunAwaited(store.db, new Date(at.getTime() - runHours * 3_600_000));
}

async function send(
  services: AttemptServices,
  delivery: Claimed,
  outlet: Outlet,
  progress: Progress,
  made: DigestMessage | undefined,
): Promise<Outcome> {
  const { address, key, ownerId: viewer } = delivery;
  const locale = knownLocale(delivery.locale) ?? defaultLocale;
  const fixed = made?.reply ?? fixedReply.parse(delivery.content);
  const reply = progress.maybeRepeated ? asMaybeRepeated(fixed, locale) : fixed;
  // Before it is noted as sent: a digest compares with what was told last.
  const files = made === undefined ? await filesAgain(services, delivery, outlet) : made.files;
  const opens = await opensOf(services, delivery, outlet);
  let messageId: string | undefined;
  try {
    messageId = await outlet.deliver(
      { address, key, locale, reply, viewer, ...opens },
      async () => {
        if (!(await begin(services, delivery, progress, made))) throw new NotOurs();
        progress.begun = true;
        progress.uncertain = true;
      },
    );
  } catch (error) {
    if (error instanceof NotTaken) progress.uncertain = false;
    throw error;
  }
  await noteSent(services, delivery, messageId);
  if (messageId !== undefined) await attach(services, delivery, outlet, { messageId, files });
  return 'sent';
}

/** The slash form that asks what a digest tells: of its owner the digest itself, of all who read along its kind. */
async function opensOf(
  { store }: AttemptServices,
  { digestId, address }: Claimed,
  outlet: Outlet,
): Promise<{ opens?: string }> {
  const digest = digestId === null ? undefined : await findDigest(store.db, digestId);
  if (digest === undefined) return {};
  const named = (await outlet.isShared(address)) ? digest.kind : digest.id;
  return { opens: `digest test ${named}` };
}

/**
 * The files of a digest that an attempt before made and did not get through with, where the figures are still the same. The
 * message goes out without them where they cannot be made.
 */
async function filesAgain(
  services: AttemptServices,
  { key, digestId, slot, runId }: Claimed,
  outlet: Outlet,
): Promise<Digest['files']> {
  if (outlet.attach === undefined || digestId === null || runId === null) return undefined;
  const { store, time, log } = services;
  try {
    const at = await readTime(store.db, time());
    return await services.making(() =>
      filesOfDigest(services, { digestId, slot, at, runId }, outlet),
    );
  } catch (error) {
    log.warn({ delivery: key, ...loggableError(error) }, noFiles);
    return undefined;
  }
}

const noFiles = 'the files of a digest are not below it';

/**
 * Shows the files of a digest below it, at most once: what is not known to be there is not shown again, and its buttons give
 * the same files.
 */
async function attach(
  { log }: AttemptServices,
  { address, key }: Claimed,
  outlet: Outlet,
  { messageId, files }: { messageId: string; files: Digest['files'] },
): Promise<void> {
  if (files === undefined || outlet.attach === undefined) return;
  try {
    await outlet.attach({ address, messageId }, await files());
  } catch (error) {
    log.warn({ delivery: key, ...loggableError(error) }, noFiles);
  }
}

/** Notes that the message is about to go out and, with it, whom it shows: nobody sees a customer without an entry. */
function begin(
  { store, time, by, now }: AttemptServices,
  delivery: Claimed,
  { begun, maybeRepeated }: Progress,
  made: DigestMessage | undefined,
): Promise<boolean> {
  return store.db.transaction(async (tx) => {
    const first = begun ? undefined : made;
    if (!(await beginSending(tx, delivery, { at: time(), by, made: first, maybeRepeated })))
      return false;
    if (first !== undefined)
      await recordAccess(tx, {
        at: now(),
        managerId: first.managerId,
        channel: delivery.channel,
        address: delivery.address,
        intent: 'digest',
        customerIds: [...first.seen],
        message: delivery.key,
      });
    return true;
  });
}

/** Notes that a message arrived; where the store does not answer for a while, it is looked for later. */
async function noteSent(
  { store, time }: AttemptServices,
  delivery: Claimed,
  messageId: string | undefined,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await noteArrival(store.db, delivery, { at: time(), state: 'sent', messageId });
      return;
    } catch (error) {
      if (tries === 4) throw error;
      await pause(250 * 4 ** (tries - 1));
    }
  }
}

const asMaybeRepeated = (reply: Reply, locale: Locale): Reply => ({
  ...reply,
  summary: sayIn(locale)('delivery-notice.maybeRepeated', { summary: reply.summary }),
});
