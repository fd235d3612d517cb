/**
 * How many typing errors turn one word into another: a letter wrong, missing, too many, or swapped with its neighbour
 * (restricted Damerau–Levenshtein distance).
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    before = above;
    above = row;
  }
  return above[b.length]!;
}

/** The longest text that is compared. */
const longest = 60;

/**
 * The allowed name that a text is most likely meant to be; undefined where none is near.
 * @param allowed names of which one may have been meant
 */
export function nearestName(text: string, allowed: readonly string[]): string | undefined {
  const plain = (name: string) => name.toLowerCase().replace(/[-_\s]/g, '');
  const typed = plain(text.slice(0, longest));
  let best: { name: string; errors: number } | undefined;
  for (const name of allowed) {
    const wanted = plain(name.slice(0, longest));
    const within = typed.length >= 4 && (wanted.includes(typed) || typed.includes(wanted));
    const errors = within ? 1 : editDistance(typed, wanted);
    if (errors > Math.max(1, Math.floor(wanted.length / 3))) continue;
    if (best === undefined || errors < best.errors) best = { name, errors };
  }
  return best?.name;
}
