import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrateBands, forecastSeries, seededRandom } from '../../../src/valuation/index.ts';

const months = { horizon: 6, season: 12 };

/** A level, a trend, a yearly season and noise; the season and the noise in units of the level. */
function madeUp(seed: number, count: number, { trend = 0, season = 0.3, noise = 0.05 } = {}) {
  const random = seededRandom(seed);
  const phase = random.integer(12);
  return Float64Array.from(
    { length: count },
    (_, t) =>
      100 * (1 + trend * t + season * Math.sin((2 * Math.PI * (t + phase)) / 12)) +
      100 * noise * random.normal(),
  );
}

describe('a forecast of what is plain', () => {
  it('carries a constant on, with a band of no width', () => {
    const { mean, low, high } = forecastSeries(new Float64Array(24).fill(42), months);
    expect([...mean, ...low, ...high]).toEqual(new Array(18).fill(42));
  });

  it('says nothing but zeros of zeros', () => {
    const { mean, low, high } = forecastSeries(new Float64Array(24), months);
    expect([...mean, ...low, ...high]).toEqual(new Array(18).fill(0));
  });

  it('goes on along a line', () => {
    const { mean } = forecastSeries(
      Float64Array.from({ length: 24 }, (_, t) => 100 + 5 * t),
      months,
    );
    expect(mean[0]).toBeCloseTo(220, 0);
    expect(mean[5]).toBeGreaterThan(235);
  });

  it('repeats a year, and a quarter with only six of them to see', () => {
    const year = Float64Array.from({ length: 60 }, (_, t) => 100 + 20 * (t % 12));
    const quarter = Float64Array.from({ length: 18 }, (_, t) => (t % 3 === 1 ? 60 : 10));
    forecastSeries(year, months).mean.forEach((value, h) => {
      expect(value).toBeCloseTo(100 + 20 * h, 0);
    });
    forecastSeries(quarter, months).mean.forEach((value, h) => {
      expect(value).toBeCloseTo(h % 3 === 1 ? 60 : 10, 0);
    });
  });

  it('takes one value for the next, without a band', () => {
    const one = forecastSeries(Float64Array.of(7), { horizon: 2, season: 12 });
    expect([...one.mean]).toEqual([7, 7]);
    expect([...one.low, ...one.high].every(Number.isNaN)).toBe(true);
    expect(one.method).toBe('naive');
  });
});

describe('published figures', () => {
  // Hyndman and Athanasopoulos, "Forecasting: principles and practice" (2nd ed.), section 7.1.
  const oil = Float64Array.of(
    ...[445.36, 453.2, 454.41, 422.38, 456.04, 440.39, 425.19, 486.21, 500.43],
    ...[521.28, 508.95, 488.89, 509.87, 456.72, 473.82, 525.95, 549.83, 542.34],
  );

  it('come out for simple exponential smoothing of oil production', () => {
    const { mean } = forecastSeries(oil, { horizon: 3, season: 1, method: 'ets' });
    // 542.68 for the simple form alone; forms with a trend count a little here.
    expect(Math.abs(mean[0]! - 542.68)).toBeLessThan(4);
  });

  it('come out for the naive methods', () => {
    const naive = forecastSeries(oil, { horizon: 2, season: 1, method: 'naive' });
    expect([...naive.mean]).toEqual([542.34, 542.34]);
    const seasonal = forecastSeries(oil, { horizon: 3, season: 4, method: 'seasonal-naive' });
    seasonal.mean.forEach((value, h) => {
      expect(value).toBeCloseTo(oil[14 + h]!, 9);
    });
  });
});

