import { describe, expect, it } from 'vitest';
import { chooseChurn, readLastChurn } from '../../../src/scoring/churn/churn-selection.ts';
import type { Stacked } from '../../../src/scoring/churn/churn-windows.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { seededRandom, trainChurn } from '../../../src/valuation/index.ts';
import earlier from './earlier-cards.json' with { type: 'json' };

const base = readConfig('config/bellwether.yaml').churn;
const config = { ...base, candidates: ['logistic' as const, 'tree' as const] };
const training = { seed: 1 };

/** Three windows of 500 customers whose leaving is a line in balance, or hangs on where two signs agree. */
function bank(truth: 'line' | 'corners'): Stacked {
  const random = seededRandom(5);
  const rows = 1500;
  const a = new Float64Array(rows).map(() => random.normal());
  const b = new Float64Array(rows).map(() => random.normal());
  const labels = Uint8Array.from(a, (value, row) => {
    const corner = value > 0 && b[row]! > 0;
    const logOdds = truth === 'line' ? 1.5 * value - 1.5 : corner ? 2.5 : -3;
    return random.next() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
  });
  return {
    dataset: {
      columns: [
        { name: 'balance', kind: 'number', values: a },
        { name: 'products', kind: 'number', values: b },
      ],
      rows,
    },
    labels,
    customers: Uint32Array.from(a, (_, row) => row % 500),
    overridden: new Float64Array(rows).fill(Number.NaN),
    asOf: new Float64Array(rows).map((_, row) => -Math.floor(row / 500)),
  };
}

const line = bank('line');
const today = { asOf: '2026-06-30', last: undefined, drifted: [] as string[] };
const first = await chooseChurn(line, today, config, training);
const last = { kind: first.kind, calibration: first.calibration, selection: first.selection };

describe('which churn model a run trains', () => {
  it('is the simplest within noise of the best, with the evidence', () => {
    expect(first.kind).toBe('logistic');
    expect(first.selection).toMatchObject({
      reason: 'first',
      judgedOn: 'later window',
      rows: 500,
      chosen: 'logistic',
      challengerTest: null,
    });
    expect(first.selection.candidates.map(({ kind }) => kind)).toEqual(['logistic', 'tree']);
  });

  it('is that of the run before on a normal night, which compares nothing', async () => {
    const next = { ...today, asOf: '2026-07-20', last };
    expect(await chooseChurn(line, next, config, training)).toEqual({ ...last, comparison: null });
  });

  it('is chosen again when the choice is old, the bank has drifted, or the settings are others', async () => {
    const why = async (changed: object, settings = config) =>
      (await chooseChurn(line, { ...today, last, ...changed }, settings, training)).selection
        .reason;
    expect(await why({ asOf: '2026-07-30' })).toBe('age');
    expect(await why({ drifted: ['balance'] })).toBe('drift');
    expect(await why({}, { ...config, forbidden: ['age'] })).toBe('settings');
    const known = { ...last, selection: { ...last.selection, drifted: ['balance'] } };
    const again = { ...today, last: known, drifted: ['balance'] };
    expect((await chooseChurn(line, again, config, training)).comparison).toBeNull();
  });

  it('stays the champion’s where the one chosen is no better than it by more than noise', async () => {
    const boosted = {
      ...last,
      kind: 'boosting' as const,
      selection: { ...last.selection, selectedOn: '2026-01-01' },
    };
    const kept = await chooseChurn(bank('corners'), { ...today, last: boosted }, config, training);
    expect(kept.kind).toBe('boosting');
    expect(kept.selection).toMatchObject({
      chosen: 'tree',
      challengerTest: { champion: 'boosting', replacedChampion: false },
    });
  });

  it('is a new one where that is better by more than noise', async () => {
    const old = { ...last, selection: { ...last.selection, selectedOn: '2026-01-01' } };
    const better = await chooseChurn(bank('corners'), { ...today, last: old }, config, training);
    expect(better.kind).toBe('tree');
    expect(better.selection.challengerTest).toMatchObject({
      champion: 'logistic',
      replacedChampion: true,
    });
  });

  it('is what the settings name', async () => {
    const named = await chooseChurn(
      line,
      { ...today, last },
      { ...config, model: 'tree' },
      training,
    );
    expect(named.kind).toBe('tree');
    expect(named.selection).toMatchObject({ reason: 'settings', challengerTest: null });
  });

  it('is one that can hold the directions asked for', async () => {
    const monotone = { balance: 'increasing' as const };
    const directed = await chooseChurn(
      line,
      today,
      { ...config, monotone },
      {
        ...training,
        monotone: { balance: 1 },
      },
    );
    expect(directed.selection.candidates.map(({ kind }) => kind)).toEqual(['tree']);
  });
});

describe('the champion of the run before', () => {
  const model = {
    ...trainChurn('logistic', line.dataset, line.labels, training),
    calibration: first.calibration,
  };
  const stored = {
    id: 1,
    kind: 'churn' as const,
    method: 'logistic',
    trainedAt: new Date(0),
    asOf: '2026-06-30',
    champion: true,
    body: JSON.parse(JSON.stringify(model)),
    card: JSON.parse(JSON.stringify({ selection: first.selection })),
  };

  it('is read back from the store', () => {
    expect(readLastChurn(stored)).toEqual(last);
  });

  it('is read back from the store of an earlier version', () => {
    const { selection } = earlier.challenged;
    expect(readLastChurn({ ...stored, card: earlier.challenged })?.selection).toMatchObject({
      reason: selection.because,
      challengerTest: {
        champion: selection.against.champion,
        replacedChampion: selection.against.tookOver,
      },
      settings: selection.settings,
    });
  });

  it('is none where a version kept no evidence', () => {
    expect(readLastChurn({ ...stored, card: { metrics: null } })).toBeUndefined();
  });
});
