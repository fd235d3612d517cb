import type { Finder } from './reading.ts';

/** Something found in a text: what was said, from `start` to `end`, and what it says. */
export type Found<T> = { value: T; said: string; start: number; end: number };

/** What some finders find in a text: what stands there first; of two at one place, what the earlier finder finds. */
export function earliest<T>(finders: readonly Finder<T>[], text: string): Found<T> | undefined {
  let first: Found<T> | undefined;
  for (const { pattern, read } of finders) {
    const match = pattern.exec(text);
    if (match === null || (first !== undefined && match.index >= first.start)) continue;
    const value = read(match);
    if (value === undefined) continue;
    const { 0: said, index: start } = match;
    first = { value, said, start, end: start + said.length };
  }
  return first;
}
