import { expect, it } from 'vitest';
import { currencyDecimals } from '../../src/language/currency-decimals.ts';

it.each([
  ['EUR', 2],
  ['JPY', 0],
  ['KWD', 3],
  ['CLF', 4],
  // Written without decimals, and kept to two.
  ['HUF', 2],
  ['IDR', 2],
  ['IQD', 3],
])('%s has %i decimals', (currency, decimals) => {
  expect(currencyDecimals(currency)).toBe(decimals);
});
