const decimals: ReadonlyMap<string, number> = new Map(
  [
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    '',
    '',
    'BHD IQD JOD KWD LYD OMR TND',
    'CLF UYW',
  ].flatMap((codes, count) => codes.split(' ').map((code): [string, number] => [code, count])),
);

/**
 * How many decimals amounts of a currency have in a bank's books, as ISO 4217 has it: 0 for JPY, 2 for EUR, 3 for KWD, 4 for
 * CLF. `Intl` goes by how people write amounts instead, and gives 0 for HUF, IDR and others that are kept to two.
 * @param currency ISO 4217
 */
export function currencyDecimals(currency: string): number {
  return decimals.get(currency) ?? 2;
}
