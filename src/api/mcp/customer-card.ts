import { readFileSync } from 'node:fs';
import type { Locale } from '../../language/locale.ts';
import type { Say } from '../../language/messages.ts';

/** Where the page that shows a customer's card is read (MCP Apps, specification of January 2026). */
export const customerCardAddress = 'ui://bellwether/customer-card';

/** What a tool says of itself whose answers the page shows. Programs without pages show the text of the answer. */
export const shownAsCustomerCard = { ui: { resourceUri: customerCardAddress } };

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * The page: it holds no customer, is given each answer by the program that shows it, and asks nothing of any server. What it is given it
 * shows as text, whatever is in it.
 */
export function customerCardPage(
  say: Say,
  locale: Locale,
): { mimeType: string; meta: Record<string, unknown>; text: string } {
  const page = readFileSync(new URL('customer-card.html', import.meta.url), 'utf8');
  return {
    mimeType: 'text/html;profile=mcp-app',
    meta: { ui: { csp: { connectDomains: [], resourceDomains: [] }, prefersBorder: true } },
    text: page
      .replace('lang="en"', `lang="${escaped(locale)}"`)
      .replaceAll('{{waiting}}', escaped(say('mcp.resources.card.waiting')))
      .replaceAll('{{title}}', escaped(say('mcp.resources.card.title'))),
  };
}
