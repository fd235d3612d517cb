import { type CharSet, JS, type NoParent } from 'refa';

type Element = NoParent<JS.ParseResult['expression']>['alternatives'][number]['elements'][number];
type Quantifier = Extract<Element, { type: 'Quantifier' }>;
type Alternatives = readonly { elements: readonly Element[] }[];

/**
 * A pattern as a Glushkov automaton: a position is a place in the pattern that reads one character of `characters`, and
 * `follow` tells which positions may come next and in how many ways, two standing for any number above one. A lookahead
 * is a way on that ends where its body ends; assertions count as always true. So the automaton has every path that a
 * backtracking engine may try, and perhaps more. `longLookbehind`: a lookbehind, which is read backwards, repeats
 * something.
 */
export type Automaton = {
  characters: readonly CharSet[];
  follow: readonly ReadonlyMap<number, number>[];
  longLookbehind: boolean;
};

/** Counted repetitions that may go on for longer than this are taken for endless. */
const longestCounted = 4;

/** How an element begins and ends, and in how many ways it may read nothing. */
type Part = { empty: number; first: Map<number, number>; last: Map<number, number> };

/**
 * Takes a pattern apart.
 * @throws {SyntaxError} where it is no pattern of JavaScript, or has a backreference to more than a few texts
 */
export function automatonOf(source: string, flags: string): Automaton {
  const { expression } = JS.Parser.fromLiteral({ source, flags }).parse({
    backreferences: 'throw',
    simplify: false,
  });
  const characters: CharSet[] = [];
  const follow: Map<number, number>[] = [];
  let longLookbehind = false;
  const build = (element: Element): Part => {
    switch (element.type) {
      case 'CharacterClass': {
        const position = characters.push(element.characters) - 1;
        follow.push(new Map());
        return { empty: 0, first: new Map([[position, 1]]), last: new Map([[position, 1]]) };
      }
      case 'Alternation': {
        const part = choice(element.alternatives);
        return isBoundary(element.alternatives) ? { ...part, empty: 1 } : part;
      }
      case 'Quantifier':
        return repetition(element);
      case 'Assertion':
        if (element.kind === 'ahead')
          return { empty: 1, first: choice(element.alternatives).first, last: new Map() };
        longLookbehind ||= repeats(element);
        return nothing();
      case 'Unknown':
        throw new SyntaxError('a backreference cannot be checked');
    }
  };
  const choice = (options: Alternatives): Part => {
    const parts = options.map(({ elements }) =>
      elements.reduce((before, element) => join(before, build(element)), nothing()),
    );
    const all: Part = { empty: 0, first: new Map(), last: new Map() };
    for (const { empty, first, last } of parts) {
      all.empty = few(all.empty + empty);
      addTo(all.first, first);
      addTo(all.last, last);
    }
    return all;
  };
  const repetition = ({ alternatives: options, min, max }: Quantifier): Part => {
    const endless = max - min > longestCounted || (max > longestCounted && min < max);
    let whole = nothing();
    for (let i = 0; i < min - (endless ? 1 : 0); i++) whole = join(whole, choice(options));
    if (endless) {
      const part = choice(options);
      connect(part, part);
      return join(whole, { ...part, empty: min === 0 ? 1 : part.empty });
    }
    let rest = nothing();
    for (let i = min; i < max; i++) {
      const part = join(choice(options), rest);
      rest = { ...part, empty: 1 };
    }
    return join(whole, rest);
  };
  const join = (before: Part, after: Part): Part => {
    connect(before, after);
    const first = new Map(before.first);
    addTo(first, after.first, before.empty);
    const last = new Map(after.last);
    addTo(last, before.last, after.empty);
    return { empty: few(before.empty * after.empty), first, last };
  };
  const connect = (before: Part, after: Part): void => {
    for (const [from, ways] of before.last) addTo(follow[from]!, after.first, ways);
  };
  choice(expression.alternatives);
  return { characters, follow, longLookbehind };
}

const nothing = (): Part => ({ empty: 1, first: new Map(), last: new Map() });

const few = (count: number): number => Math.min(count, 2);

function addTo(to: Map<number, number>, from: ReadonlyMap<number, number>, times = 1): void {
  if (times === 0) return;
  for (const [position, ways] of from)
    to.set(position, few((to.get(position) ?? 0) + ways * times));
}

function repeats(element: Element): boolean {
  if (element.type === 'CharacterClass' || element.type === 'Unknown') return false;
  if (element.type === 'Quantifier' && element.max > longestCounted) return true;
  return element.alternatives.some(({ elements }) => elements.some(repeats));
}

/** Whether this is `\b` or `\B`, which are read as a choice of lookarounds of which one holds at most. */
function isBoundary(alternatives: Alternatives): boolean {
  return alternatives.every(({ elements }) => elements.every(({ type }) => type === 'Assertion'));
}
