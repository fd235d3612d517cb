/**
 * Whether a file's name is one that a mapping means, whatever its case: `*` stands for any characters and `?` for one;
 * `.gz` may follow. Takes time in proportion to the lengths of both at most.
 */
export function fitsPattern(name: string, pattern: string): boolean {
  const typed = name.toLowerCase();
  const wanted = pattern.toLowerCase();
  return fits(typed, wanted) || (typed.endsWith('.gz') && fits(typed.slice(0, -3), wanted));
}

/** What a `*` has taken is only ever extended: nothing before the last one needs to be read again. */
function fits(name: string, pattern: string): boolean {
  let at = 0;
  let next = 0;
  let star: { next: number; at: number } | undefined;
  while (at < name.length) {
    if (pattern[next] === '*') {
      next++;
      star = { next, at };
    } else if (pattern[next] === '?' || pattern[next] === name[at]) {
      at++;
      next++;
    } else if (star !== undefined) {
      star.at++;
      at = star.at;
      next = star.next;
    } else {
      return false;
    }
  }
  while (pattern[next] === '*') next++;
  return next === pattern.length;
}
