/** One variable of a Bayesian network over discrete states. Plain data: it serialises to JSON. */
export type RiskVariable = {
  name: string;
  /** Its states, at least two, in any order that means something. */
  states: readonly string[];
  /** The names of the variables it depends on; none for one that depends on nothing. */
  parents: readonly string[];
  /**
   * P(state | parents' states): a row for each combination of the parents' states, the last parent changing fastest, a
   * column for each state; each row adds up to 1.
   */
  table: readonly (readonly number[])[];
};

/** A directed acyclic network of variables, in any order. */
export type RiskNetwork = { variables: readonly RiskVariable[] };

/** Tables may be this far from adding up to 1, as they are written with few decimals. */
const ROUNDING = 1e-6;

/** What is wrong with a network, and where: the path of keys and positions to it. */
export class NetworkError extends RangeError {
  readonly path: readonly (string | number)[];

  constructor(message: string, path: readonly (string | number)[]) {
    super(message);
    this.name = 'NetworkError';
    this.path = path;
  }
}

/**
 * Checks a network: different names and states, parents that are there, no cycle, tables of the right size whose rows
 * add up to 1.
 *
 * @throws NetworkError for the first thing that is wrong
 */
export function checkNetwork({ variables }: RiskNetwork): void {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  variables.forEach((variable, at) => {
    const { name, states, parents } = variable;
    const path = ['variables', at];
    if (variables.findIndex((each) => each.name === name) !== at) {
      throw new NetworkError(`Two variables are called ${name}; give each its own name.`, path);
    }
    if (states.length < 2 || new Set(states).size < states.length) {
      throw new NetworkError(
        `The variable ${name} has the states ${states.join(', ')}; give at least two different ones.`,
        [...path, 'states'],
      );
    }
    parents.forEach((parent, p) => {
      if (!byName.has(parent)) {
        throw new NetworkError(
          `The variable ${name} depends on ${parent}, which is not there. The variables are ${[...byName.keys()].join(', ')}.`,
          [...path, 'parents', p],
        );
      }
    });
    if (new Set(parents).size < parents.length) {
      throw new NetworkError(`The variable ${name} names a parent twice.`, [...path, 'parents']);
    }
  });
  refuseCycle(variables);
  for (const [at, variable] of variables.entries()) {
    checkTable(variable, byName, ['variables', at, 'table']);
  }
}

function checkTable(
  { name, states, parents, table }: RiskVariable,
  byName: ReadonlyMap<string, RiskVariable>,
  path: readonly (string | number)[],
): void {
  const wanted = parents.reduce((rows, parent) => rows * byName.get(parent)!.states.length, 1);
  if (table.length !== wanted) {
    throw new NetworkError(
      `The table of ${name} has ${table.length} rows; there are ${wanted} combinations of ${parents.join(', ') || 'nothing'}. Give one row for each.`,
      path,
    );
  }
  table.forEach((row, at) => {
    const where = [...path, at];
    if (row.length !== states.length) {
      throw new NetworkError(
        `Row ${at + 1} of the table of ${name} has ${row.length} numbers, one for each of ${states.join(', ')} was expected.`,
        where,
      );
    }
    const wrong = row.find((share) => !(share >= 0 && share <= 1));
    if (wrong !== undefined) {
      throw new NetworkError(
        `Row ${at + 1} of the table of ${name} has ${wrong}; give probabilities from 0 to 1.`,
        where,
      );
    }
    const sum = row.reduce((total, share) => total + share, 0);
    if (Math.abs(sum - 1) > ROUNDING) {
      throw new NetworkError(
        `Row ${at + 1} of the table of ${name} adds up to ${Number(sum.toPrecision(6))}; it has to be 1.`,
        where,
      );
    }
  });
}

/** Takes away variables without parents until none is left; those that stay are on a cycle or behind one. */
function refuseCycle(variables: readonly RiskVariable[]): void {
  let left = [...variables];
  for (;;) {
    const names = new Set(left.map(({ name }) => name));
    const stuck = left.filter(({ parents }) => parents.some((parent) => names.has(parent)));
    if (stuck.length === 0) return;
    if (stuck.length === left.length) break;
    left = stuck;
  }
  // From any that is stuck, parents lead round and round.
  const seen: RiskVariable[] = [];
  let at = left[0]!;
  while (!seen.includes(at)) {
    seen.push(at);
    at = left.find(({ name }) => at.parents.includes(name))!;
  }
  const cycle = seen.slice(seen.indexOf(at)).map(({ name }) => name);
  throw new NetworkError(
    `${[...cycle, cycle[0]].join(' depends on ')}: a variable cannot depend on itself, not by way of others either.`,
    ['variables', variables.indexOf(at), 'parents'],
  );
}
