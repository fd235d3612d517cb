import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkNetwork,
  learnTables,
  type NetworkError,
  posterior,
  type RiskNetwork,
  type RiskVariable,
  seededRandom,
} from '../../../src/valuation/index.ts';

const rating: RiskVariable = {
  name: 'rating',
  states: ['A', 'B', 'C'],
  parents: [],
  table: [[0.6, 0.3, 0.1]],
};
const defaults: RiskVariable = {
  name: 'default',
  states: ['yes', 'no'],
  parents: ['rating'],
  table: [
    [0.02, 0.98],
    [0.05, 0.95],
    [0.1, 0.9],
  ],
};
const byRating: RiskNetwork = { variables: [defaults, rating] };

/** Every combination of states has the product of its table entries. */
function enumerated(
  { variables }: RiskNetwork,
  query: string,
  evidence: Readonly<Record<string, string>>,
): number[] {
  const result = variables.find(({ name }) => name === query)!.states.map(() => 0);
  const visit = (at: number, states: Record<string, number>) => {
    if (at < variables.length) {
      variables[at]!.states.forEach((state, s) => {
        const known = evidence[variables[at]!.name];
        if (known === undefined || known === state)
          visit(at + 1, { ...states, [variables[at]!.name]: s });
      });
      return;
    }
    const joint = variables.reduce((product, { name, parents, table }) => {
      const row = parents.reduce(
        (sum, parent) =>
          sum * variables.find((each) => each.name === parent)!.states.length + states[parent]!,
        0,
      );
      return product * table[row]![states[name]!]!;
    }, 1);
    result[states[query]!]! += joint;
  };
  visit(0, {});
  const total = result.reduce((sum, value) => sum + value, 0);
  return result.map((value) => value / total);
}

/** A network of up to eight variables, of which each may depend on up to three before it, in a random order. */
function drawn(seed: number): RiskNetwork {
  const random = seededRandom(seed);
  const variables: RiskVariable[] = [];
  for (let at = 0; at < 2 + random.integer(7); at++) {
    const parents = variables
      .map(({ name }) => name)
      .filter(() => random.next() < 0.5)
      .slice(0, 3);
    const rows = parents.reduce(
      (product, parent) => product * variables.find(({ name }) => name === parent)!.states.length,
      1,
    );
    const states = Array.from({ length: 2 + random.integer(3) }, (_, s) => `s${s}`);
    const table = Array.from({ length: rows }, () => {
      const weights = states.map(() => random.next() + 0.01);
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return weights.map((weight) => weight / sum);
    });
    variables.push({ name: `v${at}`, states, parents, table });
  }
  random.shuffle(variables);
  return { variables };
}

