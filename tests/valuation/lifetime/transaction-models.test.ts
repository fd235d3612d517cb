import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BgNbdModel,
  expectedTransactions,
  fitBgNbd,
  fitModifiedBgNbd,
  fitParetoNbd,
  type ParetoNbdModel,
  probabilityAlive,
  type Rfm,
  seededRandom,
} from '../../../src/valuation/index.ts';
import { logGamma } from '../../../src/valuation/numeric/special-functions.ts';
import { readCdnow } from './cdnow.ts';
import { nelderMead } from './nelder-mead.ts';
import { gammaDraw, simulate } from './simulation.ts';

const history = (x: number, tx: number, T: number): Rfm => ({
  x: Float64Array.of(x),
  tx: Float64Array.of(tx),
  T: Float64Array.of(T),
});
const first = (values: Float64Array): number => values[0] ?? Number.NaN;

const fitted = { logLikelihood: 0, converged: true, iterations: 1 };
const published: BgNbdModel = {
  kind: 'bg-nbd',
  r: 0.243,
  alpha: 4.414,
  a: 0.793,
  b: 2.426,
  ...fitted,
};
const modified: BgNbdModel = {
  kind: 'mbg-nbd',
  r: 0.525,
  alpha: 6.183,
  a: 0.891,
  b: 1.614,
  ...fitted,
};
const pareto: ParetoNbdModel = {
  kind: 'pareto-nbd',
  r: 0.553,
  alpha: 10.578,
  s: 0.606,
  beta: 11.669,
  ...fitted,
};
const models = [published, modified, pareto];

const fits = {
  'bg-nbd': fitBgNbd,
  'mbg-nbd': fitModifiedBgNbd,
  'pareto-nbd': fitParetoNbd,
};
const kinds = ['bg-nbd', 'mbg-nbd', 'pareto-nbd'] as const;

/** A small bank whose customers buy and leave at different rates. */
function smallBank(seed: number, customers = 400): Rfm {
  const random = seededRandom(seed);
  return simulate(random, {
    customers,
    longestAge: 100,
    rate: () => gammaDraw(random, 1.2, 12),
    leavesAtRate: () => gammaDraw(random, 0.9, 60),
  });
}

const parametersOf = (model: BgNbdModel | ParetoNbdModel): number[] =>
  model.kind === 'pareto-nbd'
    ? [model.r, model.alpha, model.s, model.beta]
    : [model.r, model.alpha, model.a, model.b];

describe('the published figures', () => {
  it('expects 1.226 transactions in 39 weeks of a customer with x = 2, t_x = 30.43, T = 38.86', () => {
    expect(first(expectedTransactions(published, 39, history(2, 30.43, 38.86))).toFixed(3)).toBe(
      '1.226',
    );
  });

  it('gives that customer the P(alive) of the closed form', () => {
    const odds = (0.793 / (2.426 + 2 - 1)) * ((4.414 + 38.86) / (4.414 + 30.43)) ** (0.243 + 2);
    expect(first(probabilityAlive(published, history(2, 30.43, 38.86)))).toBeCloseTo(
      1 / (1 + odds),
      12,
    );
  });
});

describe('CDNOW', () => {
  const cdnow = readCdnow();

  it('gives the BG/NBD parameters of Fader, Hardie and Lee (2005)', () => {
    const model = fitBgNbd(cdnow);
    expect(parametersOf(model).map((value) => value.toFixed(3))).toEqual([
      '0.243',
      '4.414',
      '0.793',
      '2.426',
    ]);
    expect(model.logLikelihood.toFixed(1)).toBe('-9582.4');
    expect(model.converged).toBe(true);
  });

  it('gives the parameters of Batislam, Denizel and Filiztekin (2007) for the modified model', () => {
    const model = fitModifiedBgNbd(cdnow);
    expect(parametersOf(model).map((value) => value.toFixed(3))).toEqual([
      '0.525',
      '6.183',
      '0.891',
      '1.614',
    ]);
  });

  it('gives the Pareto/NBD parameters of the literature', () => {
    const model = fitParetoNbd(cdnow);
    expect(parametersOf(model).map((value) => value.toFixed(3))).toEqual([
      '0.553',
      '10.578',
      '0.606',
      '11.669',
    ]);
    expect(model.logLikelihood.toFixed(1)).toBe('-9595.0');
  });

  it('finds a BG/NBD likelihood no lower than a long Nelder–Mead run', () => {
    const found = nelderMead((point) => bgNbdLikelihood(cdnow, point.map(Math.exp)), [0, 1, 0, 1]);
    expect(fitBgNbd(cdnow).logLikelihood).toBeGreaterThan(found - 1e-6);
    expect(found).toBeCloseTo(-9582.429, 2);
  });

  it.each([{ start: [0, 2, 0, 2] }, { start: [-2, 0, 1, 4] }])(
    'finds a Pareto/NBD likelihood no lower than a long Nelder–Mead run from $start',
    ({ start }) => {
      const found = nelderMead((point) => paretoNbdLikelihood(cdnow, point.map(Math.exp)), start);
      expect(fitParetoNbd(cdnow).logLikelihood).toBeGreaterThan(found - 1e-6);
      expect(found).toBeCloseTo(-9594.976, 2);
    },
  );

  it.each([
    ['bg-nbd', '0.626'],
    ['pareto-nbd', '0.630'],
  ] as const)('predicts the next 39 weeks by %s with the published correlation', (kind, figure) => {
    const expected = expectedTransactions(fits[kind](cdnow), 39, cdnow);
    expect(correlation(expected, cdnow.later).toFixed(3)).toBe(figure);
  });
});

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = mean(a.map((v, i) => (v - meanA) * (b[i]! - meanB)));
  return (
    product / Math.sqrt(mean(a.map((v) => (v - meanA) ** 2)) * mean(b.map((v) => (v - meanB) ** 2)))
  );
}

