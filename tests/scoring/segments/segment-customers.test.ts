import { describe, expect, it } from 'vitest';
import { segmentCustomers } from '../../../src/scoring/segments/segment-customers.ts';
import { segmentationsOf } from '../../../src/scoring/segments/segmentations.ts';
import type { SegmentsConfig } from '../../../src/settings/segments.ts';
import { readConfig } from '../../../src/settings/settings.ts';

const { further: _, ...configured } = readConfig('config/bellwether.yaml').valuation.segments;
const config = { ...configured, further: {}, k: 4 as const };
const customers = 1200;
const rows = Uint32Array.from({ length: customers }, (_, row) => row);
const allNames = config.features.map(({ feature }) => feature);
const conditions = {
  asOf: '2024-06-30',
  refitDays: config.refitDays,
  seed: 42,
  taken: [],
  highestNumber: 0,
};

function mainOf(asked: SegmentsConfig) {
  const [main] = segmentationsOf(asked);
  if (main === undefined) throw new Error('There is no main segmentation.');
  return main;
}

/** Four kinds of customers; `moved` are those whose balance and activity the next day brought to another kind's. */
function bank(moved: ReadonlySet<number> = new Set()) {
  return allNames.map((name, d) => ({
    name,
    values: Float64Array.from({ length: customers }, (_, row) => {
      const kind = (row % 4) ^ (moved.has(row) ? 1 : 0);
      const noise = Math.abs(Math.sin(row * 12.9898 + d * 78.233) * 43758.5453) % 1;
      return (kind >> (d % 2)) & 1 ? 4000 + 800 * noise : 20 + 15 * noise;
    }),
  }));
}

type Columns = ReturnType<typeof bank>;

type Segmented = Awaited<ReturnType<typeof segmentCustomers>>;

const idsOf = ({ segmentation }: Segmented) =>
  Float64Array.from(
    segmentation.labels,
    (label) => segmentation.segments[label]?.number ?? Number.NaN,
  );

const firstFit = (columns: Columns, asked: SegmentsConfig = config) =>
  segmentCustomers(
    columns,
    rows.slice(0, columns[0]?.values.length),
    null,
    mainOf(asked),
    conditions,
  );

function next(
  columns: Columns,
  first: Segmented,
  ageDays: number,
  asked: SegmentsConfig = config,
): Promise<Segmented> {
  const last = { ...first.fit, ageDays, segments: idsOf(first) };
  return segmentCustomers(
    columns,
    rows.slice(0, columns[0]?.values.length),
    last,
    mainOf(asked),
    conditions,
  );
}

describe('segments from one night to the next', () => {
  it('move nobody on the same data, whether assigned or fitted anew', async () => {
    const first = await firstFit(bank());
    const again = await next(bank(), first, 1);
    expect(again.refitted).toBe(false);
    expect(idsOf(again)).toEqual(idsOf(first));
    const refit = await next(bank(), first, config.refitDays);
    expect(refit.refitted).toBe(true);
    expect(idsOf(refit)).toEqual(idsOf(first));
    expect(refit.fit.card.changes).toMatchObject({
      births: [],
      deaths: [],
      splits: [],
      merges: [],
      adjustedRandIndex: 1,
      kept: 4,
    });
  });

  it('move only whom a feature moved', async () => {
    const moved = new Set(Array.from({ length: 30 }, (_, i) => i * 37));
    const first = await firstFit(bank());
    const [before, after] = [bank(), bank(moved)];
    for (const ageDays of [1, config.refitDays]) {
      const [was, is] = [idsOf(first), idsOf(await next(after, first, ageDays))];
      const movers = Array.from(rows).filter((row) => was[row] !== is[row]);
      expect(movers.length).toBeGreaterThan(0);
      expect(movers.length / customers).toBeLessThanOrEqual(0.03);
      for (const row of movers)
        expect(before.some(({ values }, d) => values[row] !== after[d]?.values[row])).toBe(true);
    }
  });

  it('are not fitted anew every night where customers differ in fewer ways than segments are asked for', async () => {
    const three = allNames.map((name, d) => ({
      name,
      values: Float64Array.from({ length: 90 }, (_, row) => 1 + (row % 3) * (d + 1) * 100),
    }));
    const asked = { ...config, k: 5 as const };
    const first = await firstFit(three, asked);
    expect(first.segmentation.segments).toHaveLength(3);
    expect((await next(three, first, 1, asked)).refitted).toBe(false);
    expect((await next(three, first, 1, { ...config, k: 2 })).refitted).toBe(true);
  });

  it('get the names of a language that has come, and keep the others', async () => {
    const first = await firstFit(bank());
    const german = {
      ...config,
      features: config.features.map(({ words: { high, low }, ...feature }) => ({
        ...feature,
        words: { high: { ...high, de: `viel ${high.en}` }, low: { ...low, de: `wenig ${low.en}` } },
      })),
    };
    const spoken = await next(bank(), first, 1, german);
    expect(spoken.refitted).toBe(true);
    expect(idsOf(spoken)).toEqual(idsOf(first));
    const names = spoken.segmentation.segments.map(({ name }) => name);
    expect(names.map(({ de: _, ...others }) => others)).toEqual(
      first.segmentation.segments.map(({ name }) => name),
    );
    expect(new Set(names.map(({ de }) => de)).size).toBe(names.length);
    expect(names[0]?.de).toMatch(/^(viel|wenig) /);
    expect((await next(bank(), spoken, 1, german)).refitted).toBe(false);
  });

  it('keep where a sample lies, with nobody’s id', async () => {
    const { fit, segmentation } = await firstFit(bank());
    const { explained, points } = fit.card.position;
    expect(explained).toEqual([expect.any(Number), expect.any(Number)]);
    expect(points).toHaveLength(400);
    expect(Object.keys(points[0] ?? {})).toEqual(['x', 'y', 'segment']);
    expect(new Set(points.map(({ segment }) => segment))).toEqual(
      new Set(segmentation.segments.map(({ number }) => number)),
    );
  });
});
