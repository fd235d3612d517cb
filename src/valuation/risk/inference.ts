import { type Factor, multiply, observe, sumOut } from './factor.ts';
import type { RiskNetwork, RiskVariable } from './network.ts';

/** States that are known, by the names of their variables. */
export type Evidence = Readonly<Record<string, string>>;

/**
 * The probability of each state of a variable, given what is known: exact, by variable elimination (Zhang and Poole 1994,
 * "A Simple Approach to Bayesian Network Computations"). Variables that neither the question nor what is known depends on
 * are left out; the next to go is always the one that leaves the smallest factor.
 *
 * @param network as `checkNetwork` accepts it
 * @param query the name of the variable
 * @returns one probability a state, in their order, adding up to 1
 * @throws RangeError for a variable or a state that is not there, and for evidence that the network holds impossible
 */
export function posterior(
  { variables }: RiskNetwork,
  query: string,
  evidence: Evidence = {},
): Float64Array {
  const asked = indexOf(variables, query);
  const known = new Map(
    Object.entries(evidence).map(([name, state]) => [
      indexOf(variables, name),
      stateOf(variables, name, state),
    ]),
  );
  const needed = ancestors(variables, [asked, ...known.keys()]);
  const certain = known.get(asked);
  let factors = [...needed].map((at) =>
    [...known].reduce<Factor>(
      (factor, [variable, state]) =>
        variable === asked ? factor : observe(factor, variable, state),
      factorOf(variables, at),
    ),
  );
  const hidden = new Set([...needed].filter((at) => at !== asked && !known.has(at)));
  while (hidden.size > 0) {
    const next = [...hidden].reduce((best, at) =>
      width(factors, at) < width(factors, best) ? at : best,
    );
    hidden.delete(next);
    const [joined, rest] = split(factors, next);
    factors = [...rest, sumOut(joined.reduce(multiply), next)];
  }
  const joint = factors.reduce(multiply).values;
  const total = joint.reduce((sum, value) => sum + value, 0);
  const possible = certain === undefined ? total : joint[certain]!;
  if (!(possible > 0)) {
    const states = Object.entries(evidence).map(([name, state]) => `${name} = ${state}`);
    throw new RangeError(`By the tables it cannot be that ${states.join(' and ')}.`);
  }
  return certain === undefined
    ? joint.map((value) => value / total)
    : joint.map((_, state) => (state === certain ? 1 : 0));
}

function factorOf(variables: readonly RiskVariable[], at: number): Factor {
  const { parents, states, table } = variables[at]!;
  const before = parents.map((parent) => indexOf(variables, parent));
  return {
    variables: [...before, at],
    sizes: [...before.map((parent) => variables[parent]!.states.length), states.length],
    values: Float64Array.from(table.flat()),
  };
}

function ancestors(variables: readonly RiskVariable[], of: readonly number[]): Set<number> {
  const found = new Set<number>();
  const left = [...of];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    if (found.has(at)) continue;
    found.add(at);
    left.push(...variables[at]!.parents.map((parent) => indexOf(variables, parent)));
  }
  return found;
}

/** The entries of the factor that is left when a variable goes. */
function width(factors: readonly Factor[], variable: number): number {
  const sizes = new Map<number, number>();
  for (const factor of split(factors, variable)[0]) {
    factor.variables.forEach((each, i) => {
      sizes.set(each, factor.sizes[i]!);
    });
  }
  return [...sizes.values()].reduce((product, size) => product * size, 1);
}

function split(factors: readonly Factor[], variable: number): [Factor[], Factor[]] {
  const has = (factor: Factor) => factor.variables.includes(variable);
  return [factors.filter(has), factors.filter((factor) => !has(factor))];
}

function indexOf(variables: readonly RiskVariable[], name: string): number {
  const at = variables.findIndex((variable) => variable.name === name);
  if (at < 0) {
    throw new RangeError(
      `There is no variable ${name}; there are ${variables.map((each) => each.name).join(', ')}.`,
    );
  }
  return at;
}

function stateOf(variables: readonly RiskVariable[], name: string, state: string): number {
  const { states } = variables[indexOf(variables, name)]!;
  const at = states.indexOf(state);
  if (at < 0) {
    throw new RangeError(`${name} has no state ${state}; it has ${states.join(', ')}.`);
  }
  return at;
}
