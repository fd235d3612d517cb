import type { TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { People } from '../../access/people.ts';
import { managerIdOf, type Principal } from '../../access/principal.ts';
import { NotTaken, type Outlet, type Readers } from '../../conversation/channel.ts';
import type { Store } from '../../store/store.ts';
import { findConversation, findOwnChat } from '../../store/teams/conversation-references.ts';
import { isUnreached } from '../is-unreached.ts';
import type { TeamsAdapter } from './adapter.ts';
import { isAllowedTenant } from './allowed-tenant.ts';
import { identifyAccount, isAbsent } from './asker.ts';
import { conversationReference } from './conversation-reference.ts';
import type { TeamsMessages } from './messages.ts';
import { readersOf } from './readers.ts';

/** A reference to a chat between one person and the bot. */
const personal = z.object({ conversation: z.object({ conversationType: z.literal('personal') }) });

/** The tenant of a conversation, as its reference has it. */
const ofTenant = z.object({ conversation: z.object({ tenantId: z.string() }) });

/** Delivers to Teams conversations in which the bot has been addressed before. An address is a conversation's id. */
export function createTeamsOutlet({
  adapter,
  appId,
  messages,
  store,
  people,
  homeTenant,
  stranger,
  allowedTenants,
}: {
  adapter: TeamsAdapter;
  /** the bot's id at Microsoft; empty if requests are not authenticated */
  appId: string;
  messages: TeamsMessages;
  store: Store;
  people: People;
  /** the bank's tenant: only its people are known by their e-mail addresses */
  homeTenant: string | undefined;
  /** who an unknown person speaks as, if requests are not authenticated */
  stranger: (() => Promise<Principal>) | undefined;
  /** tenants that are written to, in small letters; none: any */
  allowedTenants: readonly string[];
}): Outlet & Required<Pick<Outlet, 'readers'>> {
  const isWrittenTo = (kept: unknown): boolean =>
    isAllowedTenant(allowedTenants, ofTenant.safeParse(kept).data?.conversation.tenantId);

  /** How to reach a conversation. @throws NotTaken where the bot is not in it, or its tenant is not written to */
  async function reach(address: string) {
    const kept = await findConversation(store.db, address);
    if (kept === undefined) throw notSpokenTo();
    if (!isWrittenTo(kept))
      throw new NotTaken(
        'The tenant of this Teams conversation is not among TEAMS_ALLOWED_TENANTS.',
        {
          kind: 'gone',
        },
      );
    return conversationReference.parse(kept);
  }

  async function admits(personId: number, address: string): Promise<boolean> {
    const accounts = await people.accountsOf('teams', personId);
    const kept = await findConversation(store.db, address);
    if (kept !== undefined && !isWrittenTo(kept)) return false;
    if (accounts.length === 0 || kept === undefined) return true;
    const allowed = accounts.filter((account) =>
      isAllowedTenant(allowedTenants, account.slice(0, account.indexOf(':'))),
    );
    // Whose own chat it is, is gone where Teams has nobody there; a channel may have lost them alone.
    const isOwn = personal.safeParse(kept).success;
    const asked = { homeTenant, ...(isOwn ? { absent: { member: false as const } } : {}) };
    let admitted = false;
    try {
      await adapter.continueConversationAsync(
        appId,
        conversationReference.parse(kept),
        async (context) => {
          for (const account of allowed) {
            const principal = await identifyAccount(context, people, account, asked);
            admitted ||= managerIdOf(principal) === personId;
          }
        },
      );
    } catch (error) {
      if (isOwn || !isAbsent(error)) throw explained(error);
      // Their own chat tells whether they left the channel alone.
      for (const account of allowed) {
        const chat = await findOwnChat(store.db, account.slice(account.indexOf(':') + 1));
        if (chat !== undefined) return admits(personId, chat);
      }
      return allowed.length > 0;
    }
    return admitted;
  }

  return {
    name: 'teams',
    async isShared(address) {
      return !personal.safeParse(await findConversation(store.db, address)).success;
    },
    async readers(address) {
      const kept = await findConversation(store.db, address);
      if (kept === undefined) throw notSpokenTo();
      let readers: Readers = 'unknown';
      try {
        await adapter.continueConversationAsync(
          appId,
          conversationReference.parse(kept),
          async (context) => {
            readers = await readersOf(context, people, { homeTenant, stranger });
          },
        );
      } catch (error) {
        const why = explained(error);
        // Whether the bot is still there, the message itself will tell.
        if (why instanceof NotTaken && why.refusal.kind !== 'later') return 'unknown';
        throw why;
      }
      return readers;
    },
    admits,
    async deliver({ address, key, reply, locale, viewer = null }, sending) {
      const reference = await reach(address);
      const send = await messages.prepare(reply, locale, { managerId: viewer, message: key });
      let messageId: string | undefined;
      const posting = async (context: TurnContext) => {
        await sending();
        messageId = await send(context);
      };
      try {
        await adapter.continueConversationAsync(appId, reference, posting);
      } catch (error) {
        throw explained(error);
      }
      return messageId;
    },
    async update({ address, messageId, reply, locale, viewer = null }) {
      const reference = await reach(address);
      const instead = await messages.prepareInstead(
        reply,
        locale,
        { managerId: viewer },
        messageId,
      );
      try {
        await adapter.continueConversationAsync(appId, reference, instead);
      } catch (error) {
        throw explained(error);
      }
    },
    // The Bot Connector reads no conversation back, and keeps no key of ours.
    find: async () => 'unknowable',
  };
}

const notSpokenTo = () =>
  new NotTaken('The bot has not been spoken to in this Teams conversation.', { kind: 'gone' });

const answered = z.object({
  statusCode: z.number(),
  retryAfter: z.number().optional().catch(undefined),
});

/**
 * An error of Teams as the caller knows it, without the request that it repeats: `NotTaken` where Teams did not take the message,
 * and any other error where that is not known.
 */
export function explained(error: unknown): unknown {
  const { statusCode, retryAfter: after = 1 } = answered.safeParse(error).data ?? {};
  if (statusCode === undefined) {
    return isUnreached(error)
      ? new NotTaken('Teams was not reached.', { kind: 'later' }, { cause: error })
      : error;
  }
  if (statusCode === 429) {
    return new NotTaken('Teams asked to wait (429).', { kind: 'later', after }, { cause: error });
  }
  if (statusCode === 401) {
    const words =
      'Teams did not accept the credentials of the bot (401): check TEAMS_APP_PASSWORD.';
    return new NotTaken(words, { kind: 'later' }, { cause: error });
  }
  if (statusCode === 403 || statusCode === 404) {
    const words = `Teams did not take the message (${statusCode}): the bot must still be installed there.`;
    return new NotTaken(words, { kind: 'gone' }, { cause: error });
  }
  if (statusCode < 500 && statusCode !== 408) {
    const words = `Teams did not take the message (${statusCode}).`;
    return new NotTaken(words, { kind: 'refused' }, { cause: error });
  }
  const words = `It is not known whether Teams took the message (${statusCode}).`;
  return new Error(words, { cause: error });
}
