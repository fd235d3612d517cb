import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Departure,
  hazardsOf,
  monthlyChurn,
  riskPersistence,
  seededRandom,
  survivalOf,
} from '../../../src/valuation/index.ts';

const reversion = { horizonMonths: 3, longRun: 0.03, persistence: 0.6 };
/** A customer with a churn probability within three months. */
const at = (probability: number, changes: Partial<Departure> = {}): Departure => ({
  monthlyChurn: monthlyChurn(Float64Array.of(probability), 3),
  reversion,
  ...changes,
});

describe('monthlyChurn', () => {
  it('turns a churn probability within a horizon into a monthly one', () => {
    const [month = 0, never, surely] = monthlyChurn(Float64Array.of(0.2, 0, 1), 6);
    expect(1 - (1 - month) ** 6).toBeCloseTo(0.2, 12);
    expect([never, surely]).toEqual([0, 1]);
  });

  it('refuses what is not a probability, naming the row', () => {
    expect(() => monthlyChurn(Float64Array.of(0.1, 1.2), 6)).toThrow(
      /Row 1, field probability: found 1.2/,
    );
  });
});

describe('survivalOf', () => {
  it('reproduces the churn probability within its horizon', () => {
    for (const p of [0, 0.04, 0.81, 1]) expect(survivalOf(at(p), 0, 36)[3]).toBeCloseTo(1 - p, 12);
  });

  it('reduces the excess by the persistence from one horizon to the next', () => {
    const survival = survivalOf(at(0.83), 0, 36);
    // 0.03 + 0.8·0.6ᵏ
    expect(1 - survival[6]! / survival[3]!).toBeCloseTo(0.51, 12);
    expect(1 - survival[9]! / survival[6]!).toBeCloseTo(0.318, 12);
    expect(1 - survival[36]! / survival[33]!).toBeCloseTo(0.03 + 0.8 * 0.6 ** 11, 12);
  });

  it('raises a customer who is safe now to the bank’s average', () => {
    const hazards = hazardsOf(at(0.001), 0, 36);
    expect(hazards.every((hazard, t) => t === 0 || hazard >= hazards[t - 1]! - 1e-15)).toBe(true);
    expect(hazards[35]).toBeCloseTo(monthlyChurn(Float64Array.of(0.03), 3)[0]!, 3);
  });

  it('is constant with a persistence of 1, and the bank’s after the first horizon with one of 0', () => {
    const lasting = hazardsOf(at(0.5, { reversion: { ...reversion, persistence: 1 } }), 0, 36);
    const constant = hazardsOf({ monthlyChurn: at(0.5).monthlyChurn }, 0, 36);
    lasting.forEach((hazard, t) => {
      expect(hazard).toBeCloseTo(constant[t]!, 12);
    });
    const passing = hazardsOf(at(0.5, { reversion: { ...reversion, persistence: 0 } }), 0, 6);
    expect(passing[3]).toBeCloseTo(monthlyChurn(Float64Array.of(0.03), 3)[0]!, 12);
  });

  it('lets the hazard fall with tenure as in the model of lifetimes', () => {
    const departure = {
      monthlyChurn: Float64Array.of(0.02),
      tenureMonths: Float64Array.of(6),
      lifetimes: { alpha: 0.7, beta: 20 },
    };
    const survival = survivalOf(departure, 0, 36);
    const constant = survivalOf({ monthlyChurn: Float64Array.of(0.02) }, 0, 36);
    expect(survival[1]).toBe(constant[1]);
    expect(survival[36]).toBeGreaterThan(constant[36]!);
  });

  it('never rises with time or with risk, for any bank', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const banks = fc.record({
      horizonMonths: fc.integer({ min: 1, max: 14 }),
      longRun: share,
      persistence: share,
    });
    const lifetimes = { alpha: 0.7, beta: 20 };
    fc.assert(
      fc.property(banks, share, share, fc.boolean(), (bank, one, other, falling) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const curves = [low, high].map((p) =>
          survivalOf(
            {
              monthlyChurn: monthlyChurn(Float64Array.of(p), bank.horizonMonths),
              reversion: bank,
              ...(falling ? { tenureMonths: Float64Array.of(4), lifetimes } : {}),
            },
            0,
            36,
          ),
        );
        const [safe, risky] = curves;
        return (
          curves.every((curve) =>
            curve.every((stays, t) => stays >= 0 && stays <= (t ? curve[t - 1]! : 1)),
          ) && risky!.every((stays, t) => stays <= safe![t]! + 1e-12)
        );
      }),
    );
  });

  it('refuses what is out of range, naming it', () => {
    expect(() => survivalOf({ monthlyChurn: Float64Array.of(1.5) }, 0, 3)).toThrow(
      /Row 0, field monthlyChurn: found 1.5/,
    );
    expect(() =>
      survivalOf(at(0.1, { reversion: { ...reversion, horizonMonths: 0 } }), 0, 3),
    ).toThrow(/churn horizon is 0 months/);
    expect(() =>
      survivalOf(at(0.1, { reversion: { ...reversion, persistence: 1.1 } }), 0, 3),
    ).toThrow(/persistence 1.1/);
  });
});

describe('riskPersistence', () => {
  /** Probabilities on five dates, the newest first; from each to the next a share of the excess remains. */
  function dates(share: number, customers = 2000): Float64Array[] {
    const random = seededRandom(4);
    let now = Float64Array.from({ length: customers }, () => 0.2 * random.next());
    const found = [now];
    for (let date = 1; date < 5; date++) {
      now = now.map((p) => 0.1 + share * (p - 0.1) + 0.02 * (random.next() - 0.5));
      found.unshift(now);
    }
    return found;
  }

  it('measures how much of the excess remains', () => {
    for (const share of [0.2, 0.6, 0.9]) {
      const found = riskPersistence(dates(share), 0.1);
      expect(found.persistence).toBeCloseTo(share, 1.7);
      // Ten pairs of five dates.
      expect(found.measuredOn).toBe(20_000);
    }
  });

  it('leaves out customers who are not known on both dates', () => {
    const seen = dates(0.6);
    const gone = seen.map((date, i) => date.map((p, row) => (row % 5 === i ? Number.NaN : p)));
    const found = riskPersistence(gone, 0.1);
    expect(found.persistence).toBeCloseTo(0.6, 1.3);
    expect(found.measuredOn).toBe(12_000);
  });

  it('stays between 0 and 1', () => {
    const one = Float64Array.from({ length: 200 }, (_, row) => (row % 2 ? 0.2 : 0));
    expect(riskPersistence([one.map((p) => 0.2 - p), one], 0.1).persistence).toBe(0);
    expect(riskPersistence([one.map((p) => (p > 0.1 ? 0.5 : 0)), one], 0.1).persistence).toBe(1);
  });

  it('assumes one half, and says so, where there is too little to measure', () => {
    const assumed = { persistence: 0.5, measuredOn: 0 };
    expect(riskPersistence([], 0.1)).toEqual(assumed);
    expect(riskPersistence([Float64Array.of(0.1, 0.2)], 0.1)).toEqual(assumed);
    expect(riskPersistence(dates(0.6, 9), 0.1)).toEqual(assumed);
    const same = new Float64Array(500).fill(0.1);
    expect(riskPersistence([same, same], 0.1)).toEqual(assumed);
  });
});
