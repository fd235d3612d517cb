/** A function of some variables: a value for each combination of their states, the last variable changing fastest. */
export type Factor = {
  variables: readonly number[];
  sizes: readonly number[];
  values: Float64Array;
};

/**
 * The product of factors, over the variables of either.
 */
export function multiply(a: Factor, b: Factor): Factor {
  const added = b.variables.flatMap((variable, i) =>
    a.variables.includes(variable) ? [] : [{ variable, size: b.sizes[i]! }],
  );
  const variables = [...a.variables, ...added.map(({ variable }) => variable)];
  const sizes = [...a.sizes, ...added.map(({ size }) => size)];
  const [ofA, ofB] = [stridesIn(a, variables), stridesIn(b, variables)];
  const values = new Float64Array(sizes.reduce((product, size) => product * size, 1));
  eachCombination(sizes, (at, states) => {
    values[at] = a.values[place(states, ofA)]! * b.values[place(states, ofB)]!;
  });
  return { variables, sizes, values };
}

/** The sum of a factor over the states of one of its variables. */
export function sumOut(factor: Factor, variable: number): Factor {
  const keep = factor.variables.flatMap((each, i) => (each === variable ? [] : [i]));
  const variables = keep.map((i) => factor.variables[i]!);
  const sizes = keep.map((i) => factor.sizes[i]!);
  const values = new Float64Array(sizes.reduce((product, size) => product * size, 1));
  const strides = stridesIn({ variables, sizes }, factor.variables);
  eachCombination(factor.sizes, (at, states) => {
    values[place(states, strides)]! += factor.values[at]!;
  });
  return { variables, sizes, values };
}

/** A factor where a variable is known to be in a state: the others' part of it. */
export function observe(factor: Factor, variable: number, state: number): Factor {
  const at = factor.variables.indexOf(variable);
  if (at < 0) return factor;
  const kept = {
    ...factor,
    values: factor.values.slice(),
  };
  eachCombination(factor.sizes, (entry, states) => {
    if (states[at] !== state) kept.values[entry] = 0;
  });
  return sumOut(kept, variable);
}

/** For each of some variables, how far apart its states lie in a factor; 0 where the factor does not have it. */
function stridesIn(
  { variables, sizes }: Pick<Factor, 'variables' | 'sizes'>,
  among: readonly number[],
): number[] {
  return among.map((variable) => {
    const at = variables.indexOf(variable);
    return at < 0 ? 0 : sizes.slice(at + 1).reduce((product, size) => product * size, 1);
  });
}

const place = (states: readonly number[], strides: readonly number[]): number =>
  states.reduce((sum, state, i) => sum + state * strides[i]!, 0);

function eachCombination(
  sizes: readonly number[],
  visit: (at: number, states: readonly number[]) => void,
): void {
  const states = sizes.map(() => 0);
  const count = sizes.reduce((product, size) => product * size, 1);
  for (let at = 0; at < count; at++) {
    visit(at, states);
    for (let i = sizes.length - 1; i >= 0; i--) {
      states[i]! += 1;
      if (states[i]! < sizes[i]!) break;
      states[i] = 0;
    }
  }
}
