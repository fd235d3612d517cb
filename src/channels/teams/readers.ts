import { TeamsInfo, type TurnContext } from 'botbuilder';
import type { People } from '../../access/people.ts';
import type { Principal } from '../../access/principal.ts';
import type { Readers } from '../../conversation/channel.ts';
import { identifyMember } from './asker.ts';
import { teamsLimits } from './limits.ts';

/**
 * Who reads a Teams conversation, as people of the bank; the first whom the bank does not know ends the search.
 * @param context a turn in the conversation
 * @param options.stranger who an unknown person speaks as, if requests are not authenticated
 */
export async function readersOf(
  context: TurnContext,
  people: People,
  options: {
    homeTenant: string | undefined;
    stranger: (() => Promise<Principal>) | undefined;
  },
): Promise<Readers> {
  const { homeTenant, stranger } = options;
  const { conversation, recipient } = context.activity;
  const tenant = conversation.tenantId ?? 'no-tenant';
  const readers: number[] = [];
  let token: string | undefined;
  for (let page = 0; page < teamsLimits.memberPages; page++) {
    const { members, continuationToken } = await TeamsInfo.getPagedMembers(
      context,
      teamsLimits.memberPage,
      token,
    );
    for (const member of members) {
      if (member.id === recipient.id) continue;
      const known = await identifyMember(member, people, { tenant, homeTenant });
      const reader = known.kind === 'unlinked' && stranger !== undefined ? await stranger() : known;
      if (reader.kind === 'unlinked') return 'strangers';
      readers.push(reader.managerId);
    }
    token = continuationToken;
    if (!token) return readers;
  }
  return 'unknown';
}
