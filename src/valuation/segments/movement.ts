/** How many customers moved from one segment to another between two runs. */
export type Movement = {
  /** the previous segment; null for those who were not customers then */
  from: string | null;
  /** the current segment; null for those who are no longer customers */
  to: string | null;
  customers: number;
};

/**
 * Counts how many customers moved between each pair of segments, those who stayed included.
 *
 * @param previous each customer's segment id before, or null
 * @param current the same customers' segment ids now, or null, in the same order
 * @returns one entry for each pair with customers, the largest first
 * @throws RangeError when the two differ in length
 */
export function countMovement(
  previous: readonly (string | null)[],
  current: readonly (string | null)[],
): Movement[] {
  if (previous.length !== current.length) {
    throw new RangeError(
      `Expected each customer's segment before and now, but there are ${previous.length} and ${current.length}.`,
    );
  }
  const flows = new Map<string | null, Map<string | null, number>>();
  for (let row = 0; row < previous.length; row++) {
    const from = previous[row] ?? null;
    const to = current[row] ?? null;
    if (from === null && to === null) continue;
    const onward = flows.get(from) ?? new Map<string | null, number>();
    onward.set(to, (onward.get(to) ?? 0) + 1);
    flows.set(from, onward);
  }
  const movements = [...flows].flatMap(([from, onward]) =>
    [...onward].map(([to, customers]) => ({ from, to, customers })),
  );
  const key = ({ from, to }: Movement) => `${from ?? ''} ${to ?? ''}`;
  return movements.sort((a, b) => b.customers - a.customers || (key(a) < key(b) ? -1 : 1));
}
