import { type TeamsChannelAccount, TeamsInfo, type TurnContext } from 'botbuilder';
import type { People } from '../../access/people.ts';
import type { Principal } from '../../access/principal.ts';

/**
 * Identifies the asker. An unknown person is linked by their e-mail address if the bank's own tenant vouches for it;
 * people from other tenants and guests are not linked.
 * @param homeTenant the bank's tenant; undefined: nobody is linked by e-mail
 */
export async function identifyAsker(
  context: TurnContext,
  people: People,
  homeTenant: string | undefined,
): Promise<Principal> {
  const { from, conversation } = context.activity;
  const tenant = conversation.tenantId ?? 'no-tenant';
  const id = `${tenant}:${from.aadObjectId ?? from.id}`;
  const known = await people.identify('teams', id);
  if (known.kind === 'linked' || tenant !== homeTenant) return known;
  const email = emailOf(await TeamsInfo.getMember(context, from.id), tenant, homeTenant);
  return email === undefined ? known : people.identifyByEmail('teams', id, email);
}

/**
 * Identifies a member of a conversation as if they had asked something.
 * @param tenant the one of the conversation
 */
export async function identifyMember(
  member: TeamsChannelAccount,
  people: People,
  { tenant, homeTenant }: { tenant: string; homeTenant: string | undefined },
): Promise<Principal> {
  const id = `${tenant}:${member.aadObjectId ?? member.id}`;
  const known = await people.identify('teams', id);
  if (known.kind === 'linked' || tenant !== homeTenant) return known;
  const email = emailOf(member, tenant, homeTenant);
  return email === undefined ? known : people.identifyByEmail('teams', id, email);
}

/** The e-mail address that the bank's tenant vouches for; undefined for a guest. */
function emailOf(
  member: TeamsChannelAccount,
  tenant: string,
  homeTenant: string | undefined,
): string | undefined {
  const guest =
    (member.tenantId ?? tenant) !== homeTenant ||
    (member.userRole ?? 'user') !== 'user' ||
    (member.userPrincipalName ?? '').toUpperCase().includes('#EXT#');
  return guest ? undefined : (member.email ?? member.userPrincipalName);
}
