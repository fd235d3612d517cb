import { readFileSync } from 'node:fs';
import type { Column, Dataset } from '../../../src/valuation/churn/dataset.ts';
import { takeLabels, takeRows } from '../../../src/valuation/churn/dataset.ts';
import { seededRandom } from '../../../src/valuation/numeric/random.ts';
import { dataSet } from '../../needs.ts';

/** A dataset and who left. */
export type LabelledTable = { dataset: Dataset; y: Uint8Array };

/** The public table of 10,000 bank customers, of whom 2,037 left. */
export const bankCustomers = dataSet('churn/Churn_Modelling.csv');

/** The public table of 10,000 bank customers, without its row number, customer id and surname. */
export function readBankCustomers(): LabelledTable {
  const [head = [], ...lines] = readFileSync(bankCustomers.path, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const cells = (name: string): string[] => lines.map((line) => line[head.indexOf(name)] ?? '');
  const dropped = ['RowNumber', 'CustomerId', 'Surname', 'Exited'];
  const columns = head
    .filter((name) => !dropped.includes(name))
    .map((name) =>
      ['Geography', 'Gender'].includes(name)
        ? categoryColumn(name, cells(name))
        : numberColumn(name, cells(name).map(Number)),
    );
  return { dataset: { columns, rows: lines.length }, y: Uint8Array.from(cells('Exited'), Number) };
}

export function numberColumn(name: string, values: Iterable<number>): Column {
  return { name, kind: 'number', values: Float64Array.from(values) };
}

/** A category column of the given names, levels in alphabetical order; '' is missing. */
export function categoryColumn(name: string, cells: readonly string[]): Column {
  const levels = [...new Set(cells)].filter((cell) => cell !== '').sort();
  const values = Float64Array.from(cells, (cell) =>
    cell === '' ? Number.NaN : levels.indexOf(cell),
  );
  return { name, kind: 'category', levels, values };
}

/**
 * Synthetic customers whose leaving depends on a linear and a non-linear effect, an interaction and a
 * category; some values are missing, one column is uninformative. About three in ten leave.
 */
export function madeUpCustomers(rows: number, seed: number): LabelledTable {
  const random = seededRandom(seed);
  const y = new Uint8Array(rows);
  const balance = new Float64Array(rows);
  const age = new Float64Array(rows);
  const complaints = new Float64Array(rows);
  const noise = new Float64Array(rows);
  const branch: string[] = [];
  const towns = ['Brno', 'Liberec', 'Ostrava', 'Praha', 'Zlín'];
  for (let row = 0; row < rows; row++) {
    balance[row] = Math.exp(8 + 1.5 * random.normal());
    age[row] = 18 + 60 * random.next();
    complaints[row] = Math.floor(3 * random.next() ** 2);
    noise[row] = random.normal();
    const town = random.integer(towns.length);
    branch.push(random.next() < 0.05 ? '' : towns[town]!);
    const logOdds =
      -2.2 +
      0.9 * complaints[row]! +
      0.002 * (age[row]! - 45) ** 2 -
      (balance[row]! > 3000 && age[row]! < 40 ? 1.5 : 0) +
      0.4 * (town - 2);
    y[row] = random.next() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
    if (random.next() < 0.1) balance[row] = Number.NaN;
  }
  const columns = [
    numberColumn('balance', balance),
    numberColumn('age', age),
    numberColumn('complaints', complaints),
    numberColumn('noise', noise),
    categoryColumn('branch', branch),
  ];
  return { dataset: { columns, rows }, y };
}

/** The first rows of a table. */
export function firstRows({ dataset, y }: LabelledTable, rows: number): LabelledTable {
  const taken = Array.from({ length: rows }, (_, row) => row);
  return { dataset: takeRows(dataset, taken), y: takeLabels(y, taken) };
}
