import { midnightBefore, momentAt } from '../../language/wall-clock.ts';
import type { BankCalendar } from '../../settings/bank-calendar.ts';

/** When a bank works, on its working days: local times `HH:MM`. */
export type WorkingHours = { from: string; to: string };

const dayLong = 24 * 60 * 60 * 1000;
/** No calendar is without a working day for so long. */
const mostDays = 400;

/**
 * The moment at which so many working hours have passed since another.
 * @param timezone IANA, of the bank
 * @returns undefined where the bank does not work so much within a year
 */
export function afterWorkingHours(
  start: Date,
  hours: number,
  {
    calendar,
    timezone,
    during,
  }: { calendar: BankCalendar; timezone: string; during: WorkingHours },
): Date | undefined {
  let left = hours * 60 * 60 * 1000;
  const first = midnightBefore(start, timezone).getTime();
  for (let i = 0; i < mostDays; i++) {
    const day = new Date(first + i * dayLong).toISOString().slice(0, 10);
    if (!calendar.isWorkingDay(day)) continue;
    const at = (time: string) => momentAt(new Date(`${day}T${time}:00Z`), timezone).getTime();
    const begins = Math.max(at(during.from), start.getTime());
    const lasts = at(during.to) - begins;
    if (lasts >= left) return new Date(begins + left);
    if (lasts > 0) left -= lasts;
  }
  return undefined;
}
