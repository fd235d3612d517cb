import { existsSync, readFileSync } from 'node:fs';

const path = new URL('../../../../shared/data/cdnow/CDNOW_sample.txt', import.meta.url);

/** Is the CDNOW sample there? It is not ours to hand out. */
export const cdnowIsThere = existsSync(path);
export const unlessCdnow = cdnowIsThere ? '' : ' (skipped: no CDNOW data beside the project)';

const DAY = 86_400_000;
const dayOf = (date: string): number =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6))) / DAY;
const CALIBRATION_END = dayOf('19970930');

/**
 * The CDNOW sample of 2,357 customers as the literature reads it: weeks from the first purchase, a
 * day's purchases as one transaction, fitted on the first 39 weeks. `meanSpend` is the mean amount of
 * the repeat transactions, `later` the transactions of the 39 weeks after.
 */
export function readCdnow() {
  const days = new Map<string, Map<number, number>>();
  for (const line of readFileSync(path, 'utf8').trim().split(/\r?\n/)) {
    const [customer = '', , date = '', , amount] = line.trim().split(/\s+/);
    const spent = days.get(customer) ?? new Map<number, number>();
    days.set(customer, spent);
    spent.set(dayOf(date), (spent.get(dayOf(date)) ?? 0) + Number(amount));
  }
  const customers = [...days.values()].map((spent) => {
    const all = [...spent.keys()].sort((a, b) => a - b);
    const first = all[0] ?? 0;
    const repeat = all.filter((day) => day > first && day <= CALIBRATION_END);
    const total = repeat.reduce((sum, day) => sum + (spent.get(day) ?? 0), 0);
    return {
      x: repeat.length,
      tx: ((repeat.at(-1) ?? first) - first) / 7,
      T: (CALIBRATION_END - first) / 7,
      meanSpend: repeat.length > 0 ? total / repeat.length : 0,
      later: all.filter((day) => day > CALIBRATION_END).length,
    };
  });
  const column = (name: 'x' | 'tx' | 'T' | 'meanSpend' | 'later') =>
    Float64Array.from(customers, (customer) => customer[name]);
  return {
    x: column('x'),
    tx: column('tx'),
    T: column('T'),
    meanSpend: column('meanSpend'),
    later: column('later'),
  };
}
