import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/valuation/numeric/random.ts';

describe('seededRandom', () => {
  it('gives the same stream for the same seed and another for another', () => {
    const draw = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7)).not.toEqual(draw(7 + 2 ** 32));
  });

  it('is uniform on [0, 1) in mean, variance and deciles', () => {
    const random = seededRandom(1);
    const n = 200_000;
    const tenths = new Float64Array(10);
    let sum = 0;
    let squares = 0;
    let lowest = 1;
    let highest = 0;
    for (let i = 0; i < n; i++) {
      const u = random.next();
      lowest = Math.min(lowest, u);
      highest = Math.max(highest, u);
      sum += u;
      squares += u * u;
      tenths[Math.floor(u * 10)]! += 1;
    }
    expect(lowest).toBeGreaterThanOrEqual(0);
    expect(highest).toBeLessThan(1);
    expect(sum / n).toBeCloseTo(0.5, 2);
    expect(squares / n - (sum / n) ** 2).toBeCloseTo(1 / 12, 2);
    const chiSquare = tenths.reduce((total, count) => total + (count - n / 10) ** 2 / (n / 10), 0);
    expect(chiSquare).toBeLessThan(27.9); // 9 degrees of freedom, 0.1 %
  });

  it('draws normals with mean 0, variance 1 and 5 % beyond 1.96', () => {
    const random = seededRandom(2);
    const n = 200_000;
    let sum = 0;
    let squares = 0;
    let beyond = 0;
    for (let i = 0; i < n; i++) {
      const z = random.normal();
      sum += z;
      squares += z * z;
      if (Math.abs(z) > 1.959964) beyond += 1;
    }
    expect(Math.abs(sum / n)).toBeLessThan(0.01);
    expect(squares / n).toBeCloseTo(1, 1);
    expect(beyond / n).toBeCloseTo(0.05, 2);
  });

  it('shuffles in place, keeping every item', () => {
    const items = Int32Array.from({ length: 100 }, (_, i) => i);
    const shuffled = seededRandom(3).shuffle(items);
    expect(shuffled).toBe(items);
    expect([...shuffled]).not.toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect([...shuffled].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('refuses an invalid seed or bound', () => {
    expect(() => seededRandom(Number.NaN)).toThrow(/finite/);
    expect(() => seededRandom(1).integer(0)).toThrow(/whole number/);
  });
});
