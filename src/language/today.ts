import { dateFormat } from './intl-formats.ts';
/**
 * The day it is at a moment in a time zone.
 *
 * @param timezone IANA
 * @returns YYYY-MM-DD
 */
export function todayIn(timezone: string, now: Date): string {
  return dateFormat('en-CA', { timeZone: timezone }).format(now);
}

/**
 * A moment around noon of a day in a time zone.
 *
 * @param day ISO
 * @param timezone IANA
 */
export function momentOn(day: string, timezone: string): Date {
  const noon = new Date(`${day}T12:00:00Z`);
  // East of UTC+12 it is the next day then.
  return todayIn(timezone, noon) === day ? noon : new Date(`${day}T00:00:00Z`);
}
