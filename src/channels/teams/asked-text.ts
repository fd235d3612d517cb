const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
};

/** What a person typed, from how Teams hands it over: mentions gone, markup and entities as characters. */
export function askedText(teamsText: string): string {
  return teamsText
    .replace(/<at[^>]*>.*?<\/at>/gi, ' ')
    .replace(/<\/?(?:p|div|br|span|b|i|u|strong|em)\b[^>]*>/gi, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
}
