import type { Random, Rfm } from '../../../src/valuation/index.ts';

/** A gamma variable of the given shape and rate (Marsaglia and Tsang 2000). */
export function gammaDraw(random: Random, shape: number, rate: number): number {
  if (shape < 1) {
    return gammaDraw(random, shape + 1, rate) * (1 - random.next()) ** (1 / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = random.normal();
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * z * z + d - d * v + d * Math.log(v)) {
      return (d * v) / rate;
    }
  }
}

/** How to simulate a bank; functions are called once for each customer. */
export type SimulatedBank = {
  customers: number;
  /** Ages are uniform between 0.3 times this and this, in whole units. */
  longestAge: number;
  /** Purchases per unit of time. */
  rate: () => number;
  /** Probability of leaving after each purchase. */
  leavesAfterPurchase?: () => number;
  /** Hazard of leaving per unit of time. */
  leavesAtRate?: () => number;
};

/** Customers that follow the models' assumptions, with times rounded to whole units as a bank's days are. */
export function simulate(random: Random, bank: SimulatedBank): Rfm {
  const rfm = {
    x: new Float64Array(bank.customers),
    tx: new Float64Array(bank.customers),
    T: new Float64Array(bank.customers),
  };
  const waits = (rate: number) => -Math.log(1 - random.next()) / rate;
  for (let row = 0; row < bank.customers; row++) {
    const rate = bank.rate();
    const leaves = bank.leavesAfterPurchase?.() ?? 0;
    const hazard = bank.leavesAtRate?.() ?? 0;
    const age = Math.round(bank.longestAge * (0.3 + 0.7 * random.next()));
    const end = Math.min(age, hazard > 0 ? waits(hazard) : Number.POSITIVE_INFINITY);
    let count = 0;
    let last = 0;
    for (let time = waits(rate); time <= end; time += waits(rate)) {
      count += 1;
      last = time;
      if (random.next() < leaves) break;
    }
    rfm.x[row] = count;
    rfm.tx[row] = Math.min(age, Math.round(last));
    rfm.T[row] = age;
  }
  return rfm;
}
