/**
 * Reads words that stand one after another. A word that was read is not given up for another way to read them, so that
 * the time it takes grows with the text alone, however many ways there are.
 * @param word matches one word; sticky, and the longest first
 * @returns where the last word ends; `start` where there is none
 */
export function endOfRun(word: RegExp, text: string, start: number): number {
  let end = start;
  for (;;) {
    const length = matchAt(word, text, end)?.[0].length ?? 0;
    if (length === 0) return end;
    end += length;
  }
}

/** The match of a sticky pattern at a place in a text. */
export function matchAt(pattern: RegExp, text: string, place: number): RegExpExecArray | undefined {
  if (!pattern.sticky) throw new Error(`${pattern} has to be sticky.`);
  pattern.lastIndex = place;
  return pattern.exec(text) ?? undefined;
}
