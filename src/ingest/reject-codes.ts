/** Why a row can be rejected, or a value of it doubted: what `ingest_rejects.reason` holds. The words are in the catalogs. */
export const rejectReasons = [
  'quote-not-closed',
  'text-after-quote',
  'quote-inside-text',
  'too-few-columns',
  'too-many-columns',
  'wrong-encoding',
  'control-character',
  'missing-value',
  'not-a-date',
  'not-a-number',
  'too-many-decimals',
  'out-of-range',
  'unknown-code',
  'no-rate',
  'not-an-email',
  'not-a-phone',
  'tag-too-long',
  'unknown-customer',
  'unknown-holding',
  'unknown-branch',
  'unknown-manager',
  'no-match',
  'several-matches',
  'duplicate-key',
  'email-taken',
  'placeholder-date',
  'before-earliest',
  'after-today',
  'implausible-age',
  'born-after-joining',
  'ends-before-it-begins',
  'implausible-amount',
  'told-differently',
] as const;

/** One of {@link rejectReasons}. */
export type RejectReason = (typeof rejectReasons)[number];

/** What is wrong with a row: the file's own column name ('' for the row as a whole) and the value as it stands there. */
export type Problem = { column: string; value: string | null; reason: RejectReason };
