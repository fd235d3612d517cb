import type { webApi } from '@slack/bolt';
import { z } from 'zod';

const identity = z
  .object({
    user_id: z.string(),
    bot_id: z.string(),
    team_id: z.string(),
    response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
  })
  .transform(({ response_metadata, ...ids }) => ({ ...ids, scopes: response_metadata?.scopes }));

/** The bot's ids in Slack, the workspace it is installed in, and the scopes it was given there, where Slack tells. */
export type BotIdentity = z.infer<typeof identity>;

/** Asks Slack once who the bot is; after a failure it asks again. */
export function createBotIdentity(client: webApi.WebClient): () => Promise<BotIdentity> {
  let bot: Promise<BotIdentity> | undefined;
  return async () => {
    bot ??= client.auth.test().then((answer) => identity.parse(answer));
    try {
      return await bot;
    } catch (error) {
      bot = undefined;
      throw error;
    }
  };
}
