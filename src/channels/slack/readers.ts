import type { webApi } from '@slack/bolt';
import type { People } from '../../access/people.ts';
import type { Readers } from '../../conversation/channel.ts';
import { identifyAsker } from './asker.ts';
import type { BotIdentity } from './bot-identity.ts';
import { slackLimits } from './limits.ts';
import { slackCode } from './message.ts';

/** Error codes for a conversation whose members the bot may not list. */
const unlisted = new Set(['missing_scope', 'not_allowed_token_type', 'no_permission']);

/**
 * Who reads a Slack conversation, as people of the bank. Whoever is not linked is asked for by e-mail address, as if they had
 * asked something; the first whom the bank does not know ends the search.
 */
export async function readersOf(
  client: webApi.WebClient,
  people: People,
  whoAmI: () => Promise<BotIdentity>,
  channel: string,
): Promise<Readers> {
  const { user_id: bot, team_id: team } = await whoAmI();
  const readers: number[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < slackLimits.memberPages; page++) {
    let found: webApi.ConversationsMembersResponse;
    try {
      found = await client.conversations.members({
        channel,
        limit: slackLimits.memberPage,
        ...(cursor === undefined ? {} : { cursor }),
      });
    } catch (error) {
      if (unlisted.has(slackCode(error) ?? '')) return 'unknown';
      throw error;
    }
    for (const user of found.members ?? []) {
      if (user === bot) continue;
      const reader = await readerOf(client, people, team, user);
      if (reader === undefined) return 'strangers';
      readers.push(reader);
    }
    cursor = found.response_metadata?.next_cursor;
    if (!cursor) return readers;
  }
  return 'unknown';
}

/** A member of a conversation as a person of the bank; undefined: nobody whom the bank knows. */
async function readerOf(
  client: webApi.WebClient,
  people: People,
  team: string,
  user: string,
): Promise<number | undefined> {
  const { principal } = await identifyAsker(client, people, team, { team, user });
  return principal.kind === 'unlinked' ? undefined : principal.managerId;
}