/** Eq. 6 of Fader, Hardie and Lee (2005), implemented again without derivatives or aggregation. */
function bgNbdLikelihood({ x, tx, T }: Rfm, [r = 0, alpha = 0, a = 0, b = 0]: number[]): number {
  const ofCount = new Map<number, number>();
  const gammas = (n: number): number => {
    const known = ofCount.get(n);
    if (known !== undefined) return known;
    const value =
      logGamma(r + n) -
      logGamma(r) +
      r * Math.log(alpha) +
      logGamma(a + b) +
      logGamma(b + n) -
      logGamma(b) -
      logGamma(a + b + n);
    ofCount.set(n, value);
    return value;
  };
  let sum = 0;
  for (let row = 0; row < x.length; row++) {
    const n = x[row]!;
    const alive = -(r + n) * Math.log(alpha + T[row]!);
    const left =
      n > 0
        ? Math.log(a / (b + n - 1)) - (r + n) * Math.log(alpha + tx[row]!)
        : Number.NEGATIVE_INFINITY;
    const top = Math.max(alive, left);
    sum += gammas(n) + top + Math.log(Math.exp(alive - top) + Math.exp(left - top));
  }
  return sum;
}

/**
 * The Pareto/NBD likelihood of Schmittlein, Morrison and Colombo (1987) as in eq. 1 of Fader and Hardie (2005, "A Note
 * on Deriving the Pareto/NBD Model"), with the hypergeometric functions by their power series.
 */
function paretoNbdLikelihood(
  { x, tx, T }: Rfm,
  [r = 0, alpha = 0, s = 0, beta = 0]: number[],
): number {
  const larger = Math.max(alpha, beta);
  const distance = Math.abs(alpha - beta);
  const rates = r * Math.log(alpha) + s * Math.log(beta) - logGamma(r);
  let sum = 0;
  for (let row = 0; row < x.length; row++) {
    const n = x[row]!;
    const power = r + s + n;
    const part = (time: number): number => {
      const z = distance / (larger + time);
      let term = 1;
      let series = 1;
      for (let k = 0; term > 1e-15 * series && k < 20_000; k++) {
        term *=
          (((power + k) * ((alpha >= beta ? s + 1 : r + n) + k)) / ((power + 1 + k) * (k + 1))) * z;
        series += term;
      }
      return Math.log(series) - power * Math.log(larger + time);
    };
    const alive = -(r + n) * Math.log(alpha + T[row]!) - s * Math.log(beta + T[row]!);
    const atLast = part(tx[row]!);
    const left =
      Math.log(s / power) + atLast + Math.log(Math.max(0, -Math.expm1(part(T[row]!) - atLast)));
    const top = Math.max(alive, left);
    sum += logGamma(r + n) + rates + top + Math.log(Math.exp(alive - top) + Math.exp(left - top));
  }
  return sum;
}

