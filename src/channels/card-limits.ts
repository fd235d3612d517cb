/** Limits of an Adaptive Card. Teams is the strictest client; the web page shows the same cards. */
export const cardLimits = {
  /**
   * The card's JSON, in bytes of UTF-8. Documented by Teams: 100 KB for the whole message, encoded as UTF-16; earlier
   * 40 KB, and 28 KB before that. 24,000 bytes leave room for the rest of the message.
   */
  bytes: 24_000,
  /** One text, in UTF-16 units. Undocumented; 800 fill the screen of a phone. */
  text: 800,
  /** Buttons shown before the rest go into a menu. Documented by Teams: six primary actions. */
  buttonsShown: 6,
  /** Buttons shown below a row of a list before the rest go into a menu: as many as stand side by side on a phone. */
  rowButtonsShown: 3,
} as const;
