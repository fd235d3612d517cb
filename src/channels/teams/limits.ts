/** Limits of Teams, and how long Teams waits for the bot. */
export const teamsLimits = {
  /**
   * A text message, in UTF-16 units. Documented: 100 KB for the whole message, encoded as UTF-16. 8,000 characters are
   * at most 24 KB in UTF-8, within the limits documented earlier, too.
   */
  messageText: 8_000,
  /**
   * Milliseconds a turn may take before its request is acknowledged without waiting for it. Documented: the request
   * fails after 15 seconds, and may then be delivered again.
   */
  turnPatience: 5_000,
  /** Milliseconds an invoke may take before it is responded to without waiting for it. Documented: it fails after 15 seconds. */
  invokePatience: 12_000,
  /** Milliseconds the upload of a file may take. Documented: an invoke is answered within 15 seconds. */
  uploadPatience: 10_000,
  /** Commands in a bot's command list. Documented: 10. */
  commands: 10,
  /** Title of a command. Documented: 32 characters. */
  commandTitle: 32,
  /** Description of a command. Documented: 128 characters. */
  commandDescription: 128,
  /** Actions suggested below the newest message. Documented: 6, of text messages in a chat with one person. */
  suggestedActions: 6,
  /** Customers that a search finds at once. Documented: 25. */
  searchResults: 15,
  /** Milliseconds until a message that nobody has just asked for counts as unanswered. Undocumented. */
  answerTimeout: 20_000,
  /** Members of a conversation that are asked for at once. Documented: at most 500. */
  memberPage: 200,
  /** Pages of members that are looked through; in a conversation of more, it is not known who reads it. */
  memberPages: 3,
} as const;