describe('the theta method', () => {
  it('is the mean of the line through the series and its doubled curvature smoothed', () => {
    // Assimakopoulos and Nikolopoulos (2000): equal weights of the lines θ = 0 and θ = 2.
    const values = madeUp(3, 30, { trend: 0.02, season: 0, noise: 0.1 });
    const { mean } = forecastSeries(values, { horizon: 4, season: 1, method: 'theta' });
    const n = values.length;
    const at = (n - 1) / 2;
    const average = values.reduce((sum, value) => sum + value, 0) / n;
    let slope = 0;
    let steps = 0;
    values.forEach((value, t) => {
      slope += (t - at) * (value - average);
      steps += (t - at) ** 2;
    });
    slope /= steps;
    const line = (t: number) => average + slope * (t - at);
    // Which smoothing parameter and first level were fitted is not told; the drift between steps is half the slope.
    for (let h = 1; h < 4; h++) expect(mean[h]! - mean[h - 1]!).toBeCloseTo(slope / 2, 9);
    const smoothedAt = (alpha: number) => {
      let level = 2 * values[0]! - line(0);
      values.forEach((value, t) => {
        level += alpha * (2 * value - line(t) - level);
      });
      return (level + line(n)) / 2;
    };
    const all = Array.from({ length: 99 }, (_, i) => smoothedAt((i + 1) / 100));
    expect(mean[0]).toBeGreaterThan(Math.min(...all) - 2);
    expect(mean[0]).toBeLessThan(Math.max(...all) + 2);
  });
});

