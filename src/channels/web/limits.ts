/** Limits between the page and its server. Both are Bellwether's own; no platform sets them. */
export const webLimits = {
  /** A question, in UTF-16 units: longer than any sentence, short enough to be read at once. */
  question: 2_000,
  /** What tells one open page from another, in UTF-16 units. */
  session: 64,
  /** Unread messages shown at once; the others follow when these have been read. */
  unreadMessages: 20,
} as const;
