/**
 * The product of decimal numbers, exactly, and rounded once at the end, halves away from zero.
 * @param factors plain digits, such as -12.5
 * @param decimals of the product
 */
export function decimalProduct(factors: readonly string[], decimals: number): string {
  let product = 1n;
  let scale = 0;
  for (const factor of factors) {
    const [whole = '0', fraction = ''] = factor.split('.');
    product *= BigInt(whole + fraction);
    scale += fraction.length;
  }
  const negative = product < 0n;
  let digits = negative ? -product : product;
  if (scale > decimals) {
    const unit = 10n ** BigInt(scale - decimals);
    digits = (digits + unit / 2n) / unit;
    scale = decimals;
  }
  const text = digits.toString().padStart(scale + 1, '0');
  const before = text.slice(0, text.length - scale);
  const after = text.slice(text.length - scale).replace(/(?<!0)0+$/, '');
  const value = after === '' ? before : `${before}.${after}`;
  return negative && digits !== 0n ? `-${value}` : value;
}
