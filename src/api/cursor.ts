/** An opaque place in a listing, after the customer with an id of the store. */
export const cursorAfter = (key: number): string =>
  Buffer.from(`customer:${key}`).toString('base64url');

/** The greatest id that a table can have (PostgreSQL's integer). */
const greatest = 2 ** 31 - 1;

/** The id a cursor stands for; undefined for text that is no cursor of ours. */
export function readCursor(cursor: string): number | undefined {
  const match = /^customer:(\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  const key = Number(match?.[1]);
  return key <= greatest ? key : undefined;
}
