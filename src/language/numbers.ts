import { readings } from './readings.ts';

/** A text with its numbers in digits where they count or name something: "the twenty-five best" → "the 25 best". */
export function numbersInDigits(text: string): string {
  return readings.reduce((rest, reading) => reading.numbersInDigits?.(rest) ?? rest, text);
}

/** A whole number in digits or as a language writes it; undefined for anything else. */
export function readNumeral(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  for (const { numeral } of readings) {
    const number = numeral?.(text);
    if (number !== undefined) return number;
  }
  return undefined;
}

/** An id that is said digit for digit, or as a number in words, in digits; undefined for anything else. */
export function readSpokenId(text: string): string | undefined {
  for (const { spokenId } of readings) {
    const id = spokenId?.(text);
    if (id !== undefined) return id;
  }
  return undefined;
}
