import { z } from 'zod';
import { longestMarkup } from '../../conversation/conversation.ts';

const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
};

const mention = z.object({
  type: z.literal('mention'),
  text: z.string().min(1),
  mentioned: z.object({ id: z.string() }),
});

/**
 * What a person typed, recovered from the text that Teams sends: without the mention of the bot, with other people's
 * mentions as names, and with markup and entities as characters.
 */
export function askedText(activity: {
  text?: string;
  entities?: readonly unknown[];
  recipient: { id: string };
}): string {
  const ofBot = (activity.entities ?? []).flatMap((entity) => {
    const { data } = mention.safeParse(entity);
    return data?.mentioned.id === activity.recipient.id ? [data.text] : [];
  });
  return ofBot
    .reduce((text, bot) => text.replaceAll(bot, ' '), (activity.text ?? '').slice(0, longestMarkup))
    .replace(/^\s*<at\b[^<>]*>[^<]*<\/at>/i, ' ')
    .replace(/<\/?at\b[^<>]*>/gi, '')
    .replace(/<\/?(?:p|div|br)\b[^<>]*>/gi, ' ')
    .replace(/<\/?(?:span|b|i|u|strong|em)\b[^<>]*>/gi, '')
    .replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
}
