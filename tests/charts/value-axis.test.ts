import fc from 'fast-check';
import { scale } from 'vega';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ticksBetween } from '../../src/charts/value-axis.ts';

const numbers = z.array(z.number());

test('ticks are those of d3-scale', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e9, max: 0, noNaN: true }),
      fc.double({ min: 1e-4, max: 1e9, noNaN: true }),
      fc.integer({ min: 2, max: 6 }),
      (low, span, count) => {
        const high = low + span;
        fc.pre(high > low);
        const theirs = numbers.parse(scale('linear')().domain([low, high]).ticks(count));
        const ours = ticksBetween(low, high, count);
        // Far from nought, where neighbours differ by less than a double tells, either may have one more.
        fc.pre(span > Math.abs(low) * 1e-9);
        expect(ours.length).toBe(theirs.length);
        ours.forEach((tick, i) => {
          expect(tick).toBeCloseTo(theirs[i] ?? Number.NaN, 6);
        });
      },
    ),
  );
});
