import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  baselineHazard,
  coxSurvival,
  fitCox,
  kaplanMeier,
  medianTime,
  type SurvivalData,
  seededRandom,
} from '../../../src/valuation/index.ts';

const rossi = readRossi();

function readRossi(): SurvivalData {
  const [header = [], ...rows] = readFileSync(new URL('./rossi.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.split(','));
  const column = (name: string) =>
    Float64Array.from(rows, (row) => Number(row[header.indexOf(name)]));
  return {
    time: column('week'),
    event: Uint8Array.from(column('arrest')),
    columns: ['fin', 'age', 'race', 'wexp', 'mar', 'paro', 'prio'].map((name) => ({
      name,
      values: column(name),
    })),
  };
}

/** Exponential times with hazard e^(0.8·a − 0.5·b), about a third censored; no two tie unless rounded. */
function simulated(rows: number, seed: number, round = false): SurvivalData {
  const random = seededRandom(seed);
  const draw = (of: () => number) => Float64Array.from({ length: rows }, of);
  const a = draw(() => random.next() * 2 - 1);
  const b = draw(() => (random.next() < 0.4 ? 1 : 0));
  const event = new Uint8Array(rows);
  const time = a.map((value, row) => {
    const until = -Math.log(1 - random.next()) / Math.exp(0.8 * value - 0.5 * b[row]!);
    const seen = random.next() * 3;
    event[row] = until <= seen ? 1 : 0;
    const at = Math.min(until, seen);
    return round ? Math.ceil(at * 4) : at;
  });
  return {
    time,
    event,
    columns: [
      { name: 'a', values: a },
      { name: 'b', values: b },
    ],
  };
}

const values = (data: SurvivalData) => fitCox(data).coefficients.map(({ value }) => value);
const column = (name: string, ...of: number[]) => ({ name, values: Float64Array.of(...of) });

describe('fitCox', () => {
  it('reproduces the published fit to the Rossi data', () => {
    const model = fitCox(rossi);
    const published = [
      ['fin', -0.3794222, 0.1913795],
      ['age', -0.0574377, 0.0219995],
      ['race', 0.3138998, 0.3079928],
      ['wexp', -0.1497957, 0.2122243],
      ['mar', -0.4337039, 0.3818681],
      ['paro', -0.0848711, 0.1957567],
      ['prio', 0.0914971, 0.0286485],
    ] as const;
    expect(model.coefficients.map(({ name }) => name)).toEqual(published.map(([name]) => name));
    published.forEach(([, value, standardError], j) => {
      expect(model.coefficients[j]!.value).toBeCloseTo(value, 6);
      expect(model.coefficients[j]!.standardError).toBeCloseTo(standardError, 6);
    });
    expect(model.logLikelihood).toBeCloseTo(-658.7477, 4);
    expect(model.concordance).toBeCloseTo(0.6403, 4);
    expect(model.converged).toBe(true);
    expect(Object.keys(model)).toEqual([
      'coefficients',
      'logLikelihood',
      'concordance',
      'converged',
    ]);
  });

  it('has the likelihood of nobody differing without columns', () => {
    // Three of three, two of two with a tie after Efron: log 3 + log 2 + log(2 − 1/2·2).
    const model = fitCox({
      time: Float64Array.of(1, 2, 2),
      event: Uint8Array.of(1, 1, 1),
      columns: [],
    });
    expect(model.logLikelihood).toBeCloseTo(-Math.log(3) - Math.log(2) - Math.log(1), 12);
    expect(model.concordance).toBe(0.5);
  });

  it('finds what the data were drawn with', () => {
    const { coefficients } = fitCox(simulated(4000, 5));
    expect(Math.abs(coefficients[0]!.value - 0.8)).toBeLessThan(3 * coefficients[0]!.standardError);
    expect(Math.abs(coefficients[1]!.value + 0.5)).toBeLessThan(3 * coefficients[1]!.standardError);
  });

  it('does not change with the place and the order of rows, nor with the unit of time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (seed, shift, unit) => {
          const data = simulated(60, seed, true);
          const [a, b] = values(data);
          const moved = values({
            time: data.time.map((time) => time * unit).reverse(),
            event: data.event.slice().reverse(),
            columns: data.columns.map(({ name, values: of }) => ({
              name,
              values: (name === 'a'
                ? of.map((value) => value * unit + shift)
                : of.slice()
              ).reverse(),
            })),
          });
          expect(moved[0]! * unit).toBeCloseTo(a!, 4);
          expect(moved[1]).toBeCloseTo(b!, 4);
        },
      ),
      { numRuns: 30, seed: 1 },
    );
  });

  it('takes a weight for as many rows wherever no two events tie', () => {
    const data = simulated(80, 3);
    // The censored twice: as rows, or by weight.
    const again = Array.from(data.event.keys()).filter((row) => data.event[row] === 0);
    const repeated = <Of extends number>(of: ArrayLike<Of>) => [
      ...Array.from(of),
      ...again.map((row) => of[row]!),
    ];
    const asRows = fitCox({
      time: Float64Array.from(repeated(data.time)),
      event: Uint8Array.from(repeated(data.event)),
      columns: data.columns.map(({ name, values: of }) => ({
        name,
        values: Float64Array.from(repeated(of)),
      })),
    });
    const byWeight = fitCox({
      ...data,
      weight: Float64Array.from(data.event, (event) => (event === 0 ? 2 : 1)),
    });
    asRows.coefficients.forEach(({ value, standardError }, j) => {
      expect(byWeight.coefficients[j]!.value).toBeCloseTo(value, 8);
      expect(byWeight.coefficients[j]!.standardError).toBeCloseTo(standardError, 8);
    });
    expect(byWeight.logLikelihood).toBeCloseTo(asRows.logLikelihood, 8);
    expect(byWeight.concordance).toBeCloseTo(asRows.concordance, 12);
  });

  it('leaves coefficients and halves variances where every weight is 2', () => {
    const once = fitCox(rossi);
    const doubled = fitCox({ ...rossi, weight: new Float64Array(432).fill(2) });
    once.coefficients.forEach(({ value, standardError }, j) => {
      expect(doubled.coefficients[j]!.value).toBeCloseTo(value, 8);
      expect(doubled.coefficients[j]!.standardError).toBeCloseTo(standardError / Math.SQRT2, 8);
    });
    expect(doubled.concordance).toBeCloseTo(once.concordance, 12);
  });

  it('takes a weight of 0 for no row', () => {
    const data = simulated(50, 8);
    const weight = Float64Array.from({ length: 50 }, (_, row) => (row < 40 ? 1 : 0));
    const fewer = fitCox({
      time: data.time.slice(0, 40),
      event: data.event.slice(0, 40),
      columns: data.columns.map(({ name, values: of }) => ({ name, values: of.slice(0, 40) })),
    });
    expect(fitCox({ ...data, weight })).toEqual(fewer);
  });

  it('refuses what has no answer, and says why', () => {
    const time = Float64Array.of(1, 2, 3, 4, 5, 6);
    const event = Uint8Array.of(1, 1, 0, 1, 1, 0);
    const one = column('one', 3, 1, 4, 1, 5, 9);
    const fitting = (changes: Partial<SurvivalData>) => () =>
      fitCox({ time, event, columns: [one], ...changes });
    expect(fitting({})).not.toThrow();
    expect(fitting({ event: new Uint8Array(6) })).toThrow(/Nobody has the event/);
    expect(fitting({ columns: [column('same', 7, 7, 7, 7, 7, 7)] })).toThrow(
      /Column same is the same/,
    );
    expect(fitting({ columns: [column('tenths', 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)] })).toThrow(
      /tenths/,
    );
    expect(fitting({ columns: [one, { ...one, name: 'again' }] })).toThrow(
      /again follows from one/,
    );
    expect(
      fitting({ columns: [one, { name: 'shifted', values: one.values.map((of) => 5 - 2 * of) }] }),
    ).toThrow(/shifted follows from one/);
    expect(fitting({ columns: [one, one] })).toThrow(/Two columns are called one/);
    expect(fitting({ columns: [column('early', 6, 5, 4, 3, 2, 1)] })).toThrow(
      /Column early always puts .* highest .*perfect separation/,
    );
    expect(fitting({ columns: [column('late', 1, 2, 3, 4, 5, 6)] })).toThrow(/late .*lowest/);
    expect(fitting({ columns: [column('gap', 1, Number.NaN, 2, 3, 4, 5)] })).toThrow(
      /Row 1, field gap: found NaN/,
    );
    expect(fitting({ time: Float64Array.of(1, 2, -3, 4, 5, 6) })).toThrow(
      /Row 2, field time: found -3/,
    );
    expect(fitting({ time: Float64Array.of(1, Number.NaN, 3, 4, 5, 6) })).toThrow(
      /Row 1, field time/,
    );
    expect(fitting({ event: Uint8Array.of(1, 2, 0, 1, 1, 0) })).toThrow(
      /Row 1, field event: found 2/,
    );
    expect(fitting({ weight: Float64Array.of(1, 1, 1, -1, 1, 1) })).toThrow(/Row 3, field weight/);
    expect(fitting({ weight: Float64Array.of(1) })).toThrow(/6 times, 6 events and 1 weights/);
    expect(fitting({ columns: [column('short', 1, 2)] })).toThrow(/Column short has 2 rows/);
    expect(() =>
      fitCox({ time: Float64Array.of(1), event: Uint8Array.of(1), columns: [column('x', 2)] }),
    ).toThrow(/Column x is the same/);
    expect(() =>
      fitCox({ time: new Float64Array(0), event: new Uint8Array(0), columns: [] }),
    ).toThrow(/Nobody has the event/);
  });

  it('refuses columns that separate together though neither does alone', () => {
    const [first, second] = [column('first', 3, 9, 2, 4, 1, 0), column('second', 9, 2, 7, 3, 5, 5)];
    const both = { time: Float64Array.of(1, 2, 3, 4, 5, 6), event: new Uint8Array(6).fill(1) };
    expect(() => fitCox({ ...both, columns: [first] })).not.toThrow();
    expect(() => fitCox({ ...both, columns: [second] })).not.toThrow();
    expect(() => fitCox({ ...both, columns: [first, second] })).toThrow(
      /first and second together .*perfect separation/,
    );
  });

  it('fits large numbers far from 0', () => {
    const [a, b] = values(simulated(100, 4));
    const data = simulated(100, 4);
    const far = values({
      ...data,
      columns: [
        { name: 'a', values: data.columns[0]!.values.map((of) => 1e12 + of * 1e6) },
        { name: 'b', values: data.columns[1]!.values.map((of) => of * 1e-200) },
      ],
    });
    expect(far[0]! * 1e6).toBeCloseTo(a!, 4);
    expect(far[1]! * 1e-200).toBeCloseTo(b!, 4);
  });
});

