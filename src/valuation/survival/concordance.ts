import { endOfTie, type OrderedTimes } from './survival-data.ts';

/**
 * Harrell's C of scores against times (Harrell, Lee and Mark 1996, "Multivariable Prognostic Models"): over pairs of
 * which one has the event while the other is seen for longer, or is censored at that very time, the share in which the
 * former's score is higher, equal ones a half. Pairs count by the product of their weights. Cost: n·log n.
 *
 * @param score one each, in the order of the times; higher means sooner
 * @returns 0 to 1; `NaN` where no pair can be compared
 */
export function concordance({ time, event, weight }: OrderedTimes, score: Float64Array): number {
  const levels = Float64Array.from(new Set(score)).sort();
  const rankOf = new Map(Array.from(levels, (level, rank) => [level, rank + 1]));
  const ranks = Uint32Array.from(score, (value) => rankOf.get(value)!);
  const sums = new Float64Array(levels.length + 1);
  const below = (rank: number) => {
    let sum = 0;
    for (let i = rank; i > 0; i -= i & -i) sum += sums[i]!;
    return sum;
  };
  let seen = 0;
  const add = (row: number) => {
    seen += weight[row]!;
    for (let i = ranks[row]!; i < sums.length; i += i & -i) sums[i]! += weight[row]!;
  };
  let pairs = 0;
  let concordant = 0;
  for (let from = 0; from < time.length; ) {
    const end = endOfTie(time, from);
    for (let row = from; row < end; row++) if (event[row] === 0) add(row);
    for (let row = from; row < end; row++) {
      if (event[row] === 0) continue;
      const lower = below(ranks[row]! - 1);
      const equal = below(ranks[row]!) - lower;
      pairs += weight[row]! * seen;
      concordant += weight[row]! * (lower + equal / 2);
    }
    for (let row = from; row < end; row++) if (event[row] === 1) add(row);
    from = end;
  }
  return pairs === 0 ? Number.NaN : concordant / pairs;
}
