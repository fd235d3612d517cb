import { describe, expect, it } from 'vitest';
import { groupsApart } from '../../src/conversation/small-groups.ts';
import { toldModelCard } from '../../src/conversation/told-model-card.ts';

const apart = (sizes: number[]) => groupsApart(sizes, (size) => size);

describe('groups that are a whole', () => {
  it.each([
    [[40, 30], { told: [40, 30], few: [] }],
    [[40, 3, 30], { told: [40], few: [3, 30] }],
    [[40, 6, 5], { told: [40], few: [6, 5] }],
    [[40, 2, 2, 12], { told: [40], few: [2, 2, 12] }],
    [[3, 9], { told: [], few: [3, 9] }],
    [[10, 3], { told: [], few: [10, 3] }],
    [[], { told: [], few: [] }],
  ])('%j: no one less the others tells of few', (sizes, told) => {
    expect(apart(sizes)).toEqual(told);
  });
});

describe('a model card as it is told', () => {
  it('has no group that the others tell of', () => {
    const groups = [
      { group: 'female', customers: 4 },
      { group: 'not female', customers: 90 },
      { group: 'unknown', customers: 300 },
    ];
    expect(toldModelCard({ groups: [{ attribute: 'sex', groups }] })).toEqual({
      groups: [{ attribute: 'sex', groups: [{ group: 'unknown', customers: 300 }] }],
    });
  });

  it('has no tenth and no range of probability with few in it', () => {
    const rows = (...sizes: number[]) => sizes.map((customers) => ({ customers, observed: 0.5 }));
    expect(
      toldModelCard({
        metrics: { auc: 0.8, reliability: rows(40, 3, 0, 30), deciles: rows(12, 12) },
        backtest: { coverage: 0.9, deciles: rows(4, 4, 4) },
      }),
    ).toEqual({
      metrics: { auc: 0.8, reliability: rows(40), deciles: rows(12, 12) },
      backtest: { coverage: 0.9, deciles: [] },
    });
  });

  it('says of no customer where they lay, and of no segment of few how many and how alike they are', () => {
    const segment = (number: number, size: number) => ({ number, size, within: 0.5, between: [0] });
    const main = {
      silhouette: 0.3,
      segments: [segment(1, 400), segment(2, 50), segment(3, 7)],
      dendrogram: [
        { id: 0, customers: 457 },
        { id: 1, customers: 7 },
      ],
      position: { explained: [0.4, 0.2], points: [{ x: 1.2, y: 3.4, segment: 1 }] },
    };
    expect(toldModelCard({ cuts: { main } })).toEqual({
      cuts: {
        main: {
          silhouette: 0.3,
          segments: [
            segment(1, 400),
            { ...segment(2, 50), size: null, within: null },
            { ...segment(3, 7), size: null, within: null },
          ],
          dendrogram: null,
          position: { explained: [0.4, 0.2], points: [] },
        },
      },
    });
  });
});
