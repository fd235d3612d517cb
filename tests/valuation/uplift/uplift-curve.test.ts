import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  profitableShare,
  qiniPoints,
  type RankedCampaign,
  seededRandom,
  upliftCurve,
} from '../../../src/valuation/index.ts';

/** The generator that the reference figures were computed with, so that they can be computed again anywhere. */
function* congruential(seed: number): Generator<number, never> {
  let state = BigInt(seed);
  for (;;) {
    state = (state * 1103515245n + 12345n) % 2147483648n;
    yield Number(state) / 2147483648;
  }
}

function campaignOf(rows: number, seed: number, ties: boolean): RankedCampaign {
  const drawn = congruential(seed);
  const next = () => drawn.next().value;
  const score = new Float64Array(rows);
  const treated = new Uint8Array(rows);
  const outcome = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const [a, b, c, d] = [next(), next(), next(), next()];
    treated[row] = b < 0.7 ? 1 : 0;
    const raw = 0.6 * a + 0.4 * d;
    score[row] = ties ? Math.floor(raw * 10) / 10 : raw;
    outcome[row] = c < 0.3 + (0.3 * a - 0.1) * treated[row]! ? 1 : 0;
  }
  return { score, treated, outcome };
}

const inverted = ({ score, ...rest }: RankedCampaign): RankedCampaign => ({
  ...rest,
  score: score.map((each) => -each),
});

/** Treated with the outcome first, held-out with it last. */
const perfect = ({ treated, outcome }: RankedCampaign): RankedCampaign => ({
  treated,
  outcome,
  score: Float64Array.from(treated, (group, row) => outcome[row]! * (2 * group - 1)),
});