describe('posterior', () => {
  it('has the total probability and Bayes’ rule right', () => {
    expect(posterior(byRating, 'default')[0]).toBeCloseTo(0.037, 15);
    expect(posterior(byRating, 'rating', { default: 'yes' })[2]).toBeCloseTo(0.01 / 0.037, 14);
    expect(posterior(byRating, 'rating', { default: 'yes' })[2]).toBeCloseTo(0.2703, 4);
    expect(posterior(byRating, 'default', { rating: 'B' })[0]).toBeCloseTo(0.05, 15);
    expect([...posterior(byRating, 'rating', { rating: 'B' })]).toEqual([0, 1, 0]);
  });

  it('equals enumeration on random networks, whatever is known', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const network = drawn(seed);
        checkNetwork(network);
        const random = seededRandom(seed + 1);
        const [query, ...others] = random.shuffle([...network.variables]);
        const evidence = Object.fromEntries(
          others
            .filter(() => random.next() < 0.4)
            .map(({ name, states }) => [name, states[random.integer(states.length)]!]),
        );
        const exact = enumerated(network, query!.name, evidence);
        posterior(network, query!.name, evidence).forEach((share, state) => {
          expect(Math.abs(share - exact[state]!)).toBeLessThan(1e-12);
        });
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('refuses what the network does not have, or holds impossible', () => {
    expect(() => posterior(byRating, 'income')).toThrow(/no variable income; there are default/);
    expect(() => posterior(byRating, 'default', { rating: 'D' })).toThrow(
      /rating has no state D; it has A, B, C/,
    );
    const sure = { variables: [{ ...rating, table: [[1, 0, 0]] }, defaults] };
    expect(() => posterior(sure, 'default', { rating: 'B' })).toThrow(/cannot be that rating = B/);
  });
});

describe('checkNetwork', () => {
  it.each([
    ['a row that does not add up', { table: [[0.6, 0.3, 0.2]] }, /adds up to 1.1/, ['table', 0]],
    ['a probability above 1', { table: [[1.6, -0.3, -0.3]] }, /has 1.6/, ['table', 0]],
    [
      'a short row',
      { table: [[0.6, 0.4]] },
      /has 2 numbers, one for each of A, B, C/,
      ['table', 0],
    ],
    [
      'too many rows',
      {
        table: [
          [0.6, 0.3, 0.1],
          [1, 0, 0],
        ],
      },
      /has 2 rows; there are 1/,
      ['table'],
    ],
    ['one state', { states: ['A'], table: [[1]] }, /at least two different/, ['states']],
    ['a state twice', { states: ['A', 'A'], table: [[1, 0]] }, /two different/, ['states']],
    [
      'an unknown parent',
      { parents: ['sex'] },
      /depends on sex, which is not there/,
      ['parents', 0],
    ],
  ])('refuses %s, and says where', (_, changes, message, path) => {
    const check = () => checkNetwork({ variables: [defaults, { ...rating, ...changes }] });
    expect(check).toThrow(message);
    expect(check).toThrow(
      expect.objectContaining({ path: ['variables', 1, ...path] }) as unknown as NetworkError,
    );
  });

  it('refuses a cycle by its names', () => {
    const at = (name: string, parents: string[]): RiskVariable => ({
      name,
      states: ['yes', 'no'],
      parents,
      table: Array.from({ length: 2 ** parents.length }, () => [0.5, 0.5]),
    });
    expect(() =>
      checkNetwork({
        variables: [at('root', []), at('a', ['root', 'c']), at('b', ['a']), at('c', ['b'])],
      }),
    ).toThrow(/a depends on c depends on b depends on a/);
    expect(() => checkNetwork({ variables: [at('a', ['a'])] })).toThrow(/a depends on a/);
    expect(() => checkNetwork({ variables: [rating, rating] })).toThrow(/Two variables/);
  });
});

describe('learnTables', () => {
  it('weighs cases against the prior by its strength', () => {
    const cases = [
      ...Array.from({ length: 6 }, () => ({ rating: 'C', default: 'no' })),
      ...Array.from({ length: 4 }, () => ({ rating: 'C', default: 'yes' })),
      { rating: undefined, default: 'yes' },
      { rating: 'Z', default: 'yes' },
      { rating: 'A', default: undefined },
    ];
    const { variables } = learnTables(byRating, cases, 10);
    checkNetwork({ variables });
    expect(variables[0]!.table[0]![0]).toBeCloseTo(0.02, 12);
    // (4 + 10·0.1) / (10 + 10)
    expect(variables[0]!.table[2]![0]).toBeCloseTo(0.25, 12);
    expect(variables[1]!.table[0]![2]).toBeCloseTo((10 + 10 * 0.1) / 21, 12);
  });

  it('keeps a row to which one to nine of the cases of others count', () => {
    const of = (rating: string, count: number) =>
      Array.from({ length: count }, () => ({ rating, default: 'yes' }));
    const cases = [...of('A', 30), ...of('B', 30), ...of('C', 30)];
    const others = [...of('A', 9), ...of('B', 10)];
    const learnt = learnTables(byRating, cases, 10, { others, least: 10 });
    const freely = learnTables(byRating, cases, 10);
    expect(learnt.keptRows).toBe(1);
    expect(learnt.variables[0]!.table[0]).toEqual(byRating.variables[0]!.table[0]);
    expect(learnt.variables[0]!.table.slice(1)).toEqual(freely.variables[0]!.table.slice(1));
    expect(freely.keptRows).toBe(0);
  });

  it('finds what cases were drawn from, and keeps rows that no case tells of', () => {
    const random = seededRandom(3);
    const pick = (shares: readonly number[], states: readonly string[]) => {
      const drawnAt = random.next();
      const sums = shares.map((_, s) =>
        shares.slice(0, s + 1).reduce((sum, share) => sum + share, 0),
      );
      return states[sums.findIndex((sum) => drawnAt < sum)] ?? states.at(-1)!;
    };
    const cases = Array.from({ length: 20_000 }, () => {
      const grade = pick([0.6, 0.4, 0], rating.states);
      return {
        rating: grade,
        default: pick(grade === 'A' ? [0.2, 0.8] : [0.5, 0.5], defaults.states),
      };
    });
    const { variables } = learnTables(byRating, cases, 0);
    expect(variables[0]!.table[0]![0]).toBeCloseTo(0.2, 1);
    expect(variables[0]!.table[1]![0]).toBeCloseTo(0.5, 1);
    expect(variables[0]!.table[2]).toEqual([0.1, 0.9]);
    expect(() => learnTables(byRating, cases, -1)).toThrow(/worth -1 cases/);
  });
});
