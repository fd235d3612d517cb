/**
 * What a person typed, from how Slack hands it over: mentions of people gone, links as they were typed, and
 * `&amp;`, `&lt;`, `&gt;` as the characters.
 */
export function plainText(slackText: string): string {
  return slackText
    .replace(/<@[A-Z0-9]+(?:\|[^>]*)?>/g, ' ')
    .replace(/<(?:#|!)[^>|]*(?:\|([^>]*))?>/g, (_, label: string | undefined) => label ?? ' ')
    .replace(/<[^>|]*\|([^>]*)>/g, '$1')
    .replace(/<([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}
