import { describe, expect, it } from 'vitest';
import {
  churnDrift,
  driftWarnings,
  featureDrift,
  realisedOf,
} from '../../../src/scoring/churn/drift.ts';
import type { Dataset } from '../../../src/valuation/index.ts';
import earlier from './earlier-cards.json' with { type: 'json' };

const table = (columns: Record<string, (row: number) => number>, rows = 1000): Dataset => ({
  columns: Object.entries(columns).map(([name, value]) => ({
    name,
    kind: 'number',
    values: new Float64Array(rows).map((_, row) => value(row)),
  })),
  rows,
});
const still = { name: 'churn probability', index: 0, verdict: 'stable' } as const;

describe('drift', () => {
  it('names the feature that has moved, and warns of it alone', () => {
    const then = table({ balance: (row) => row, products: (row) => row % 4 });
    const now = table({ balance: (row) => row + 600, products: (row) => (row + 1) % 4 });
    const features = featureDrift(then, now);
    expect(features.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['balance', 'moved'],
      ['products', 'stable'],
    ]);
    const since = '2026-03-31';
    const { warnings } = churnDrift({ since, features, score: still, realised: null });
    expect(warnings).toEqual([
      {
        about: 'balance',
        code: 'drift.feature',
        figures: { feature: 'balance', since, index: features[0]?.index },
      },
    ]);
  });

  it('takes a history that has grown long enough for no drift', () => {
    const then = table({ balance_change_12m: () => Number.NaN, balance: (row) => row });
    const now = table({ balance_change_12m: (row) => row / 1000, balance: (row) => row });
    expect(featureDrift(then, now).map(({ name }) => name)).toEqual(['balance']);
  });

  it('warns where more left than was said, and not where chance explains it', () => {
    const said = new Float64Array(2000).fill(0.05);
    const warningsOf = (leavers: number) => {
      const labels = Uint8Array.from(said, (_, row) => (row < leavers ? 1 : 0));
      const realised = realisedOf('2026-03-31', 'run', labels, said);
      return churnDrift({ since: '2026-03-31', features: [], score: still, realised });
    };
    expect(warningsOf(110).warnings).toEqual([]);
    expect(warningsOf(200).warnings).toEqual([
      {
        about: 'realised',
        code: 'drift.realised',
        figures: {
          customers: 2000,
          asOf: '2026-03-31',
          predicted: expect.closeTo(0.05),
          realised: 0.1,
        },
      },
    ]);
  });

  it('is read back from a stored card, and is not measured on one without', () => {
    const since = '2026-03-31';
    const drift = churnDrift({
      since,
      features: [],
      score: { ...still, index: 0.4, verdict: 'moved' },
      realised: null,
    });
    expect(driftWarnings(JSON.parse(JSON.stringify({ drift })))).toEqual([
      { about: 'score', code: 'drift.score', figures: { since, index: 0.4 } },
    ]);
    expect(driftWarnings(earlier.drifted)?.map(({ about }) => about)).toContain('balance');
    expect(driftWarnings({ drift: null })).toBeUndefined();
    expect(driftWarnings(undefined)).toBeUndefined();
  });
});
