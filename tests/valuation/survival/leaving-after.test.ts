import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leavingAfter } from '../../../src/valuation/index.ts';

describe('leaving after another left', () => {
  it('is set against the rate of those whom nothing happened to', () => {
    const { share, usual, than } = leavingAfter(
      { followed: { of: 100, left: 30 }, undisturbed: { months: 6000, left: 60 } },
      6,
    );
    expect(share).toBe(0.3);
    // A constant rate of 0.01 a month, over six months.
    expect(usual).toBeCloseTo(1 - Math.exp(-0.06), 12);
    expect(than).toBe('more');
  });

  it('is no different where chance alone makes such a share', () => {
    const of = (left: number) =>
      leavingAfter({ followed: { of: 50, left }, undisturbed: { months: 6000, left: 60 } }, 6).than;
    // Wilson's interval with continuity corrected: 5 of 50 lies between 0.037 and 0.226, 8 of 50 between 0.076 and 0.297.
    expect(of(5)).toBe('alike');
    expect(of(8)).toBe('more');
    expect(of(0)).toBe('alike');
    expect(
      leavingAfter({ followed: { of: 500, left: 2 }, undisturbed: { months: 6000, left: 60 } }, 6)
        .than,
    ).toBe('less');
  });

  it('is a share whatever the counts, and larger where more left', () => {
    const counts = fc.record({
      of: fc.integer({ min: 1, max: 5000 }),
      months: fc.double({ min: 0.1, max: 1e6, noNaN: true }),
      left: fc.integer({ min: 0, max: 10_000 }),
    });
    fc.assert(
      fc.property(counts, fc.nat(5000), ({ of, months, left }, most) => {
        const some = Math.min(most, of - 1);
        const at = (events: number) =>
          leavingAfter({ followed: { of, left: events }, undisturbed: { months, left } }, 6);
        expect(at(some).usual).toBeGreaterThanOrEqual(0);
        expect(at(some).usual).toBeLessThanOrEqual(1);
        const order = ['less', 'alike', 'more'];
        expect(order.indexOf(at(some + 1).than)).toBeGreaterThanOrEqual(
          order.indexOf(at(some).than),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('refuses to compare nobody with somebody', () => {
    expect(() =>
      leavingAfter({ followed: { of: 0, left: 0 }, undisturbed: { months: 5, left: 0 } }, 6),
    ).toThrow(/0 and 5 months/);
    expect(() =>
      leavingAfter({ followed: { of: 5, left: 0 }, undisturbed: { months: 0, left: 0 } }, 6),
    ).toThrow(RangeError);
  });
});