describe('baselineHazard', () => {
  it('is Nelson and Aalen without columns', () => {
    const data = {
      time: Float64Array.of(1, 2, 3, 4),
      event: Uint8Array.of(1, 0, 1, 1),
      columns: [],
    };
    const { time, cumulativeHazard } = baselineHazard(fitCox(data), data);
    expect([...time]).toEqual([1, 3, 4]);
    [0.25, 0.75, 1.75].forEach((sum, i) => {
      expect(cumulativeHazard[i]).toBeCloseTo(sum, 12);
    });
  });

  it('makes the events expected of all as many as happened', () => {
    const data = simulated(200, 6);
    const model = fitCox(data);
    const curves = coxSurvival(model, baselineHazard(model, data), data.columns, data.time);
    const expected = data.time.reduce((sum, _, row) => sum - Math.log(curves[row * 200 + row]!), 0);
    expect(expected).toBeCloseTo(
      data.event.reduce((sum, event) => sum + event, 0),
      8,
    );
  });

  it('gives curves that fall, lower for those with the higher hazard', () => {
    const model = fitCox(rossi);
    const times = Float64Array.from({ length: 53 }, (_, week) => week);
    const persons = rossi.columns.map(({ name, values: of }) => ({
      name,
      values: Float64Array.of(of[0]!, name === 'age' ? of[0]! + 20 : of[0]!),
    }));
    const curves = coxSurvival(model, baselineHazard(model, rossi), persons, times);
    expect(curves[0]).toBe(1);
    for (let week = 1; week < 53; week++) {
      expect(curves[week]).toBeLessThanOrEqual(curves[week - 1]!);
      expect(curves[week]).toBeLessThanOrEqual(curves[53 + week]!);
    }
    expect(() => coxSurvival(model, baselineHazard(model, rossi), [], times)).toThrow(
      /column fin that the data lacks/,
    );
  });
});

