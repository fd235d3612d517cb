import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestSlot } from '../../../src/conversation/schedules/slots.ts';
import { bankCalendar } from '../../../src/settings/bank-calendar.ts';

const weekdays = { cron: '30 8 * * 1-5', timezone: 'Europe/Prague' };
const at = (text: string) => new Date(text);
const calendar = bankCalendar(undefined);

/** The newest slot of the last hour. */
const newest = (now: Date, schedule = weekdays): Date | undefined =>
  newestSlot(schedule, calendar, new Date(now.getTime() - 60 * 60_000), now);

describe('the newest slot of a schedule', () => {
  it('is due in its own minute, in the subscriber’s time zone', () => {
    // Monday 2 November 2026, 08:30 in Prague is 07:30 UTC in winter.
    expect(newest(at('2026-11-02T07:30:00Z'))).toEqual(at('2026-11-02T07:30:00Z'));
    expect(newest(at('2026-11-02T07:29:59Z'))).toBeUndefined();
  });

  it('follows the clock change', () => {
    // In summer 08:30 in Prague is 06:30 UTC.
    expect(newest(at('2026-07-06T06:30:10Z'))).toEqual(at('2026-07-06T06:30:00Z'));
  });

  it('is still found within the hour, and not after it', () => {
    expect(newest(at('2026-11-02T08:29:00Z'))).toEqual(at('2026-11-02T07:30:00Z'));
    expect(newest(at('2026-11-02T08:31:00Z'))).toBeUndefined();
  });

  it('is not due on a day the schedule leaves out', () => {
    expect(newest(at('2026-11-01T07:30:00Z'))).toBeUndefined();
  });

  it('is none where the newest is before the first that counts', () => {
    const [from, now] = [at('2026-11-02T07:31:00Z'), at('2026-11-02T07:40:00Z')];
    expect(newestSlot(weekdays, calendar, from, now)).toBeUndefined();
    expect(newestSlot(weekdays, calendar, at('2026-11-02T07:30:00Z'), now)).toBeDefined();
  });

  it('is the same slot for every tick of the hour, so that it is claimed once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 * 60 + 59 }), (seconds) => {
        const now = new Date(at('2026-11-02T07:30:00Z').getTime() + seconds * 1000);
        expect(newest(now)).toEqual(at('2026-11-02T07:30:00Z'));
      }),
    );
  });

  it('refuses a schedule that is none', () => {
    const cron = 'every day';
    expect(() => newest(at('2026-11-02T07:30:00Z'), { ...weekdays, cron })).toThrow();
  });
});
