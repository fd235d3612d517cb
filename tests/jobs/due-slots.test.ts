import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueSlot } from '../../src/jobs/due-slots.ts';

const weekdays = {
  cron: '30 8 * * 1-5',
  timezone: 'Europe/Prague',
  createdAt: new Date('2026-01-01'),
};
const at = (text: string) => new Date(text);

describe('the slot of a schedule that is due', () => {
  it('is due in its own minute, in the subscriber’s time zone', () => {
    // Monday 2 November 2026, 08:30 in Prague is 07:30 UTC in winter.
    expect(dueSlot(weekdays, at('2026-11-02T07:30:00Z'), 60)).toEqual(at('2026-11-02T07:30:00Z'));
    expect(dueSlot(weekdays, at('2026-11-02T07:29:59Z'), 60)).toBeUndefined();
  });

  it('follows the clock change', () => {
    // In summer 08:30 in Prague is 06:30 UTC.
    expect(dueSlot(weekdays, at('2026-07-06T06:30:10Z'), 60)).toEqual(at('2026-07-06T06:30:00Z'));
  });

  it('is still due within the grace after a restart, and not after it', () => {
    expect(dueSlot(weekdays, at('2026-11-02T08:29:00Z'), 60)).toEqual(at('2026-11-02T07:30:00Z'));
    expect(dueSlot(weekdays, at('2026-11-02T08:31:00Z'), 60)).toBeUndefined();
  });

  it('is not due on a day the schedule leaves out', () => {
    expect(dueSlot(weekdays, at('2026-11-01T07:30:00Z'), 60)).toBeUndefined();
  });

  it('is not due before the digest existed', () => {
    const young = { ...weekdays, createdAt: at('2026-11-02T07:31:00Z') };
    expect(dueSlot(young, at('2026-11-02T07:40:00Z'), 60)).toBeUndefined();
  });

  it('is the same slot for every tick of the grace, so that it is claimed once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 * 60 + 59 }), (seconds) => {
        const now = new Date(at('2026-11-02T07:30:00Z').getTime() + seconds * 1000);
        expect(dueSlot(weekdays, now, 60)).toEqual(at('2026-11-02T07:30:00Z'));
      }),
    );
  });

  it('refuses a schedule that is none', () => {
    expect(() =>
      dueSlot({ ...weekdays, cron: 'every day' }, at('2026-11-02T07:30:00Z'), 60),
    ).toThrow();
  });
});
