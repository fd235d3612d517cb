import { TeamsInfo, type TurnContext } from 'botbuilder';
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
  const member = await TeamsInfo.getMember(context, from.id);
  const guest =
    (member.tenantId ?? tenant) !== homeTenant ||
    (member.userRole ?? 'user') !== 'user' ||
    (member.userPrincipalName ?? '').toUpperCase().includes('#EXT#');
  const email = member.email ?? member.userPrincipalName;
  return guest || email === undefined ? known : people.identifyByEmail('teams', id, email);
}
