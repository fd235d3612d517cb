import { createHash, randomBytes } from 'node:crypto';
import { managerIdOf } from '../../access/principal.ts';
import { longestLine, typedLine } from '../../language/fold.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { RoomNames } from '../../settings/rooms.ts';
import type { RefusalReason } from '../../store/kinds.ts';
import { namedCustomers, whoMayNotSee } from '../../store/people/who-may-see.ts';
import type { Store } from '../../store/store.ts';
import { slashForm } from '../arguments/grammar.ts';
import { NotTaken, type Readers } from '../channel.ts';
import type { RegisteredCommand } from '../command.ts';
import type { Question } from '../conversation.ts';
import { commandWord } from '../phrases.ts';
import type { Action, Reply } from '../reply.ts';
import { lineStart } from '../understanding/slash-form.ts';
import { withDetailsFirst } from '../wording/details-first.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { withNamesHidden } from './hidden-names.ts';
import { whoMayNotRead } from './who-may-not-read.ts';

/** The intent of what shares an answer with the room it was asked in. */
export const shareIntent = 'share';

/** What is shared: the key of the answer, what it was made with, and the slash form that asks it. */
export type SaidShare = { key: string; salt: string; command: string };

const form = /^share ([0-9a-f]{20}) (?:([0-9a-f]{20}) )?(\S.*)$/;

const randomKey = (): string => randomBytes(10).toString('hex');
/** The key of an answer to a slash form: 80 bits of a hash of both, so that it goes with no other form. */
const keyOf = (salt: string, command: string): string =>
  createHash('sha256').update(`${salt} ${command}`).digest('hex').slice(0, 20);

/** A new key for an answer that nobody can guess. @param command the slash form that it can be shared by, and by no other */
export function newKey(command: string | undefined): { key: string; salt: string } {
  const salt = randomKey();
  return { key: command === undefined ? randomKey() : keyOf(salt, command), salt };
}

/** Whether a line shares the very form that was answered under its key. */
export const isOfKey = ({ key, salt, command }: SaidShare): boolean => keyOf(salt, command) === key;

/** Reads what a button writes that shares an answer; undefined for any other line. */
export function readShare(text: string): SaidShare | undefined {
  const [, key, salt = '', command] = form.exec(lineStart(typedLine(text)).words) ?? [];
  return key === undefined || command === undefined ? undefined : { key, salt, command };
}

/** The slash form by which an answer is asked again to be shared; undefined where there is none, or it is too long for a line. */
export function sharedForm(
  command: RegisteredCommand,
  { note: _, export: __, ...entities }: Readonly<Record<string, unknown>>,
): string | undefined {
  const asks = slashForm(commandWord(command), command.arguments, entities);
  if (asks === undefined) return undefined;
  const longest = longestLine - '/value share '.length - 2 * (randomKey().length + 1);
  return asks.length > longest ? undefined : asks;
}

/** The button that shares an answer with the room it was asked in, as it is asked again then. */
export const shareAction = ({ key, salt, command }: SaidShare, locale: Locale): Action => ({
  label: sayIn(locale)('share.button'),
  command: `share ${key} ${salt} ${command}`,
});

/** How an answer is shared: as what, and for the log of access who reads it and how customers are named; or why it is not. */
export type Sharing = { reply: Reply; refused?: RefusalReason; asked: Record<string, unknown> };

/**
 * The answer as everybody in a room may read it, by whom those are and by how the bank names customers there. One that shows no
 * customer (`seen` is empty) is held to who reads it alone.
 */
export async function shareReply(
  { store, names, locale }: { store: Store; names: RoomNames; locale: Locale },
  { principal, readers: ask }: Pick<Question, 'principal' | 'readers'>,
  { address, reply, seen }: { address: string; reply: Reply; seen: readonly number[] },
): Promise<Sharing> {
  const say = sayIn(locale);
  const readers = await readersOf(ask, address);
  const asked = { readers: typeof readers === 'object' ? readers.length : readers };
  const refuse = (summary: string): Sharing => ({
    reply: plainReply(say('share.not'), summary),
    refused: 'readers',
    asked,
  });
  const by = managerIdOf(principal);
  if (typeof readers === 'object' && (by === null || !readers.includes(by)))
    return refuse(say('share.elsewhere'));
  const others = await whoMayNotRead(store.db, readers, seen);
  const hidden = names === 'initials' || names === 'id';
  if (others === 'unknown') return refuse(say('share.unknown'));
  if (others === 'strangers' && !hidden) return refuse(say('share.strangers'));
  if (others !== undefined && names === 'nobody') {
    const people = typeof others === 'number' ? others : 1;
    const some = await whoMayNotSee(
      store.db,
      typeof readers === 'object' ? readers : [],
      seen,
      mostNamed,
    );
    return refuse(
      some.length === people
        ? say('share.othersNamed', { names: listed(some, locale) })
        : say('share.others', { people }),
    );
  }
  const told = others === undefined || !hidden || seen.length === 0 ? 'full' : names;
  const named =
    told === 'full' ? reply : withNamesHidden(reply, await namedCustomers(store.db, seen), told);
  const sharer = principal.kind === 'linked' ? principal.name : '';
  const beside = told === 'full' ? [] : [say('share.hidden')];
  return {
    reply: withSharer(named, sharer, locale, beside),
    asked: seen.length === 0 ? asked : { ...asked, names: told },
  };
}

/** So many people who may not see an answer are named to whoever shares it. */
const mostNamed = 3;

const listed = (names: readonly string[], locale: Locale): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);

/** An answer for all who read a room, that says first who shared it. */
const withSharer = (
  reply: Reply,
  person: string,
  locale: Locale,
  beside: readonly string[] = [],
): Reply => ({
  ...withDetailsFirst(reply, sayIn(locale)('share.by', { person }), ...beside),
  visibility: 'channel',
});

/** Who reads a room; unknown where its platform does not tell. */
async function readersOf(ask: Question['readers'], address: string): Promise<Readers> {
  if (ask === undefined) return 'unknown';
  try {
    return await ask(address);
  } catch (error) {
    if (error instanceof NotTaken) return 'unknown';
    throw error;
  }
}
