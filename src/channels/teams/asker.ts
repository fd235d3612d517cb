import { type TeamsChannelAccount, TeamsInfo, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { People, Vouched } from '../../access/people.ts';
import type { Principal } from '../../access/principal.ts';

/** The bot's own tenant is the bank's: only its people are known by their addresses. */
type Tenants = {
  /** of the conversation */
  tenant: string;
  /** the bank's; undefined: nobody is linked by e-mail */
  homeTenant: string | undefined;
};

const gone = z.object({ statusCode: z.literal(404) });

/**
 * Identifies the asker, by what Teams said of them in the last minutes or says now. An unknown person is linked by their e-mail
 * address if the bank's own tenant vouches for it; people from other tenants and guests are not.
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
  if (known.kind === 'unlinked' && tenant !== homeTenant) return known;
  return people.identifyVouched('teams', id, async () => {
    try {
      const member = await TeamsInfo.getMember(context, from.id);
      return vouchedFor(member, { tenant, homeTenant });
    } catch (error) {
      if (isAbsent(error)) return { member: false };
      throw error;
    }
  });
}

/**
 * Identifies one of a person's accounts, tenant and person, by what Teams said of it in the last minutes or says now.
 * @param context a turn in a conversation that they read
 * @throws what Teams answers with, also where it does not have them there and `absent` does not say what that means
 */
export function identifyAccount(
  context: TurnContext,
  people: People,
  account: string,
  { homeTenant, absent }: { homeTenant: string | undefined; absent?: Vouched },
): Promise<Principal> {
  const at = account.indexOf(':');
  const tenant = account.slice(0, at);
  return people.identifyVouched('teams', account, async () => {
    try {
      const member = await TeamsInfo.getMember(context, account.slice(at + 1));
      return vouchedFor(member, { tenant, homeTenant });
    } catch (error) {
      if (absent !== undefined && isAbsent(error)) return absent;
      throw error;
    }
  });
}

/** Whether Teams says that it has nobody by an id in a conversation. */
export const isAbsent = (error: unknown): boolean => gone.safeParse(error).success;

/** Identifies a member of a conversation as if they had asked something. */
export async function identifyMember(
  member: TeamsChannelAccount,
  people: People,
  tenants: Tenants,
): Promise<Principal> {
  const id = `${tenants.tenant}:${member.aadObjectId ?? member.id}`;
  return people.identifyVouched('teams', id, async () => vouchedFor(member, tenants));
}

/** Whether a member of a conversation is one of the bank's own people; one of another tenant only by hand. */
function vouchedFor(member: TeamsChannelAccount, { tenant, homeTenant }: Tenants): Vouched {
  if (tenant !== homeTenant) return { member: true, email: undefined };
  const guest =
    (member.tenantId ?? tenant) !== homeTenant ||
    (member.userRole ?? 'user') !== 'user' ||
    (member.userPrincipalName ?? '').toUpperCase().includes('#EXT#');
  return guest
    ? { member: false }
    : { member: true, email: member.email ?? member.userPrincipalName };
}
