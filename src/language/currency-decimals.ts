/**
 * How many decimals amounts of a currency have: 0 for JPY, 2 for EUR, 3 for KWD, 4 for CLF.
 * @param currency ISO 4217
 */
export function currencyDecimals(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}
