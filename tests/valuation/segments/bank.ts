import { seededRandom } from '../../../src/valuation/numeric/random.ts';
import type {
  FeatureColumn,
  FeatureSpecification,
} from '../../../src/valuation/segments/feature-transformation.ts';

/** The features of a synthetic bank, as a configuration would specify them. */
export const features: FeatureSpecification[] = [
  {
    feature: 'balance',
    log: true,
    winsorise: [0.005, 0.995],
    words: { high: { en: 'high balance', zh: '高余额' }, low: { en: 'low balance', zh: '低余额' } },
  },
  {
    feature: 'transactions',
    log: true,
    words: { high: { en: 'busy', zh: '高活跃' }, low: { en: 'quiet', zh: '低活跃' } },
  },
  {
    feature: 'tenure',
    words: { high: { en: 'long-standing', zh: '老客户' }, low: { en: 'new', zh: '新客户' } },
  },
];

const groups = [
  { balance: 11, transactions: 1.2, tenure: 18 },
  { balance: 8, transactions: 3.6, tenure: 7 },
  { balance: 5, transactions: 2.2, tenure: 2 },
  { balance: 7, transactions: 0.4, tenure: 11 },
];

/** The group that `inventBank` drew a row from. */
export const groupOf = (row: number): number => [0, 1, 1, 2, 2, 2, 3, 1, 2, 3][row % 10]!;

/**
 * A synthetic bank of four kinds of customers.
 *
 * @param nights for how many days each customer's features have changed a little
 */
export function inventBank(rows: number, seed: number, nights = 0): FeatureColumn[] {
  const random = seededRandom(seed);
  const night = seededRandom(seed + 1);
  const names = ['balance', 'transactions', 'tenure'] as const;
  const columns = names.map((name) => ({ name, values: new Float64Array(rows) }));
  for (let row = 0; row < rows; row++) {
    const group = groups[groupOf(row)]!;
    const balance = group.balance + 0.7 * random.normal() + 0.02 * nights * night.normal();
    columns[0]!.values[row] = Math.exp(balance);
    columns[1]!.values[row] = Math.exp(group.transactions + 0.4 * random.normal());
    columns[2]!.values[row] = Math.max(0, group.tenure + 1.5 * random.normal() + nights / 365);
  }
  return columns;
}
