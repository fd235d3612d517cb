import { longestMarkup } from '../../conversation/conversation.ts';

/**
 * What a person typed, recovered from the text that Slack sends: without mentions of people, with links as they were
 * typed, and with `&amp;`, `&lt;` and `&gt;` as characters.
 */
export function plainText(slackText: string): string {
  return slackText
    .slice(0, longestMarkup)
    .replace(/<@[A-Z0-9]+(?:\|[^<>]*)?>/g, ' ')
    .replace(/<(?:#|!)[^<>|]*(?:\|([^<>]*))?>/g, (_, label: string | undefined) => label ?? ' ')
    .replace(/<[^<>|]*\|([^<>]*)>/g, '$1')
    .replace(/<([^<>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}
