/** How a file writes its numbers. */
export type NumberFormat = {
  decimal: '.' | ',';
  /** the separators between groups of three digits, such as "," or " "; none when empty */
  thousands: readonly string[];
  /** what may stand before or after a number, such as "$", "Kč" or "CZK" */
  currencySigns: readonly string[];
};

/** Reads a number into plain digits, such as -1234.5; null where the text is no number of the format. */
export type NumberParser = (text: string) => string | null;

/**
 * Compiles a number format. Minus may stand in front, behind, or be written as brackets or DR: -5, −5, 5-, (5), 5 DR; CR is
 * plus. Groups of digits must be of three, or of two and a last one of three as in India, so that 1.234,50 is never taken
 * for 1.23, and the first does not begin with 0, so that 0,004 is never taken for 4. A power of ten may follow, as in 1e3.
 */
export function compileNumberFormat(format: NumberFormat): NumberParser {
  const literal = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '\\$&');
  // A space in a mapping stands for the no-break spaces that programs write in its place, too.
  const separators = format.thousands.flatMap((s) => (s === ' ' ? [' ', '\u00a0', '\u202f'] : [s]));
  const grouped = separators.flatMap((s) => [
    `[1-9]\\d{0,2}(?:${literal(s)}\\d{3})+`,
    `[1-9]\\d?(?:${literal(s)}\\d{2})+${literal(s)}\\d{3}`,
  ]);
  const whole = `(?:${[...grouped, '\\d+'].join('|')})`;
  const point = literal(format.decimal);
  const digits = `(?:(?<whole>${whole})(?:${point}(?<fraction>\\d*))?|${point}(?<only>\\d+))`;
  const number = `${digits}(?:[eE](?<exponent>[-+]?\\d{1,3}))?`;
  const sign =
    format.currencySigns.length === 0
      ? ''
      : `(?:\\s*(?:${format.currencySigns.map(literal).join('|')})\\s*)?`;
  // A currency stands on one side of a sign alone, so that spaces between the two belong to one of them.
  const signBefore = `(?:(?<before>[-−+])${sign}|${sign}(?<inner>[-−+])?)`;
  const signAfter = `(?:(?<after>-)${sign}|${sign}(?<outer>-)?)`;
  const expression = new RegExp(`^(?<open>\\()?${signBefore}${number}${signAfter}(?<close>\\))?$`);
  return (given) => {
    const side = /(?<=[^\p{L}])(?<side>CR|DR|Cr|Dr|cr|dr)\.?$/u.exec(given);
    const text = side === null ? given : given.slice(0, side.index).trimEnd();
    const parts = expression.exec(text)?.groups;
    if (parts === undefined) return null;
    const brackets = parts.open !== undefined;
    if (brackets !== (parts.close !== undefined)) return null;
    const before = parts.before ?? parts.inner;
    const signs = [before, parts.after ?? parts.outer, parts.open, side?.groups?.side].filter(
      (s) => s !== undefined,
    );
    if (signs.length > 1) return null;
    const negative = signs.some((s) => s !== '+' && s.toLowerCase() !== 'cr');
    const value = plainDigits(
      (parts.whole ?? '').replace(/\D/g, ''),
      parts.fraction ?? parts.only ?? '',
      Number(parts.exponent ?? 0),
    );
    return negative && /[1-9]/.test(value) ? `-${value}` : value;
  };
}

/** Digits before and after the point, times a power of ten, without zeros that say nothing. */
function plainDigits(whole: string, fraction: string, exponent: number): string {
  const point = whole.length + exponent;
  const digits = (whole + fraction)
    .padEnd(point, '0')
    .padStart(whole.length + fraction.length - Math.min(0, point), '0');
  const at = Math.max(0, point);
  const before = digits.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
  const after = digits.slice(at).replace(/(?<!0)0+$/, '');
  return after === '' ? before : `${before}.${after}`;
}
