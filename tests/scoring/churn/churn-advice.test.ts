import { describe, expect, it } from 'vitest';
import { type Advised, churnAdvisor } from '../../../src/scoring/churn/churn-advice.ts';
import { takeStacked } from '../../../src/scoring/churn/churn-windows.ts';
import { onThisThread } from '../../../src/valuation/churn/selection.ts';
import {
  type ChurnKind,
  churnKinds,
  type Dataset,
  predictChurn,
  seededRandom,
  trainChurn,
} from '../../../src/valuation/index.ts';

const rows = 6000;
const actions = ['unresolved_complaints', 'contacts_3m', 'satisfaction'] as const;
const atRisk = 0.14;

/** What the things a bank can change really do, in log-odds: of an open complaint, and of a contact. */
type Effects = { complaint: number; contact: number };

/** Customers whose risk lies in their activity and balance, and in what the effects say. */
function bank(effects: Effects, seed: number) {
  const random = seededRandom(seed);
  const column = (name: string, value: () => number) => ({
    name,
    kind: 'number' as const,
    values: new Float64Array(rows).map(value),
  });
  const active = column('transactions_1m', () => 30 * random.next());
  // The bank is in touch with those who are active, who leave less: contacts go with a lower risk without lowering it.
  const contactsOf = (activity: number) => Math.floor(activity / 10) + random.integer(2);
  const dataset: Dataset = {
    columns: [
      column('unresolved_complaints', () => (random.next() < 0.25 ? 1 : 0)),
      { ...active, name: 'contacts_3m', values: active.values.map(contactsOf) },
      column('satisfaction', () => random.integer(5) / 4),
      active,
      column('balance', () => 1000 * random.next()),
    ],
    rows,
  };
  const [complaints, contacts, , activity, balance] = dataset.columns.map(({ values }) => values);
  /** with a change of the two */
  const risk = (row: number, { complaint, contact } = { complaint: 0, contact: 0 }) => {
    const logOdds =
      -1 -
      0.08 * activity![row]! -
      (balance![row]! > 700 ? 1 : 0) +
      effects.complaint * (complaints![row]! + complaint) +
      effects.contact * (contacts![row]! + contact);
    return 1 / (1 + Math.exp(-logOdds));
  };
  const labels = new Uint8Array(rows).map((_, row) => (random.next() < risk(row) ? 1 : 0));
  return { dataset, labels, risk, complaints: complaints!, contacts: contacts! };
}

/** Advises customers of today by those of the past: others, whom the same law makes leave. */
async function advise(
  kind: ChurnKind,
  effects: Effects,
  seed: number,
  wanted: readonly (typeof actions)[number][] = actions,
  fewestComplaints = 0,
) {
  const { dataset, labels, complaints } = bank(effects, seed);
  const today = bank(effects, seed + 100);
  const model = trainChurn(kind, dataset, labels, { seed });
  const probability = predictChurn(model, today.dataset);
  const stacked = {
    dataset,
    labels,
    customers: Uint32Array.from(labels.keys()),
    overridden: new Float64Array(rows).fill(Number.NaN),
    asOf: new Float64Array(rows),
  };
  const advise = churnAdvisor(
    model,
    takeStacked(
      stacked,
      stacked.customers.filter((row) => complaints[row]! >= fewestComplaints),
    ),
    wanted,
    { seed, executor: onThisThread },
  );
  const advice = await advise({ dataset: today.dataset, probability, atRisk });
  return { advice, probability, today };
}

/** By how much the risk of those at risk is promised to fall on average, nobody left out. */
function meanPromise(advice: readonly (Advised | null)[], probability: Float64Array): number {
  let promised = 0;
  let asked = 0;
  advice.forEach((each, row) => {
    if (probability[row]! < atRisk) return;
    asked++;
    if (each !== null && 'feature' in each) promised += probability[row]! - each.probability;
  });
  return promised / asked;
}

describe.each(churnKinds)('advice by %s', (kind) => {
  it('promises next to nothing where nothing has an effect', { timeout: 120_000 }, async () => {
    const { advice, probability } = await advise(kind, { complaint: 0, contact: 0 }, 5);
    expect(meanPromise(advice, probability)).toBeLessThan(0.005);
  });

  it('promises what a change does, and never a marvel', { timeout: 120_000 }, async () => {
    const { advice, probability, today } = await advise(kind, { complaint: 1.5, contact: 0 }, 6);
    let promised = 0;
    let real = 0;
    let advised = 0;
    let asked = 0;
    advice.forEach((each, row) => {
      if (probability[row]! < atRisk) return;
      expect(each).not.toBeNull();
      if (today.complaints[row] === 1) asked++;
      if (each === null || !('feature' in each)) return;
      expect(each.probability).toBeLessThan(probability[row]!);
      if (each.feature !== 'unresolved_complaints') return;
      expect(each).toMatchObject({ from: 1, to: 0, similar: expect.any(Number) });
      advised++;
      promised += probability[row]! - each.probability;
      real += today.risk(row) - today.risk(row, { complaint: -1, contact: 0 });
    });
    // Most of those with an open complaint are told so. The promise is the more cautious of the model's and of what past
    // customers suggest, so it is at most what the change does, and more than half of it.
    expect(advised).toBeGreaterThan(0.8 * asked);
    expect(promised / real).toBeGreaterThan(0.6);
    expect(promised / real).toBeLessThan(1.05);
  });
});

describe('advice', () => {
  it('goes no further than customers were seen', async () => {
    const effects = { complaint: 1.5, contact: 0 };
    const complaining = async (fewestComplaints: number) => {
      const { advice, probability, today } = await advise(
        'logistic',
        effects,
        6,
        ['unresolved_complaints'],
        fewestComplaints,
      );
      return advice.filter((_, row) => today.complaints[row] === 1 && probability[row]! >= atRisk);
    };
    for (const each of await complaining(0)) {
      expect(each).toMatchObject({ feature: 'unresolved_complaints', similar: expect.any(Number) });
    }
    // The model says the same; but of these past customers nobody was without an open complaint.
    for (const each of await complaining(1)) expect(each).toEqual({ none: 'notBorneOut' });
  });

  it('is only what the bank says it can change, and says so where that is nothing', async () => {
    const effects = { complaint: 1.5, contact: 0 };
    const features = (await advise('logistic', effects, 6, ['contacts_3m'])).advice.map(
      (each) => each !== null && 'feature' in each && each.feature,
    );
    expect(features).not.toContain('unresolved_complaints');
    const { advice, probability } = await advise('logistic', effects, 6, []);
    advice.forEach((each, row) => {
      expect(each).toEqual(probability[row]! < 0.05 ? null : { none: 'nothingToChange' });
    });
  });
});
