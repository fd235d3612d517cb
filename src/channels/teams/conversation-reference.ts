import type { ConversationReference } from 'botbuilder';
import { z } from 'zod';

/** A conversation reference made by botbuilder, read back from the store. */
export const conversationReference = z.custom<Partial<ConversationReference>>(
  (value) =>
    z.object({ serviceUrl: z.url(), conversation: z.object({ id: z.string() }) }).safeParse(value)
      .success,
);
