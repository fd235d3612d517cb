import type { RiskNetwork, RiskVariable } from './network.ts';

/** What is known of one case: the states of some variables, by their names; `undefined` where one is not known. */
export type RiskCase = Readonly<Record<string, string | undefined>>;

/**
 * Learns a network's tables from cases, each row with a Dirichlet prior whose mean is the row that the network had
 * (Spiegelhalter and Lauritzen 1990): the row becomes (count + strength·prior) / (cases + strength). A case counts for a
 * variable where its state and those of all its parents are known, and the network knows them.
 *
 * @param strength ≥ 0 of how many cases the prior of each row is worth; with 0 a row without cases stays as it was
 * @throws RangeError for another strength
 */
export function learnTables(
  network: RiskNetwork,
  cases: readonly RiskCase[],
  strength: number,
): RiskNetwork {
  if (!(Number.isFinite(strength) && strength >= 0)) {
    throw new RangeError(`The prior is worth ${strength} cases; give a number, 0 or more.`);
  }
  const byName = new Map(network.variables.map((variable) => [variable.name, variable]));
  return {
    variables: network.variables.map((variable) => {
      const counts = variable.table.map((row) => row.map(() => 0));
      for (const each of cases) {
        const row = rowOf(variable, byName, each);
        const state = variable.states.indexOf(each[variable.name] ?? '');
        if (row !== undefined && state >= 0) counts[row]![state]! += 1;
      }
      return {
        ...variable,
        table: variable.table.map((prior, row) => {
          const counted = counts[row]!;
          const total = counted.reduce((sum, count) => sum + count, 0) + strength;
          return total === 0
            ? [...prior]
            : prior.map((share, state) => (counted[state]! + strength * share) / total);
        }),
      };
    }),
  };
}

function rowOf(
  { parents }: RiskVariable,
  byName: ReadonlyMap<string, RiskVariable>,
  known: RiskCase,
): number | undefined {
  let row = 0;
  for (const parent of parents) {
    const { states } = byName.get(parent)!;
    const state = states.indexOf(known[parent] ?? '');
    if (state < 0) return undefined;
    row = row * states.length + state;
  }
  return row;
}
