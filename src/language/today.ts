/**
 * The day it is at a moment in a time zone.
 *
 * @param timezone IANA
 * @returns YYYY-MM-DD
 */
export function todayIn(timezone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(now);
}
