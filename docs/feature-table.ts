import { readFileSync, writeFileSync } from 'node:fs';
import { sayIn } from '../src/language/messages.ts';
import { type ChurnFeature, churnFeatures } from '../src/settings/churn-features.ts';

/*
 * Writes the table of churn features into docs/valuation.md, from the list in src/settings. With --check it changes
 * nothing and fails where the table is not what the list says.
 */

const page = new URL('./valuation.md', import.meta.url);
const place = /(<!-- features: .* -->\n)[\s\S]*?(<!-- \/features -->)/;
const say = sayIn('en');

const units: Readonly<Record<ChurnFeature['unit'], string>> = {
  money: "amount in the bank's currency",
  change: 'change as a share of the value before, −1 to 3',
  share: 'share, 0 to 1',
  points: 'difference of two shares, −1 to 1',
  count: 'count',
  days: 'days',
  months: 'months',
  years: 'years',
  number: 'number',
  flag: '1 for female, else 0',
};

const directions = { increasing: 'higher', decreasing: 'lower' } as const;

const rows = churnFeatures.map((feature) => [
  `\`${feature.name}\``,
  say(`churn-features.${feature.name}.label`),
  units[feature.unit],
  'direction' in feature ? directions[feature.direction] : '',
  'months' in feature ? String(feature.months) : '',
  'action' in feature ? 'yes' : '',
  'attribute' in feature ? `\`${feature.attribute}\`` : '',
]);
const head = [
  'feature',
  'what it is',
  'unit',
  'risk at higher values',
  'months of records needed',
  'can be acted on',
  'ruled out by',
];
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');

const before = readFileSync(page, 'utf8');
const after = before.replace(
  place,
  (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`,
);

if (!process.argv.includes('--check')) writeFileSync(page, after);
else if (after !== before) {
  console.error(
    'The table of features in docs/valuation.md is not what src/settings/churn-features.ts says: run npm run docs:features.',
  );
  process.exitCode = 1;
}
