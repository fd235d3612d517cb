import { readings } from '../../../language/readings.ts';

const said = readings.flatMap(({ followUps }) => followUps ?? []);
const ends = new Set([...',.!;，。！；、']);
const punctuation = new Set([...' ,，:：;；。.!！?？、…–-']);

function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && punctuation.has(text.charAt(start))) start++;
  while (end > start && punctuation.has(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** A text without the first of some patterns that it has, where anything is left. */
function without(text: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match === null || match[0] === '') continue;
    const rest = trimmed(text.slice(0, match.index) + text.slice(match.index + match[0].length));
    if (rest !== '') return rest;
  }
  return undefined;
}

const going = said.flatMap(({ opens, closes }) => [opens, closes]);
const idle = said.flatMap(({ idleStart, idleEnd }) => [idleStart, idleEnd]);
const shows = said.map((each) => each.shows);

/**
 * A line without what only says at its ends that it goes on from before, or says nothing. `opened`: it says that it goes on.
 * `stages`: the line as each of those ends was taken off, from all of it to the least.
 */
export function lineEdges(line: string): { rest: string; opened: boolean; stages: string[] } {
  let rest = trimmed(line);
  let opened = false;
  const stages = [rest];
  for (;;) {
    const less = without(rest, idle);
    const more = less ?? without(rest, going);
    if (more === undefined) return { rest, opened, stages };
    opened ||= less === undefined;
    rest = more;
    stages.push(rest);
  }
}

/** A line without what stands before it as a sentence of its own and says nothing: “Thanks. And his balance?” */
export function withoutGreeting(line: string): string {
  for (const { idleStart } of said) {
    const match = idleStart.exec(line);
    if (match === null) continue;
    const after = line.slice(match[0].length);
    const rest = trimmed(after);
    if (rest !== '' && ends.has(after.charAt(0))) return withoutGreeting(after.slice(1).trim());
  }
  return line;
}

/** The same line as it may ask for a page: also without the words that ask to be shown something. */
export function pageStages(line: string): string[] {
  return lineEdges(line).stages.flatMap((stage) => {
    const stages = [stage];
    for (let rest = without(stage, shows); rest !== undefined; rest = without(rest, shows))
      stages.push(rest);
    return stages;
  });
}