describe('what a forecast holds to', () => {
  const anything = fc.double({ noNaN: true, noDefaultInfinity: true });
  const few = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(Number.NaN));
  const series = fc
    .oneof(
      fc.array(anything, { minLength: 3, maxLength: 30 }),
      fc.array(few, { minLength: 8, maxLength: 30 }),
    )
    .filter((values) => values.filter((value) => !Number.isNaN(value)).length >= 3);

  it('is finite and in its band, whatever the series', () => {
    fc.assert(
      fc.property(series, fc.constantFrom(1, 4, 12), (values, season) => {
        const { mean, low, high } = forecastSeries(Float64Array.from(values), {
          horizon: 6,
          season,
        });
        mean.forEach((value, h) => {
          expect(Number.isFinite(value)).toBe(true);
          expect(low[h]!).toBeLessThanOrEqual(value);
          expect(high[h]!).toBeGreaterThanOrEqual(value);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('is in the unit of the series', () => {
    const values = madeUp(5, 36);
    const once = forecastSeries(values, months);
    for (const factor of [2 ** -400, 2 ** 400]) {
      const scaled = forecastSeries(
        values.map((value) => value * factor),
        months,
      );
      scaled.mean.forEach((value, h) => {
        expect(value / factor).toBeCloseTo(once.mean[h]!, 6);
        expect(scaled.high[h]! / factor).toBeCloseTo(once.high[h]!, 6);
      });
    }
  });

  it('is the same each time, and that of the method it names', () => {
    const values = madeUp(6, 40);
    const auto = forecastSeries(values, months);
    expect(forecastSeries(values, months)).toEqual(auto);
    expect(forecastSeries(values, { ...months, method: auto.method })).toEqual(auto);
  });

  it('has a wider band the surer it must be, and the further ahead', () => {
    const values = madeUp(8, 40, { season: 0, noise: 0.2 });
    const [half, most] = [0.5, 0.95].map((level) => forecastSeries(values, { ...months, level }));
    half!.high.forEach((high, h) => {
      expect(high).toBeLessThan(most!.high[h]!);
    });
    expect(most!.high[5]! - most!.low[5]!).toBeGreaterThan(most!.high[0]! - most!.low[0]!);
  });

  it('ends where no value can be lower', () => {
    const counts = Float64Array.of(0, 0, 1, 0, 3, 0, 0, 0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0);
    const { mean, low } = forecastSeries(counts, { ...months, lowest: 0 });
    expect(Math.min(...low, ...mean)).toBeGreaterThanOrEqual(0);
    expect(mean[0]).toBeLessThan(1.5);
    expect(Math.min(...forecastSeries(counts, months).low)).toBeLessThan(0);
  });

  it('passes over what is missing', () => {
    const whole = madeUp(9, 48);
    const gaps = whole.map((value, t) => (t < 3 || t % 7 === 0 ? Number.NaN : value));
    const { mean } = forecastSeries(gaps, months);
    forecastSeries(whole, months).mean.forEach((value, h) => {
      expect(Math.abs(mean[h]! - value)).toBeLessThan(15);
    });
  });

  it('begins after the end of the series, though its last value is missing', () => {
    const quarter = Float64Array.from({ length: 24 }, (_, t) => (t % 3 === 1 ? 60 : 10));
    quarter[23] = Number.NaN;
    const { mean } = forecastSeries(quarter, months);
    expect(mean[1]).toBeGreaterThan(50);
    expect(mean[0]).toBeLessThan(20);
  });

  it('takes a huge series in its stride', () => {
    const { mean } = forecastSeries(madeUp(10, 100_000), months);
    expect(mean.every((value) => value > 40 && value < 160)).toBe(true);
  });
});

describe('what cannot be forecast', () => {
  const twelve = madeUp(1, 12);

  it.each([
    ['no value', () => forecastSeries(new Float64Array(0), months), 'no value'],
    ['all missing', () => forecastSeries(new Float64Array(5).fill(Number.NaN), months), 'no value'],
    ['infinite', () => forecastSeries(Float64Array.of(1, Number.POSITIVE_INFINITY), months), 'NaN'],
    ['horizon', () => forecastSeries(twelve, { ...months, horizon: 0 }), 'horizon'],
    ['season', () => forecastSeries(twelve, { ...months, season: 1.5 }), 'season'],
    ['level', () => forecastSeries(twelve, { ...months, level: 1 }), 'level'],
    [
      'too short for a season',
      () => forecastSeries(twelve.subarray(0, 8), { ...months, method: 'seasonal-naive' }),
      'too few',
    ],
    [
      'too short for smoothing',
      () => forecastSeries(twelve.subarray(0, 3), { ...months, method: 'ets' }),
      'too few',
    ],
  ])('is refused: %s', (_, ask, says) => {
    expect(ask).toThrow(RangeError);
    expect(ask).toThrow(says);
  });
});

describe('how well it forecasts', () => {
  const held = Array.from({ length: 150 }, (_, i) => {
    const random = seededRandom(1000 + i);
    const whole = madeUp(i, 54, {
      trend: 0.01 * random.normal(),
      season: 0.3 * random.next(),
      noise: 0.02 + 0.1 * random.next(),
    });
    return { seen: whole.subarray(0, 48), next: whole.subarray(48) };
  });
  const forecasts = held.map(({ seen }) => forecastSeries(seen, months));
  const errorOf = (mean: Float64Array, next: Float64Array) =>
    mean.reduce((sum, value, h) => sum + Math.abs(value - next[h]!), 0);

  it('beats a season ago on most series', () => {
    const beaten = held.filter(({ seen, next }, i) => {
      const plain = forecastSeries(seen, { ...months, method: 'seasonal-naive' });
      return errorOf(forecasts[i]!.mean, next) < errorOf(plain.mean, next);
    });
    expect(beaten.length / held.length).toBeGreaterThan(0.7);
  });

  it('holds about as many values in its bands as it says', () => {
    const inside = held.map(
      ({ next }, i) =>
        next.filter((value, h) => value >= forecasts[i]!.low[h]! && value <= forecasts[i]!.high[h]!)
          .length,
    );
    const coverage = inside.reduce((sum, count) => sum + count, 0) / (6 * held.length);
    expect(coverage).toBeGreaterThan(0.86);
    expect(coverage).toBeLessThan(0.97);
  });

  it('learns from a pool by how much bands must be wider', () => {
    // Nothing moves for long, and then something does: what a series showed so far says little of it.
    const jumpy = (seed: number) => {
      const random = seededRandom(seed);
      let level = 1000;
      return Float64Array.from({ length: 24 }, () => {
        if (random.next() < 0.12) level *= Math.exp(0.6 * random.normal());
        return level + random.normal();
      });
    };
    const pool = Array.from({ length: 80 }, (_, i) => jumpy(i));
    const others = Array.from({ length: 80 }, (_, i) => jumpy(500 + i));
    const bandScale = calibrateBands(pool, months);
    const covered = (scale: number) => {
      const inside = others.map((values) => {
        const { low, high } = forecastSeries(values.subarray(0, 18), {
          ...months,
          bandScale: scale,
        });
        return values.subarray(18).filter((v, h) => v >= low[h]! && v <= high[h]!).length;
      });
      return inside.reduce((sum, count) => sum + count, 0) / (6 * others.length);
    };
    expect(Math.abs(covered(bandScale) - 0.9)).toBeLessThan(0.06);
    expect(bandScale).not.toBe(1);
    expect(calibrateBands(pool.slice(0, 5), months)).toBe(1);
  });
});