describe.each(kinds)('%s', (kind) => {
  const estimate = fits[kind];

  it('does not depend on the unit of time', () => {
    const weeks = smallBank(4);
    const days = { x: weeks.x, tx: weeks.tx.map((t) => t * 7), T: weeks.T.map((t) => t * 7) };
    const model = estimate(weeks);
    const other = estimate(days);
    expect(model.converged).toBe(true);
    const times = kind === 'pareto-nbd' ? [1, 7, 1, 7] : [1, 7, 1, 1];
    parametersOf(other).forEach((value, i) => {
      expect(Math.abs(value / (times[i]! * parametersOf(model)[i]!) - 1)).toBeLessThan(1e-9);
    });
    const here = expectedTransactions(model, 52, weeks);
    const there = expectedTransactions(other, 364, days);
    here.forEach((value, row) => {
      expect(Math.abs(there[row]! / value - 1)).toBeLessThan(1e-9);
    });
  });

  it('treats weights like repeated rows', () => {
    const bank = smallBank(2, 150);
    const weight = bank.x.map((_, row) => 1 + (row % 4));
    const repeat = (values: Float64Array) =>
      Float64Array.from([...values].flatMap((value, row) => Array(weight[row]!).fill(value)));
    const weighted = estimate({ ...bank, weight });
    const expanded = estimate({ x: repeat(bank.x), tx: repeat(bank.tx), T: repeat(bank.T) });
    parametersOf(weighted).forEach((value, i) => {
      expect(Math.abs(value / parametersOf(expanded)[i]! - 1)).toBeLessThan(1e-9);
    });
    expect(weighted.logLikelihood).toBeCloseTo(expanded.logLikelihood, 8);
  });

  it('converges on hundreds of purchases and ages in days', () => {
    const random = seededRandom(3);
    const bank = simulate(random, {
      customers: 2000,
      longestAge: 730,
      rate: () => gammaDraw(random, 2, 10),
      leavesAtRate: () => gammaDraw(random, 0.8, 900),
    });
    expect(Math.max(...bank.x)).toBeGreaterThan(300);
    const model = estimate(bank);
    expect(model.converged).toBe(true);
    expect(model.standardErrors?.r).toBeGreaterThan(0);
    expect(Math.abs(model.r - 2)).toBeLessThan(0.3);
    for (const values of [probabilityAlive(model, bank), expectedTransactions(model, 365, bank)]) {
      expect(values.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
    }
  });

  it('reports that nobody leaves where nobody does, and still values customers', () => {
    const random = seededRandom(4);
    const bank = simulate(random, {
      customers: 1000,
      longestAge: 365,
      rate: () => gammaDraw(random, 2, 10),
    });
    const model = estimate(bank);
    expect(model.converged).toBe(false);
    expect(model.boundary).toBe('no-dropout');
    expect(model.standardErrors).toBeUndefined();
    expect(probabilityAlive(model, bank).every((p) => p === 1)).toBe(true);
    // Without dropout the expectation is that of the NBD: rate times time.
    const expected = first(expectedTransactions(model, 90, history(10, 80, 100)));
    expect(expected).toBeCloseTo(((model.r + 10) / (model.alpha + 100)) * 90, 8);
  });

  it('reports a flat likelihood where nobody came back', () => {
    const never = {
      x: new Float64Array(20),
      tx: new Float64Array(20),
      T: new Float64Array(20).fill(30),
    };
    expect(estimate(never)).toMatchObject({ converged: false, boundary: 'flat' });
  });

  it('refuses an invalid row, naming it and the field', () => {
    const good = { x: [1, 2], tx: [3, 4], T: [10, 10], weight: [1, 1] };
    const wrong = (field: keyof typeof good, value: number) => {
      const columns = { ...good, [field]: [good[field][0], value] };
      return () =>
        estimate({
          x: Float64Array.from(columns.x),
          tx: Float64Array.from(columns.tx),
          T: Float64Array.from(columns.T),
          weight: Float64Array.from(columns.weight),
        });
    };
    expect(wrong('x', -1)).toThrow(/Row 1, field x: found -1/);
    expect(wrong('x', Number.NaN)).toThrow(/Row 1, field x: found NaN/);
    expect(wrong('T', Number.POSITIVE_INFINITY)).toThrow(/Row 1, field T: found Infinity/);
    expect(wrong('tx', Number.NaN)).toThrow(/Row 1, field tx: found NaN/);
    expect(wrong('tx', 11)).toThrow(/Row 1, field tx: found 11, expected at most T, which is 10/);
    expect(wrong('weight', -2)).toThrow(/Row 1, field weight: found -2/);
  });

  it('is shrunk towards 1 by a penalty, with times in mean ages', () => {
    const bank = smallBank(5);
    const meanAge = bank.T.reduce((sum, age) => sum + age, 0) / bank.T.length;
    const distance = (model: BgNbdModel | ParetoNbdModel) => {
      const [first = 0, second = 0, third = 0, fourth = 0] = parametersOf(model);
      const last = kind === 'pareto-nbd' ? fourth / meanAge : fourth;
      return [first, second / meanAge, third, last].reduce((sum, v) => sum + Math.log(v) ** 2, 0);
    };
    const [free, light, heavy] = [0, 0.01, 1].map((penalty) => fits[kind](bank, { penalty }));
    if (!free || !light || !heavy) throw new Error('There should be three fits.');
    expect(free.logLikelihood).toBeGreaterThan(light.logLikelihood);
    expect(light.logLikelihood).toBeGreaterThan(heavy.logLikelihood);
    expect(distance(free)).toBeGreaterThan(distance(light));
    expect(distance(light)).toBeGreaterThan(distance(heavy));
  });
});

describe('every model', () => {
  const histories = fc
    .record({
      x: fc.integer({ min: 0, max: 900 }),
      recency: fc.double({ min: 0, max: 1, noNaN: true }),
      T: fc.double({ min: 0, max: 5000, noNaN: true }),
    })
    .map(({ x, recency, T }) => history(x, x === 0 ? 0 : recency * T, T));

  it('gives a probability, and transactions that increase with the horizon', () => {
    fc.assert(
      fc.property(histories, fc.constantFrom(...models), (customer, model) => {
        const alive = first(probabilityAlive(model, customer));
        let before = 0;
        for (const horizon of [0.01, 1, 39, 365, 3650]) {
          const expected = first(expectedTransactions(model, horizon, customer));
          if (!(Number.isFinite(expected) && expected >= before * (1 - 1e-12))) return false;
          before = expected;
        }
        return alive >= 0 && alive <= 1;
      }),
      { numRuns: 300 },
    );
  });

  it('approaches the purchases a customer makes before leaving as the horizon grows', () => {
    // E[1/p] of a beta(a, b + x): the expectation for a customer who is alive, at any rate of purchases.
    const lasting = { ...published, a: 1.5 };
    const customer = history(2, 30.43, 38.86);
    const expected = first(expectedTransactions(lasting, 1e12, customer));
    const alive = first(probabilityAlive(lasting, customer));
    expect(expected / (alive * ((1.5 + 4.426 - 1) / 0.5))).toBeCloseTo(1, 3);
  });

  it('agrees with numerical integration over the population', () => {
    const cases: [number, number, number][] = [
      [0, 0, 20],
      [3, 12, 20],
      [40, 19, 20],
    ];
    for (const model of models) {
      for (const [x, tx, T] of cases) {
        const { alive, purchases } = averaged(model, x, tx, T, 26);
        const customer = history(x, tx, T);
        expect(first(probabilityAlive(model, customer))).toBeCloseTo(alive, 5);
        expect(first(expectedTransactions(model, 26, customer)) / purchases).toBeCloseTo(1, 5);
      }
    }
  });

  it.each([1, 1 + 1e-9, 1 + 1e-5, 0.999])(
    'is smooth where a formula has a pole: a or s = %d',
    (at) => {
      const near = expectedTransactions({ ...published, a: at }, 39, history(2, 30, 39));
      const beside = expectedTransactions({ ...published, a: at + 1e-4 }, 39, history(2, 30, 39));
      expect(Math.abs(first(near) / first(beside) - 1)).toBeLessThan(1e-3);
      const rate = expectedTransactions({ ...pareto, s: at }, 39, history(2, 30, 39));
      const next = expectedTransactions({ ...pareto, s: at + 1e-4 }, 39, history(2, 30, 39));
      expect(Math.abs(first(rate) / first(next) - 1)).toBeLessThan(1e-3);
    },
  );

  it('is 1 for a customer who never came back under BG/NBD alone', () => {
    const [plain, better, other] = models.map((model) =>
      first(probabilityAlive(model, history(0, 0, 200))),
    );
    expect(plain).toBe(1);
    expect(better).toBeLessThan(0.7);
    expect(other).toBeLessThan(0.3);
  });
});

/**
 * P(alive) and expected purchases by numerical integration over the rate and the probability (or rate)
 * of leaving, which shares only the model's definition with the closed forms.
 */
function averaged(model: BgNbdModel | ParetoNbdModel, x: number, tx: number, T: number, t: number) {
  const steps = 400;
  let aliveMass = 0;
  let leftMass = 0;
  let purchases = 0;
  // The rate is integrated analytically, given that the customer is alive: gamma(r + x, alpha + T).
  const shape = model.r + x;
  const growth = Math.exp(shape * Math.log((model.alpha + T) / (model.alpha + tx)));
  if (model.kind === 'pareto-nbd') {
    // Over the rate of leaving m, on a logarithmic scale.
    for (let i = 0; i < 4 * steps; i++) {
      const m = Math.exp(-30 + (40 * (i + 0.5)) / (4 * steps));
      const density = m ** model.s * Math.exp(-m * model.beta);
      aliveMass += density * Math.exp(-m * T);
      let left = 0;
      for (let j = 0; j < steps; j++) {
        const y = tx + ((T - tx) * (j + 0.5)) / steps;
        left += m * Math.exp(-m * y) * ((model.alpha + T) / (model.alpha + y)) ** shape;
      }
      leftMass += (density * left * (T - tx)) / steps;
      const lifetime = m * t < 1e-8 ? t : -Math.expm1(-m * t) / m;
      purchases += (density * Math.exp(-m * T) * lifetime * shape) / (model.alpha + T);
    }
  } else {
    const trials = model.kind === 'mbg-nbd' ? x + 1 : x;
    // Over the probability of leaving p, on a logit scale, where the integrand vanishes at both ends.
    for (let i = 0; i < 20 * steps; i++) {
      const logit = -40 + (80 * (i + 0.5)) / (20 * steps);
      const p = 1 / (1 + Math.exp(-logit));
      const stays = 1 / (1 + Math.exp(logit));
      const density = p ** model.a * stays ** model.b;
      aliveMass += density * stays ** trials;
      if (trials > 0) leftMass += density * p * stays ** (trials - 1) * growth;
      const made = -Math.expm1(-shape * Math.log1p((p * t) / (model.alpha + T))) / p;
      purchases += density * stays ** trials * made;
    }
  }
  return {
    alive: aliveMass / (aliveMass + leftMass),
    purchases: purchases / (aliveMass + leftMass),
  };
}

describe('covariates in Pareto/NBD', () => {
  /** Half of the customers buy at twice the rate; the other covariate is noise. */
  function twoKinds() {
    const random = seededRandom(8);
    const customers = 1200;
    const names = ['online', 'noise'];
    const values = new Float64Array(2 * customers);
    let row = 0;
    const rfm = simulate(random, {
      customers,
      longestAge: 150,
      rate: () => {
        const online = row % 2;
        values[2 * row] = online;
        values[2 * row + 1] = random.normal();
        row += 1;
        return gammaDraw(random, 1.5, 15) * (online ? 2 : 1);
      },
      leavesAtRate: () => gammaDraw(random, 0.8, 60),
    });
    return { ...rfm, covariates: { names, values } };
  }

  it('finds an effect where there is one, and none where there is none', () => {
    const rfm = twoKinds();
    const { covariates: _, ...bare } = rfm;
    const model = fitParetoNbd(rfm);
    expect(model.converged).toBe(true);
    expect(model.logLikelihood).toBeGreaterThan(fitParetoNbd(bare).logLikelihood + 10);
    const [online, noise] = model.covariates ?? [];
    if (!online?.standardErrors || !noise?.standardErrors)
      throw new Error('There should be two effects with standard errors.');
    expect(Math.abs(online.purchasing - Math.log(2))).toBeLessThan(
      3 * online.standardErrors.purchasing,
    );
    expect(online.purchasing).toBeGreaterThan(5 * online.standardErrors.purchasing);
    expect(Math.abs(noise.purchasing)).toBeLessThan(3 * noise.standardErrors.purchasing);
    expect(Math.abs(noise.leaving)).toBeLessThan(3 * noise.standardErrors.leaving);
  });

  it('expects more of customers who buy more, and requires the covariates', () => {
    const model = fitParetoNbd(twoKinds());
    const { names } = twoKinds().covariates;
    const newcomer = (online: number) => ({
      ...history(0, 0, 1),
      covariates: { names, values: Float64Array.of(online, 0) },
    });
    expect(first(expectedTransactions(model, 20, newcomer(1)))).toBeGreaterThan(
      1.5 * first(expectedTransactions(model, 20, newcomer(0))),
    );
    expect(() => expectedTransactions(model, 20, history(0, 0, 1))).toThrow(
      /covariates online, noise, but the table has none/,
    );
  });

  it('refuses a covariate that is not a number, and any with BG/NBD', () => {
    const rfm = twoKinds();
    rfm.covariates.values[3] = Number.NaN;
    expect(() => fitParetoNbd(rfm)).toThrow(/Row 1, field noise: found NaN/);
    expect(() => fitModifiedBgNbd(twoKinds())).toThrow(/BG\/NBD takes no covariates/);
  });
});
