import { slowness } from './ambiguity.ts';
import { buildEveryPattern } from './build-every-pattern.ts';
import { patternsWritten } from './pattern-literals.ts';
import { watchBuiltPatterns } from './watch-built-patterns.ts';

/*
 * Fails where a regular expression of the product could be made to take more than linear time from one place in a text,
 * so that nothing that anybody types, or a bank's file holds, stops the server. Lines are cut to a length before any
 * pattern is run over them: that bounds the number of places.
 */

/** What is wrong with a pattern; undefined where nothing is. */
function judge(source: string, flags: string): string | undefined {
  try {
    return slowness(source, flags);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is built in somebody's browser can slow down that browser alone. */
const page = 'channels/web/page/';
const source = new URL('../../src/', import.meta.url);

const found = watchBuiltPatterns(source);
await buildEveryPattern();
const { literals, built } = patternsWritten(source);
const seen = new Set([...found.values()].map(({ place }) => place));

const problems = built
  .filter((place) => !place.startsWith(page) && !seen.has(place))
  .map((place) => `src/${place}: never built by checks/patterns/build-every-pattern.ts`);
for (const { source: pattern, flags, place } of [...literals, ...found.values()]) {
  const slow = judge(pattern, flags);
  if (slow !== undefined) problems.push(`src/${place}: ${slow}: /${pattern}/${flags}`);
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${literals.length + found.size} regular expressions are linear.`);
