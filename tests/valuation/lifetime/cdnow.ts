import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('./cdnow-sample.csv', import.meta.url), 'utf8');

/**
 * The CDNOW sample of 2,357 customers, in weeks. `meanSpend` is the mean amount of the repeat transactions in dollars,
 * `later` the transactions of the 39 weeks after those that models are fitted on.
 */
export function readCdnow() {
  const [header, ...rows] = text
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.split(','));
  const column = (name: string) => {
    const at = header?.indexOf(name) ?? -1;
    return Float64Array.from(rows, (row) => Number(row[at]));
  };
  const x = column('x');
  const cents = column('cents');
  return {
    x,
    tx: column('tx').map((days) => days / 7),
    T: column('T').map((days) => days / 7),
    meanSpend: cents.map((sum, i) => (x[i] ? sum / 100 / x[i] : 0)),
    later: column('later'),
  };
}
