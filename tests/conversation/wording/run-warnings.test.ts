import { describe, expect, it } from 'vitest';
import { runWarnings } from '../../../src/conversation/wording/run-warnings.ts';
import { churnCardShape } from '../../../src/scoring/churn/churn-card.ts';
import earlier from '../../scoring/churn/earlier-cards.json' with { type: 'json' };

const moved = {
  code: 'drift.feature',
  figures: { feature: 'balance_change_3m', since: '2026-03-31', index: 0.3071 },
};

describe('what a run warns of', () => {
  it('is said in the language of the reader, with features and kinds by their names', () => {
    expect(runWarnings([moved], 'en')).toEqual([
      'Drift: the distribution of Balance change, 3 months has changed since 31 March 2026, the latest day in the training data (population stability index 0.31).',
    ]);
    expect(runWarnings([moved], 'zh')[0]).toMatch(/^漂移：“近3个月余额变化”.*2026年3月31日.*0\.31/);
    const notInUse = { code: 'churn.notInUse', figures: { kind: 'boosting' } };
    expect(runWarnings([notInUse], 'en')).toEqual([
      'Gradient boosting competed and is not in use.',
    ]);
  });

  it('is said in the words that earlier versions stored', () => {
    const { warnings } = churnCardShape.parse(earlier.drifted);
    expect(runWarnings(warnings, 'en')).toEqual(earlier.drifted.warnings.map(({ en }) => en));
    expect(runWarnings(warnings, 'zh')).toEqual(earlier.drifted.warnings.map(({ zh }) => zh));
    expect(runWarnings(churnCardShape.shape.warnings.parse(['In English.']), 'zh')).toEqual([
      'In English.',
    ]);
  });

  it('is passed over where a later version stored it', () => {
    expect(runWarnings([{ code: 'of.tomorrow', figures: {} }, moved], 'en')).toHaveLength(1);
  });
});
