import type { RiskNetwork, RiskVariable } from './network.ts';

/** What is known of one case: the states of some variables, by their names; `undefined` where one is not known. */
export type RiskCase = Readonly<Record<string, string | undefined>>;

/**
 * Learns a network's tables from cases, each row with a Dirichlet prior whose mean is the row that the network had
 * (Spiegelhalter and Lauritzen 1990): the row becomes (count + strength·prior) / (cases + strength). A case counts for a
 * variable where its state and those of all its parents are known, and the network knows them.
 *
 * @param strength ≥ 0 of how many cases the prior of each row is worth; with 0 a row without cases stays as it was
 * @param few of whom one may not be told apart: a row to which between 1 and `least` − 1 of the cases `others` count stays as
 *   it was, for whoever knows the other cases would read these off it
 * @returns the network, and how many rows stayed as they were for that
 * @throws RangeError for another strength
 */
export function learnTables(
  network: RiskNetwork,
  cases: readonly RiskCase[],
  strength: number,
  few: { others: readonly RiskCase[]; least: number } = { others: [], least: 0 },
): RiskNetwork & { keptRows: number } {
  if (!(Number.isFinite(strength) && strength >= 0)) {
    throw new RangeError(`The prior is worth ${strength} cases; give a number, 0 or more.`);
  }
  const byName = new Map(network.variables.map((variable) => [variable.name, variable]));
  let keptRows = 0;
  const variables = network.variables.map((variable) => {
    const counts = countsOf(variable, byName, cases);
    const others = countsOf(variable, byName, few.others);
    return {
      ...variable,
      table: variable.table.map((prior, row) => {
        const counted = counts[row]!;
        const total = sum(counted) + strength;
        const beyond = sum(others[row]!);
        const keeps = beyond > 0 && beyond < few.least;
        if (keeps) keptRows += 1;
        return total === 0 || keeps
          ? [...prior]
          : prior.map((share, state) => (counted[state]! + strength * share) / total);
      }),
    };
  });
  return { variables, keptRows };
}

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

/** How many cases count for each row of a variable's table and each of its states. */
function countsOf(
  variable: RiskVariable,
  byName: ReadonlyMap<string, RiskVariable>,
  cases: readonly RiskCase[],
): number[][] {
  const counts = variable.table.map((row) => row.map(() => 0));
  for (const each of cases) {
    const row = rowOf(variable, byName, each);
    const state = variable.states.indexOf(each[variable.name] ?? '');
    if (row !== undefined && state >= 0) counts[row]![state]! += 1;
  }
  return counts;
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
