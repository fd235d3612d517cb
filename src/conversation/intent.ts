/** What can be asked, by the names that the CLI and the API show. */
export const intents = [
  'customer.value',
  'customer.explain',
  'customer.trend',
  'book.summary',
  'ranking.top',
  'ranking.atRisk',
  'segment.breakdown',
  'digest.list',
  'digest.add',
  'digest.pause',
  'digest.resume',
  'digest.remove',
  'digest.test',
  'model.card',
  'help',
  'unknown',
] as const;
export type Intent = (typeof intents)[number];
