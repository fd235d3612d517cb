/**
 * Whether two words differ by at most `most` typing errors: a letter wrong, missing, too many, or swapped with its
 * neighbour (restricted Damerau–Levenshtein distance).
 */
export function withinTypos(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false;
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
  return above[b.length]! <= most;
}

/**
 * The known word that a word is a slip of; undefined where none is near. Words of four letters are one slip from many
 * others, so that only swapped neighbours count.
 */
export function correct(word: string, known: Iterable<string>): string | undefined {
  if (word.length < 4) return undefined;
  let best: string | undefined;
  for (const each of known) {
    if (each.length < 4 || Math.abs(each.length - word.length) > 2) continue;
    if (each[0] !== word[0] && each[1] !== word[0]) continue;
    if (word.length === 4 && !isAnagram(word, each)) continue;
    if (withinTypos(word, each, 1)) return each;
    if (best === undefined && word.length >= 8 && withinTypos(word, each, 2)) best = each;
  }
  return best;
}

const isAnagram = (a: string, b: string) => [...a].sort().join('') === [...b].sort().join('');
