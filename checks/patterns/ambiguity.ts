import type { CharSet } from 'refa';
import { automatonOf } from './positions.ts';

/** Why a pattern may need more than linear time from one place in a text. */
export type Slowness = 'exponential' | 'polynomial' | 'long lookbehind' | 'too large to tell';

/** More states than this are not looked at. */
const most = 3_000_000;

/**
 * Whether a backtracking engine may try more paths through a pattern than a constant number for each place in a text:
 * exponentially many where a repetition can read the same text in two ways, polynomially many where two repetitions can
 * share it out in several ways (Weber and Seidl 1991, “On the degree of ambiguity of finite automata”; Weideman et al.
 * 2016, “Analyzing matching time behavior of backtracking regular expression matchers by using ambiguity of NFA”).
 * @returns undefined where the pattern is linear from each place in a text that it is tried at
 * @throws {SyntaxError} where it is no pattern of JavaScript, or has backreferences
 */
export function slowness(source: string, flags: string): Slowness | undefined {
  const { characters, follow, longLookbehind } = automatonOf(source, flags);
  if (longLookbehind) return 'long lookbehind';
  const graph = follow.map((next) => [...next.keys()]);
  const meet = intersections(characters);
  const loops = components(graph).filter(
    ([first, ...others]) =>
      others.length > 0 || (first !== undefined && graph[first]!.includes(first)),
  );
  for (const loop of loops) {
    const inside = new Set(loop);
    for (const from of loop)
      for (const [to, ways] of follow[from]!) if (ways > 1 && inside.has(to)) return 'exponential';
    const two = readsInTwoWays(loop, graph, meet);
    if (two !== false) return two === true ? 'exponential' : 'too large to tell';
  }
  for (const first of loops) {
    const after = reachable(first, graph);
    for (const second of loops) {
      if (first === second || !after.has(second[0]!)) continue;
      const shared = sharesOut(first, second, graph, meet);
      if (shared !== false) return shared === true ? 'polynomial' : 'too large to tell';
    }
  }
  return undefined;
}

/** Whether two different paths through a loop, from one place to one place, read the same text; undefined where it is too large. */
function readsInTwoWays(
  loop: readonly number[],
  graph: readonly (readonly number[])[],
  meet: (a: number, b: number) => boolean,
): boolean | undefined {
  const inside = new Set(loop);
  const size = graph.length;
  const open: number[] = loop.map((each) => each * size + each);
  const seen = new Set(open);
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const a = Math.floor(pair / size);
    const b = pair % size;
    for (const nextA of graph[a]!) {
      if (!inside.has(nextA)) continue;
      for (const nextB of graph[b]!) {
        if (!inside.has(nextB) || !meet(nextA, nextB)) continue;
        const next = nextA * size + nextB;
        if (a !== b && nextA === nextB) return true;
        if (seen.has(next)) continue;
        if (seen.size > most) return undefined;
        seen.add(next);
        open.push(next);
      }
    }
  }
  return false;
}

/** Whether one text can be read by a loop, by the way from it to a later loop, and by that loop; undefined where they are too large. */
function sharesOut(
  first: readonly number[],
  second: readonly number[],
  graph: readonly (readonly number[])[],
  meet: (a: number, b: number) => boolean,
): boolean | undefined {
  const inFirst = new Set(first);
  const inSecond = new Set(second);
  const between = reachable(first, graph);
  const size = graph.length;
  const id = (a: number, b: number, c: number) => (a * size + b) * size + c;
  const next = (state: number): number[] => {
    const c = state % size;
    const b = Math.floor(state / size) % size;
    const a = Math.floor(state / size / size);
    const found: number[] = b === c && a !== b ? [id(a, a, c)] : [];
    for (const nextA of graph[a]!) {
      if (!inFirst.has(nextA)) continue;
      for (const nextC of graph[c]!) {
        if (!inSecond.has(nextC) || !meet(nextA, nextC)) continue;
        for (const nextB of graph[b]!)
          if (between.has(nextB) && meet(nextA, nextB) && meet(nextB, nextC))
            found.push(id(nextA, nextB, nextC));
      }
    }
    return found;
  };
  const starts = first.flatMap((a) => second.map((c) => id(a, a, c)));
  const groups = componentsFrom(starts, next, most);
  if (groups === undefined) return undefined;
  return groups.some((group) => {
    const states = new Set(group);
    return group.some((state) => {
      const c = state % size;
      const b = Math.floor(state / size) % size;
      const a = Math.floor(state / size / size);
      return a !== c && a === b && states.has(id(a, c, c));
    });
  });
}

/** Whether two positions can read one character, found once for each pair of sets. */
function intersections(characters: readonly CharSet[]): (a: number, b: number) => boolean {
  const kinds = new Map<string, number>();
  const sets: CharSet[] = [];
  const kindOf = characters.map((set) => {
    const key = set.ranges.map(({ min, max }) => `${min}-${max}`).join();
    const known = kinds.get(key);
    if (known !== undefined) return known;
    kinds.set(key, sets.length);
    return sets.push(set) - 1;
  });
  const known = new Map<number, boolean>();
  return (a, b) => {
    const key = kindOf[a]! * sets.length + kindOf[b]!;
    const found = known.get(key) ?? !sets[kindOf[a]!]!.isDisjointWith(sets[kindOf[b]!]!);
    known.set(key, found);
    return found;
  };
}

function reachable(from: readonly number[], graph: readonly (readonly number[])[]): Set<number> {
  const seen = new Set(from);
  const open = [...from];
  for (let each = open.pop(); each !== undefined; each = open.pop())
    for (const next of graph[each]!)
      if (!seen.has(next)) {
        seen.add(next);
        open.push(next);
      }
  return seen;
}

const components = (graph: readonly (readonly number[])[]): number[][] =>
  componentsFrom([...graph.keys()], (each) => graph[each]!, Number.POSITIVE_INFINITY) ?? [];

/** Strongly connected components (Tarjan 1972, without recursion); undefined where there are too many states. */
function componentsFrom(
  starts: readonly number[],
  next: (state: number) => readonly number[],
  limit: number,
): number[][] | undefined {
  const order = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const onStack = new Set<number>();
  const found: number[][] = [];
  for (const start of starts) {
    if (order.has(start)) continue;
    const calls: { state: number; followers: readonly number[]; at: number }[] = [];
    const enter = (state: number) => {
      order.set(state, order.size);
      low.set(state, order.size - 1);
      stack.push(state);
      onStack.add(state);
      calls.push({ state, followers: next(state), at: 0 });
    };
    enter(start);
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      if (order.size > limit) return undefined;
      const { state } = call;
      const follower = call.followers[call.at++];
      if (follower !== undefined) {
        if (!order.has(follower)) enter(follower);
        else if (onStack.has(follower))
          low.set(state, Math.min(low.get(state)!, order.get(follower)!));
        continue;
      }
      calls.pop();
      const caller = calls.at(-1)?.state;
      if (caller !== undefined) low.set(caller, Math.min(low.get(caller)!, low.get(state)!));
      if (low.get(state) !== order.get(state)) continue;
      const group = stack.splice(stack.lastIndexOf(state));
      for (const each of group) onStack.delete(each);
      found.push(group);
    }
  }
  return found;
}
