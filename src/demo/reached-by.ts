/** Of so many customers one has the tag. */
const tagged = [
  { tag: 'VIP', every: 25 },
  { tag: 'Newsletter', every: 9 },
  { tag: 'Private banking', every: 40 },
];

/**
 * How a customer is reached and what they are tagged with: a telephone number, an address and PostgreSQL's text of an array.
 * Nobody can be called by mistake: numbers are of the range that Ofcom keeps for drama, addresses under example.com (RFC 2606).
 * Some have neither, as in a real bank.
 */
export function reachedBy(
  number: number,
): readonly [phone: string | null, email: string | null, tags: string] {
  const phone =
    number % 11 === 4 ? null : `+447700900${String((number * 7919) % 1000).padStart(3, '0')}`;
  const email = number % 6 === 5 ? null : `customer${number}@example.com`;
  const tags = tagged.filter(({ every }) => number % every === 0).map(({ tag }) => `"${tag}"`);
  return [phone, email, `{${tags.join(',')}}`];
}
