import { isShownCustomers } from '../../access/principal.ts';
import { findFilters } from '../../conversation/arguments/filters.ts';
import type { Outlet } from '../../conversation/channel.ts';
import { type CommandContext, commandContext } from '../../conversation/command-context.ts';
import type { Digest } from '../../conversation/digest/digest.ts';
import { hasFiles, heldToNothing, makeDigest } from '../../conversation/digest/make-digest.ts';
import type { Reply } from '../../conversation/reply.ts';
import { withNamesHidden } from '../../conversation/rooms/hidden-names.ts';
import { whoMayNotRead } from '../../conversation/rooms/who-may-not-read.ts';
import { forWhomInWords } from '../../conversation/wording/for-whom.ts';
import { defaultLocale, knownLocale } from '../../language/locale.ts';
import { bankCalendar } from '../../settings/bank-calendar.ts';
import type { Made } from '../../store/deliveries/deliveries.ts';
import { lastTold } from '../../store/deliveries/last-told.ts';
import type { DigestState } from '../../store/digests/digest-state.ts';
import { findDigest } from '../../store/digests/manage-digests.ts';
import { stoodInForAmong } from '../../store/people/delegations.ts';
import { namedCustomers } from '../../store/people/who-may-see.ts';
import { afterWorkingHours } from '../team/working-time.ts';
import { ownPlace, type Place } from './own-place.ts';
import type { DeliveryServices } from './services.ts';

/** A digest as it goes out: what it says, of which run, what the next compares with, and whom it shows to whom. */
export type DigestMessage = {
  reply: Reply;
  runId: number;
  told: DigestState;
  seen: readonly number[];
  managerId: number;
  /** where others read along: what changes when somebody takes a customer on, and when the team lead is told */
  team: Made['team'];
  /** where it goes to its owner alone, since not all who read along may see these customers */
  instead: Place | undefined;
  files: Digest['files'];
};

/** The owner of a digest is no longer an active person of the bank: it cannot be made for anybody. */
export class OwnerGone extends Error {}

/** From so many minutes on, a digest says that it is late. */
const lateFrom = 15;

/**
 * Makes what a digest says now, as its owner may see it.
 * @param slot.at now, by the clock that says what is due
 * @returns undefined where there is nothing new, and the digest is to be silent then
 * @throws OwnerGone; an error where no run is published yet
 */
export async function digestMessage(
  services: DeliveryServices,
  { digestId, slot, at }: { digestId: number; slot: Date; at: Date },
  outlet: Outlet,
): Promise<DigestMessage | undefined> {
  const { store, config, people, now } = services;
  const digest = await findDigest(store.db, digestId);
  if (digest === undefined) throw new Error(`There is no digest ${digestId}.`);
  const principal = await people.byId(digest.ownerId);
  if (!isShownCustomers(principal))
    throw new OwnerGone('The owner of the digest is no longer an active person of the bank.');
  const context = await commandContext(
    { store, config, now },
    {
      principal,
      channel: digest.channel,
      address: digest.address,
      shared: await outlet.isShared(digest.address),
      locale: knownLocale(digest.locale) ?? defaultLocale,
      timezone: digest.timezone,
    },
  );
  if (context === undefined) throw new Error('No valuation run has been published yet.');
  const since = (await lastTold(store.db, digestId)) ?? null;
  const { filters: said } = digest;
  const finding = await findFilters(said, context);
  const late = at.getTime() - slot.getTime() >= lateFrom * 60_000 ? { due: slot } : undefined;
  const { reply, state, seen, nothingNew, team, files }: Digest =
    'found' in finding
      ? await makeDigest(digest.kind, context, {
          since,
          said,
          found: finding.found,
          settings: digest.settings,
          digestId,
          late,
        })
      : {
          reply: heldToNothing(context, finding),
          state: since?.state ?? {},
          seen: [],
          nothingNew: false,
        };
  // Who passes a threshold is told of; that nobody did so yet, is nothing to begin with.
  const first = since === null && digest.kind !== 'threshold';
  if (nothingNew && !first && digest.whenNothing === 'skip') return undefined;
  const shown = await asReadersMaySee(context, outlet, reply, seen);
  const owners = await stoodInForAmong(store.db, principal.managerId, seen);
  const person = context.shared && !shown.toOwner ? principal.name : undefined;
  const forWhom = owners.length === 0 ? [] : [forWhomInWords(owners, context.locale, person)];
  const instead = shown.toOwner
    ? await ownPlace(services, store.db, {
        personId: principal.managerId,
        channel: digest.channel,
      })
    : undefined;
  return {
    reply: { ...shown.reply, summary: [shown.reply.summary, ...forWhom].join(' ') },
    runId: context.run.id,
    told: state,
    seen,
    managerId: principal.managerId,
    instead,
    files,
    team:
      team === undefined || shown.toOwner ? undefined : { ...team, leadAt: leadAt(context, at) },
  };
}

/**
 * The files below a digest that is made already, as they would have been then.
 * @param slot.runId the run whose figures it shows; where there is a newer one, there are no files, and its buttons give them
 * @throws as `digestMessage`
 */
export async function filesOfDigest(
  services: DeliveryServices,
  { runId, ...slot }: { digestId: number; slot: Date; at: Date; runId: number },
  outlet: Outlet,
): Promise<Digest['files']> {
  const digest = await findDigest(services.store.db, slot.digestId);
  if (digest === undefined || !hasFiles(digest.kind)) return undefined;
  const made = await digestMessage(services, slot, outlet);
  return made?.runId === runId ? made.files : undefined;
}

/** When the team lead is told whom nobody took on; null: never. */
function leadAt({ config, bank }: CommandContext, at: Date): Date | null {
  const { takeWithin, workingHours: during } = config.digests;
  if (takeWithin === 'off') return null;
  const calendar = bankCalendar(config.calendar);
  return afterWorkingHours(at, takeWithin, { calendar, timezone: bank.timezone, during }) ?? null;
}

/**
 * Where somebody who reads along may not see a customer whom a reply shows, the names in it are initials or, where the settings
 * say so, it goes to the owner instead; it tells which, and why.
 */
async function asReadersMaySee(
  { shared, address, store, config, say }: CommandContext,
  outlet: Outlet,
  reply: Reply,
  seen: readonly number[],
): Promise<{ reply: Reply; toOwner: boolean }> {
  const asItIs = { reply, toOwner: false };
  if (!shared || seen.length === 0 || outlet.readers === undefined) return asItIs;
  const others = await whoMayNotRead(store.db, await outlet.readers(address), seen);
  if (others === undefined) return asItIs;
  const toOwner = config.digests.mixedReaders === 'owner';
  const left = toOwner
    ? reply
    : withNamesHidden(reply, await namedCustomers(store.db, seen), 'initials');
  const why = others === 'unknown' ? 'unknown' : 'others';
  const note = say(toOwner ? `delivery-notice.instead.${why}` : `delivery-notice.initials.${why}`);
  return { reply: { ...left, summary: `${left.summary} ${note}` }, toOwner };
}
