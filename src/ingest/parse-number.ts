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
 * Compiles a number format. Minus may stand in front, behind, or be written as brackets: -5, −5, 5-, (5).
 * Groups of digits must be of three, so that 1.234,50 is never taken for 1.23, and the first does not begin with 0, so that
 * 0,004 is never taken for 4.
 */
export function compileNumberFormat(format: NumberFormat): NumberParser {
  const literal = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '\\$&');
  // A space in a mapping stands for the no-break spaces that programs write in its place, too.
  const separators = format.thousands.flatMap((s) => (s === ' ' ? [' ', '\u00a0', '\u202f'] : [s]));
  const grouped = separators.map((s) => `[1-9]\\d{0,2}(?:${literal(s)}\\d{3})+`);
  const whole = `(?:${[...grouped, '\\d+'].join('|')})`;
  const number = `(?<whole>${whole})(?:${literal(format.decimal)}(?<fraction>\\d+))?`;
  const sign =
    format.currencySigns.length === 0
      ? ''
      : `(?:\\s*(?:${format.currencySigns.map(literal).join('|')})\\s*)?`;
  // A currency stands on one side of a sign alone, so that spaces between the two belong to one of them.
  const signBefore = `(?:(?<before>[-−+])${sign}|${sign}(?<inner>[-−+])?)`;
  const signAfter = `(?:(?<after>-)${sign}|${sign}(?<outer>-)?)`;
  const expression = new RegExp(`^(?<open>\\()?${signBefore}${number}${signAfter}(?<close>\\))?$`);
  return (text) => {
    const parts = expression.exec(text)?.groups;
    if (parts?.whole === undefined) return null;
    const brackets = parts.open !== undefined;
    if (brackets !== (parts.close !== undefined)) return null;
    const before = parts.before ?? parts.inner;
    const signs = [before, parts.after ?? parts.outer, parts.open].filter((s) => s !== undefined);
    if (signs.length > 1) return null;
    const negative = signs.some((s) => s !== '+');
    const digits = parts.whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
    const fraction = parts.fraction?.replace(/(?<!0)0+$/, '') ?? '';
    const value = fraction === '' ? digits : `${digits}.${fraction}`;
    return negative && /[1-9]/.test(value) ? `-${value}` : value;
  };
}