describe('an uplift curve', () => {
  // Computed by the functions qini_auc_score, uplift_auc_score and uplift_at_k of scikit-uplift 0.5.1.
  it.each([
    {
      rows: 400,
      seed: 1,
      ties: false,
      qini: 0.06949315461627184,
      auuc: 0.07092360088532083,
      at30: 0.031135531135531136,
      at50: 0.13846153846153847,
      invertedQini: -0.09023431539714372,
      invertedAuuc: -0.08347174061667037,
      worst: -0.4340532161329953,
      perfectAuuc: 0.7223191977273506,
    },
    {
      rows: 400,
      seed: 1,
      ties: true,
      qini: 0.057892372947816705,
      auuc: 0.05922269916184497,
      at30: undefined,
      at50: undefined,
      invertedQini: -0.07798311460642898,
      invertedAuuc: -0.07289607948083823,
      worst: -0.4340532161329953,
      perfectAuuc: 0.7223191977273506,
    },
    {
      rows: 37,
      seed: 5,
      ties: false,
      qini: -0.015873015873015844,
      auuc: -0.029800877297210867,
      at30: -0.04166666666666663,
      at50: -0.2666666666666666,
      invertedQini: 0.17131123496626574,
      invertedAuuc: 0.1590513227914251,
      worst: -0.24093086926762491,
      perfectAuuc: 0.8995605775266792,
    },
    {
      rows: 1000,
      seed: 9,
      ties: true,
      qini: 0.06079555306672638,
      auuc: 0.06146278286672563,
      at30: undefined,
      at50: undefined,
      invertedQini: -0.06011448554561129,
      invertedAuuc: -0.06227879411402676,
      worst: -0.36000735767497466,
      perfectAuuc: 0.8019535197036038,
    },
  ])('of $rows customers, seed $seed, is as scikit-uplift has it', (known) => {
    const campaign = campaignOf(known.rows, known.seed, known.ties);
    const curve = upliftCurve(campaign);
    expect(curve.qini).toBeCloseTo(known.qini, 12);
    expect(curve.auuc).toBeCloseTo(known.auuc, 12);
    if (known.at30 !== undefined) expect(curve.upliftAt(0.3)).toBeCloseTo(known.at30, 12);
    if (known.at50 !== undefined) expect(curve.upliftAt(0.5)).toBeCloseTo(known.at50, 12);
    const other = upliftCurve(inverted(campaign));
    expect(other.qini).toBeCloseTo(known.invertedQini, 12);
    expect(other.auuc).toBeCloseTo(known.invertedAuuc, 12);
    const best = upliftCurve(perfect(campaign));
    expect(best.qini).toBeCloseTo(1, 12);
    expect(best.auuc).toBeCloseTo(known.perfectAuuc, 12);
    expect(upliftCurve(inverted(perfect(campaign))).qini).toBeCloseTo(known.worst, 12);
  });

  it.each([
    { outcome: [0, 1], treated: [1, 0], qini: 1, auuc: 0 },
    { outcome: [1, 0], treated: [0, 1], qini: 1, auuc: 1 },
  ])('agrees with the test values that scikit-uplift publishes: $outcome, $treated', (known) => {
    const { qini, auuc } = upliftCurve({
      score: Float64Array.of(0.1, 0.3),
      treated: Uint8Array.from(known.treated),
      outcome: known.outcome,
    });
    expect(qini).toBeCloseTo(known.qini, 12);
    expect(auuc).toBeCloseTo(known.auuc, 12);
  });

  it('is flat where everybody has the same score, and about so in random order', () => {
    const campaign = campaignOf(1000, 9, false);
    const same = upliftCurve({ ...campaign, score: new Float64Array(1000) });
    expect(same.qini).toBe(0);
    expect(same.auuc).toBe(0);
    const random = seededRandom(3);
    let sum = 0;
    for (let i = 0; i < 200; i++) {
      sum += upliftCurve({ ...campaign, score: campaign.score.map(() => random.next()) }).qini;
    }
    expect(Math.abs(sum / 200)).toBeLessThan(0.01);
  });

  it('does not depend on the order of the rows, ties included', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 4, max: 60 }),
        (seed, rows) => {
          const campaign = campaignOf(rows, seed, true);
          const groups = new Set(campaign.treated);
          fc.pre(groups.size === 2 && new Set(Array.from(campaign.outcome)).size === 2);
          const order = seededRandom(seed).shuffle(
            Uint32Array.from(campaign.score, (_, row) => row),
          );
          const { score, treated, outcome } = campaign;
          const shuffled = {
            score: Float64Array.from(order, (row) => score[row]!),
            treated: Uint8Array.from(order, (row) => treated[row]!),
            outcome: Uint8Array.from(order, (row) => outcome[row]!),
          };
          const one = upliftCurve(campaign);
          const other = upliftCurve(shuffled);
          for (const [here, there] of [
            [one.qini, other.qini],
            [one.auuc, other.auuc],
            [one.upliftAt(0.35), other.upliftAt(0.35)],
          ] as const)
            if (Number.isNaN(here)) expect(there).toBeNaN();
            else expect(there).toBeCloseTo(here, 9);
          // Of a few customers, mostly held out, another ranking than scikit-uplift's best can be better.
          const ofTreated = treated.reduce((sum, each) => sum + each, 0);
          if (2 * ofTreated >= rows) expect(one.qini).toBeLessThanOrEqual(1 + 1e-9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives the whole difference of the groups at a share of 1, and none where a group is missing', () => {
    const curve = upliftCurve({
      score: Float64Array.of(4, 3, 2, 1),
      treated: Uint8Array.of(1, 1, 0, 0),
      outcome: [1, 0, 0, 0],
    });
    expect(curve.upliftAt(1)).toBe(0.5);
    expect(curve.upliftAt(0.5)).toBeNaN();
    expect(curve.upliftAt(0.1)).toBeNaN();
    expect(() => curve.upliftAt(0)).toThrow(/above 0 and at most 1/);
    expect(() => curve.upliftAt(1.2)).toThrow(RangeError);
  });

  it('counts 0.29 of 100 customers as 29', () => {
    const rows = 100;
    const curve = upliftCurve({
      score: Float64Array.from({ length: rows }, (_, row) => -row),
      treated: Uint8Array.from({ length: rows }, (_, row) => row % 2),
      outcome: Uint8Array.from({ length: rows }, (_, row) => (row === 28 ? 0 : 1)),
    });
    expect(curve.upliftAt(0.29)).toBeCloseTo(1 - 14 / 15, 12);
  });

  it.each([
    ['one customer', [1], [1], [1], /two customers or more/],
    ['lengths that differ', [1, 2], [1], [1, 0], /got 2, 1 and 2/],
    ['a missing score', [1, Number.NaN], [1, 0], [1, 0], /score of row 1 is missing/],
    ['a group that is neither', [1, 2], [1, 2], [1, 0], /group of row 1 is 2/],
    ['a missing outcome', [1, 2], [1, 0], [1, Number.NaN], /outcome of row 1 is NaN/],
    ['nobody held out', [1, 2], [1, 1], [1, 0], /All 2 customers are treated/],
    ['nobody treated', [1, 2], [0, 0], [1, 0], /All 2 customers are held out/],
    ['one outcome', [1, 2], [1, 0], [0, 0], /All 2 outcomes are 0/],
  ])('refuses %s', (_, score, treated, outcome, says) => {
    expect(() =>
      upliftCurve({
        score: Float64Array.from(score),
        treated: Uint8Array.from(treated),
        outcome,
      }),
    ).toThrow(says);
  });

  it('has points that end with what the treated have more than at the held-out share', () => {
    const { customers, height } = qiniPoints({
      score: Float64Array.of(3, 3, 2, 1),
      treated: Uint8Array.of(1, 0, 1, 0),
      outcome: [1, 0, 1, 1],
    });
    expect([...customers]).toEqual([0, 2, 3, 4]);
    expect([...height]).toEqual([0, 1, 2, 1]);
  });
});

describe('the most profitable share', () => {
  /** The first half is moved by the campaign, the second is not. */
  const half: RankedCampaign = {
    score: Float64Array.from({ length: 400 }, (_, row) => -Math.floor(row / 4)),
    treated: Uint8Array.from({ length: 400 }, (_, row) => (row % 4 < 2 ? 1 : 0)),
    outcome: Uint8Array.from({ length: 400 }, (_, row) =>
      row < 200 ? (row % 4 < 2 ? 1 : 0) : row % 2,
    ),
  };

  it('ends where contacts gain nothing any more', () => {
    const { best, curve } = profitableShare(half, { contact: 10, gained: 100 });
    expect(best.share).toBe(0.5);
    expect(best.profit).toBeCloseTo(0.5 * 100 - 0.5 * 10, 9);
    expect(curve).toHaveLength(101);
    expect(curve.at(-1)?.profit).toBeCloseTo(0.5 * 100 - 10, 9);
  });

  it('is nobody where no contact pays', () => {
    expect(profitableShare(half, { contact: 200, gained: 100 }).best).toEqual({
      share: 0,
      profit: 0,
    });
  });

  it('refuses a value of nothing', () => {
    expect(() => profitableShare(half, { contact: 1, gained: 0 })).toThrow(/value above 0/);
  });
});
