import type { webApi } from '@slack/bolt';
import type { People, Vouched } from '../../access/people.ts';
import type { Principal } from '../../access/principal.ts';
import { chosenLocale, type Locale } from '../../language/locale.ts';
import { isNobody } from './message.ts';

/** The person who asks, and the language of their Slack, for people whose language the bank does not know. */
export type Asker = { principal: Principal; locale: Locale | undefined };

/** What `users.info` and the events of Slack tell of somebody. */
export type SlackMember = NonNullable<webApi.UsersInfoResponse['user']>;

/**
 * Whether somebody is a full member of the bot's own workspace, and the address that Slack has confirmed for them: guests, bots
 * and people from connected workspaces are not.
 * @param homeTeam the workspace the bot is installed in
 */
export function vouchedFor(person: SlackMember | undefined, homeTeam: string): Vouched {
  const member =
    person !== undefined &&
    person.team_id === homeTeam &&
    !person.deleted &&
    !person.is_bot &&
    !person.is_restricted &&
    !person.is_ultra_restricted &&
    !person.is_stranger &&
    person.is_email_confirmed !== false;
  return member ? { member, email: person.profile?.email } : { member: false };
}

/** What Slack says of somebody; undefined where it has no such person, or no longer. */
async function tellOf(client: webApi.WebClient, user: string): Promise<SlackMember | undefined> {
  try {
    return (await client.users.info({ user, include_locale: true })).user;
  } catch (error) {
    if (isNobody(error)) return undefined;
    throw error;
  }
}

/**
 * Identifies the asker, by what Slack said of them in the last minutes or says now. An unknown person is linked by their e-mail
 * address if they are a full member of the bot's own workspace.
 * @param homeTeam the workspace the bot is installed in
 */
export async function identifyAsker(
  client: webApi.WebClient,
  people: People,
  homeTeam: string,
  { team, user }: { team: string; user: string },
): Promise<Asker> {
  let locale: Locale | undefined;
  const principal = await people.identifyVouched('slack', `${team}:${user}`, async () => {
    const person = await tellOf(client, user);
    locale = chosenLocale(person?.locale);
    return team === homeTeam ? vouchedFor(person, homeTeam) : { member: false };
  });
  return { principal, locale: principal.kind === 'linked' ? undefined : locale };
}
