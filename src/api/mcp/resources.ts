import type { McpServer } from '@modelcontextprotocol/server';
import { replyText } from '../../channels/reply-text.ts';
import type { Answer } from '../../conversation/conversation.ts';
import type { Locale } from '../../language/locale.ts';
import type { Say } from '../../language/messages.ts';
import { customerCardAddress, customerCardPage } from './customer-card.ts';

const modelCards = ['churn', 'clv', 'segments'] as const;
const longestCard = 12_000;
const plainText = 'text/plain';

/** What a program may read: what the words mean, the model cards, and the page that shows a customer. */
export function addResources(
  server: McpServer,
  { say, ask, locale }: { say: Say; ask: (text: string) => Promise<Answer>; locale: Locale },
): void {
  server.registerResource(
    'glossary',
    'bellwether://glossary',
    {
      title: say('mcp.resources.glossary.title'),
      description: say('mcp.resources.glossary.description'),
      mimeType: plainText,
    },
    ({ href }) => ({
      contents: [{ uri: href, mimeType: plainText, text: say('mcp.resources.glossary.text') }],
    }),
  );
  for (const model of modelCards)
    server.registerResource(
      `model-${model}`,
      `bellwether://models/${model}`,
      {
        title: say('mcp.resources.model.title', { model }),
        description: say('mcp.resources.model.description'),
        mimeType: plainText,
      },
      async ({ href }) => {
        const { reply } = await ask(`value model ${model}`);
        const text = replyText(reply, locale, { length: longestCard });
        return { contents: [{ uri: href, mimeType: plainText, text }] };
      },
    );
  const { mimeType, meta, text } = customerCardPage(say, locale);
  server.registerResource(
    'customer-card',
    customerCardAddress,
    {
      title: say('mcp.resources.card.title'),
      description: say('mcp.resources.card.description'),
      mimeType,
    },
    ({ href }) => ({ contents: [{ uri: href, mimeType, text, _meta: meta }] }),
  );
}
