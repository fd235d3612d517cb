import type { webApi } from '@slack/bolt';
import type { People } from '../../access/people.ts';
import type { Principal } from '../../access/principal.ts';
import { chosenLocale, type Locale } from '../../language/locale.ts';

/** The person who asks, and the language of their Slack, for people whose language the bank does not know. */
export type Asker = { principal: Principal; locale: Locale | undefined };

/**
 * Identifies the asker. An unknown person is linked by their e-mail address if Slack has confirmed it and they are a
 * full member of the bot's own workspace; guests, bots and people from connected workspaces are not linked.
 * @param homeTeam the workspace the bot is installed in
 */
export async function identifyAsker(
  client: webApi.WebClient,
  people: People,
  homeTeam: string,
  { team, user }: { team: string; user: string },
): Promise<Asker> {
  const id = `${team}:${user}`;
  const known = await people.identify('slack', id);
  if (known.kind === 'linked') return { principal: known, locale: undefined };
  const { user: person } = await client.users.info({ user, include_locale: true });
  const locale = chosenLocale(person?.locale);
  const member =
    person !== undefined &&
    person.team_id === homeTeam &&
    team === homeTeam &&
    !person.deleted &&
    !person.is_bot &&
    !person.is_restricted &&
    !person.is_ultra_restricted &&
    !person.is_stranger &&
    person.is_email_confirmed !== false;
  const email = person?.profile?.email;
  if (!member || email === undefined) return { principal: known, locale };
  const principal = await people.identifyByEmail('slack', id, email);
  return { principal, locale: principal.kind === 'linked' ? undefined : locale };
}