describe('kaplanMeier', () => {
  it('reproduces the textbook remission times with Greenwood’s errors', () => {
    // Freireich et al. 1963, 21 patients given 6-mercaptopurine, as Kalbfleisch and Prentice (2002) tabulate them.
    const time = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35];
    const event = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0];
    const curve = kaplanMeier({
      time: Float64Array.from(time),
      event: Uint8Array.from(event),
    });
    expect([...curve.time]).toEqual([6, 7, 10, 13, 16, 22, 23]);
    [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482].forEach((share, i) => {
      expect(curve.survival[i]).toBeCloseTo(share, 4);
    });
    expect(curve.standardError[0]).toBeCloseTo(0.0764, 4);
    expect(curve.standardError[6]).toBeCloseTo(0.1346, 4);
    expect([...curve.atRisk]).toEqual([21, 17, 15, 12, 11, 7, 6]);
    expect(medianTime(curve)).toBe(23);
  });

  it('takes a weight of 2 for a row twice, and never falls that far where nobody leaves', () => {
    const data = simulated(40, 9, true);
    const doubled = kaplanMeier({
      time: Float64Array.of(...data.time, ...data.time),
      event: Uint8Array.of(...data.event, ...data.event),
    });
    expect(kaplanMeier({ ...data, weight: new Float64Array(40).fill(2) })).toEqual(doubled);
    const stayed = kaplanMeier({ time: data.time, event: new Uint8Array(40) });
    expect(stayed.survival).toHaveLength(0);
    expect(medianTime(stayed)).toBeUndefined();
  });
});
