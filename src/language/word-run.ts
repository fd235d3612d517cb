/**
 * Reads words that stand one after another. A word that was read is not given up for another way to read them, so that
 * the time it takes grows with the text alone, however many ways there are.
 * @param word matches one word; sticky, and the longest first
 * @returns where the last word ends; `start` where there is none
 */
export function endOfRun(word: RegExp, text: string, start: number): number {
  if (!word.sticky) throw new Error(`${word} has to be sticky.`);
  let end = start;
  for (;;) {
    word.lastIndex = end;
    const length = word.exec(text)?.[0].length ?? 0;
    if (length === 0) return end;
    end += length;
  }
}
