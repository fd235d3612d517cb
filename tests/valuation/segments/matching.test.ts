import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchSegments } from '../../../src/valuation/segments/matching.ts';

/** Matches by shared customers, with all customers known in both runs. */
const byCustomers = (shared: number[][]) =>
  matchSegments({
    previous: shared.length,
    current: shared[0]!.length,
    distances: null,
    shared: Float64Array.from(shared.flat()),
    previousSizes: Float64Array.from(shared, (row) => row.reduce((sum, n) => sum + n, 0)),
    currentSizes: Float64Array.from(shared[0]!, (_, j) =>
      shared.reduce((sum, row) => sum + row[j]!, 0),
    ),
  });

const byDistance = (distances: number[][]) =>
  matchSegments({
    previous: distances.length,
    current: distances[0]!.length,
    distances: Float64Array.from(distances.flat()),
    shared: null,
    previousSizes: new Float64Array(distances.length),
    currentSizes: new Float64Array(distances[0]!.length),
  });

const linked = (pairs: readonly { previous: number; current: number }[]) =>
  pairs.map(({ previous, current }) => [previous, current]);

describe('matching segments to the last run', () => {
  test('recovers centres that were reordered and moved a little', () => {
    const order = fc
      .integer({ min: 1, max: 8 })
      .chain((k) => fc.shuffledSubarray([...new Array(k).keys()], { minLength: k }));
    fc.assert(
      fc.property(order, fc.double({ min: 0, max: 0.3, noNaN: true }), (places, moved) => {
        const distances = places.map((_, i) =>
          places.map((original) => Math.abs(original - i + moved)),
        );
        const { pairs, births, deaths } = byDistance(distances);
        for (const { previous, current } of pairs) expect(places[current]).toBe(previous);
        expect(pairs).toHaveLength(places.length);
        expect(births).toEqual([]);
        expect(deaths).toEqual([]);
      }),
    );
  });

  test('a centre too far away is another segment', () => {
    const { pairs, births, deaths } = byDistance([
      [0.2, 4],
      [5, 1.5],
    ]);
    expect(linked(pairs)).toEqual([[0, 0]]);
    expect(births).toEqual([1]);
    expect(deaths).toEqual([1]);
  });

  test('a recognisable pair is kept even where unrecognisable ones would cost less', () => {
    expect(
      linked(
        byDistance([
          [0.1, 5],
          [5, 1000],
        ]).pairs,
      ),
    ).toEqual([[0, 0]]);
  });

  test('a segment that split continues as its larger part, and the split is reported', () => {
    const matching = byCustomers([
      [600, 380, 20],
      [0, 10, 500],
    ]);
    expect(linked(matching.pairs)).toEqual([
      [0, 0],
      [1, 2],
    ]);
    expect(matching.births).toEqual([1]);
    expect(matching.splits).toEqual([{ previous: 0, into: [0, 1] }]);
    expect(matching.merges).toEqual([]);
  });

  test('segments that merged continue as the larger one, and the merger is reported', () => {
    const matching = byCustomers([
      [700, 0],
      [400, 10],
      [0, 300],
    ]);
    expect(linked(matching.pairs)).toEqual([
      [0, 0],
      [2, 1],
    ]);
    expect(matching.deaths).toEqual([1]);
    expect(matching.merges).toEqual([{ from: [0, 1], current: 0 }]);
    expect(matching.splits).toEqual([]);
  });

  test('a near centre is not enough where few customers are shared', () => {
    const matching = matchSegments({
      previous: 1,
      current: 1,
      distances: Float64Array.of(0.1),
      shared: Float64Array.of(10),
      previousSizes: Float64Array.of(100),
      currentSizes: Float64Array.of(100),
    });
    expect(matching.pairs).toEqual([]);
  });

  test('nothing is matched where nothing is known', () => {
    const matching = matchSegments({
      previous: 1,
      current: 1,
      distances: null,
      shared: null,
      previousSizes: Float64Array.of(0),
      currentSizes: Float64Array.of(0),
    });
    expect(matching).toMatchObject({ pairs: [], births: [0], deaths: [0] });
  });
});
