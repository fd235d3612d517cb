/** Slack's limits, and how long the bot waits for Slack. Lengths are in UTF-16 units. */
export const slackLimits = {
  /** Text of a header block. Documented: 150 characters. */
  headerText: 150,
  /** One text. Documented: 3,000 characters in a text object; nothing for rich text, which is held to the same. */
  text: 3_000,
  /** Alternative text of an image block. Documented: 2,000 characters. */
  imageAltText: 2_000,
  /** Image blocks in a message. Documented: 50 blocks of any kind; the rest of a reply needs at most 11. */
  images: 30,
  /**
   * Rows that have buttons of their own, each of two blocks, and image blocks in a message with such rows. Documented: 50
   * blocks of any kind.
   */
  rowsWithButtons: 15,
  imagesBesideRows: 8,
  /** Columns of a table, and its rows: with a head among them in a `table`, beside it in a `data_table`. Documented. */
  tableColumns: 20,
  tableRows: 100,
  /** All cells of a message's tables together. Documented: 10,000 characters. */
  tableText: 10_000,
  /** Rows of a page of a `data_table`. Documented: 1 to 100; so many fill the screen of a phone. */
  tablePage: 10,
  /** Days after which a form that a workspace refused is tried there again. */
  refusedDays: 30,
  /** Blocks of a home. Documented: 100. */
  homeBlocks: 100,
  /** Id of an action. Documented: 255 characters. */
  actionId: 255,
  /** Prompts that are offered, and the characters of a title. Documented: four; nothing for titles, which are as wide as a button. */
  prompts: 4,
  promptTitle: 75,
  /** Title of a thread. Undocumented. */
  threadTitle: 100,
  /** Title of a modal. Documented: 24 characters. */
  modalTitle: 24,
  /** Milliseconds in which a form is answered before it says that it is at work. Documented: Slack waits three seconds. */
  formPatience: 1_800,
  /** Milliseconds in which a form is told what it shows. Documented: three seconds. */
  formAnswered: 2_600,
  /** Value of an option of a menu. Documented: 150 characters. */
  optionValue: 150,
  /** Elements of an actions block. Documented: 25. */
  actionsElements: 25,
  /** Actions blocks in a message. Documented: 50 blocks of any kind; nobody reads more than a hundred buttons. */
  actionsBlocks: 4,
  /** Text of a button. Documented: 75 characters. */
  buttonText: 75,
  /** Value of a button. Documented: 2,000 characters. */
  buttonValue: 2_000,
  /** All texts of a message's blocks together. Undocumented: Slack answers `msg_blocks_too_long` from about 13,000. */
  blocksText: 12_000,
  /** `text` of a message. Documented: up to 4,000 characters recommended, truncated after 40,000. */
  messageText: 4_000,
  /**
   * Milliseconds between requests whether a file has been processed, five seconds in all. Undocumented: it usually takes
   * about a second. Documented: `files.info` allows at least 100 requests a minute.
   */
  fileCheckPauses: [100, 150, 200, 300, 450, 600, 800, 1_000, 1_400],
  /** Milliseconds the bot waits for a response of the Web API. Undocumented. */
  answerTimeout: 15_000,
  /** How many times a request is sent at most. Documented: a 429 may be retried after `Retry-After`. */
  requestTries: 4,
  /** The longest `Retry-After` the bot waits for, in seconds. Documented without an upper bound. */
  retryAfter: 60,
  /** Milliseconds before a request that did not reach Slack is sent again; doubled every time. */
  unreachedPause: 500,
  /** The longest pause before Socket Mode reconnects, in milliseconds. Undocumented. */
  reconnectPause: 60_000,
  /** Messages of a conversation that are looked through for one of the bot's own. Documented: at most 999 a page. */
  historyPage: 200,
  /** Pages that are looked through. Documented: `conversations.history` allows 50 requests a minute to a bank's own app. */
  historyPages: 5,
  /** Members of a conversation that are asked for at once. Documented: under 1,000. */
  memberPage: 200,
  /** Pages of members that are looked through; in a conversation of more, somebody is taken for a stranger. */
  memberPages: 3,
} as const;
