import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestSlot } from '../../../src/conversation/schedules/slots.ts';
import { momentAt, wallClock } from '../../../src/language/wall-clock.ts';
import { bankCalendar } from '../../../src/settings/bank-calendar.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const calendar = bankCalendar(undefined);

/** The newest slot of a schedule within so many milliseconds before a moment. */
const newestWithin = (cron: string, timezone: string, back: number, at: number) =>
  newestSlot({ cron, timezone }, calendar, new Date(at - back), new Date(at));

/** The slots that are found by ticking every minute, each once, as the queue claims them. */
function ticked(cron: string, timezone: string, from: string, to: string): string[] {
  const slots = new Set<string>();
  for (let at = Date.parse(from); at <= Date.parse(to); at += minute) {
    const slot = newestWithin(cron, timezone, 3 * hour, at);
    if (slot !== undefined && slot > new Date(from)) slots.add(slot.toISOString());
  }
  return [...slots];
}

describe('a slot where clocks change', () => {
  it.each([
    // The gap of 29 March 2026 in Prague is from 01:00 UTC.
    ['30 2 * * *', 'Europe/Prague', '2026-03-28T22:00Z', '2026-03-29T08:00Z', '2026-03-29T01:00Z'],
    ['0 2 * * *', 'Europe/Prague', '2026-03-28T22:00Z', '2026-03-29T08:00Z', '2026-03-29T01:00Z'],
    ['0 3 * * *', 'Europe/Prague', '2026-03-28T22:00Z', '2026-03-29T08:00Z', '2026-03-29T01:00Z'],
    ['30 2 * * 0', 'Europe/Prague', '2026-03-28T22:00Z', '2026-03-29T08:00Z', '2026-03-29T01:00Z'],
    ['30 2 29 * *', 'Europe/Prague', '2026-03-28T22:00Z', '2026-03-29T08:00Z', '2026-03-29T01:00Z'],
    // 02:30 comes twice on 25 October.
    ['30 2 * * *', 'Europe/Prague', '2026-10-24T22:00Z', '2026-10-25T06:00Z', '2026-10-25T00:30Z'],
    ['0 2 * * *', 'Europe/Prague', '2026-10-24T22:00Z', '2026-10-25T06:00Z', '2026-10-25T00:00Z'],
    // No midnight on 6 September in Santiago; it would be 04:00 UTC.
    [
      '0 0 * * *',
      'America/Santiago',
      '2026-09-05T20:00Z',
      '2026-09-07T02:00Z',
      '2026-09-06T04:00Z',
    ],
    [
      '30 0 * * *',
      'America/Santiago',
      '2026-09-05T20:00Z',
      '2026-09-07T02:00Z',
      '2026-09-06T04:00Z',
    ],
    // Half an hour is skipped, and comes twice, on Lord Howe Island.
    [
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-03T06:00Z',
      '2026-10-04T06:00Z',
      '2026-10-03T15:30Z',
    ],
    [
      '45 1 * * *',
      'Australia/Lord_Howe',
      '2026-04-03T18:00Z',
      '2026-04-05T06:00Z',
      '2026-04-04T14:45Z',
    ],
  ])('of %s in %s is sent once', (cron, timezone, from, to, slot) => {
    expect(ticked(cron, timezone, from, to)).toEqual([new Date(slot).toISOString()]);
  });

  it('comes at midnight where the hour before it is skipped', () => {
    // From 22:59 on 28 March 2026 clocks in Nuuk go to midnight, which is 01:00 UTC.
    expect(ticked('0 23 * * *', 'America/Nuuk', '2026-03-28T12:00Z', '2026-03-30T12:00Z')).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:00:00.000Z',
    ]);
  });

  it('leaves the slots after it alone', () => {
    expect(
      ticked('30 23 * * *', 'America/Santiago', '2026-09-04T12:00Z', '2026-09-07T12:00Z'),
    ).toEqual(['2026-09-05T03:30:00.000Z', '2026-09-06T03:30:00.000Z', '2026-09-07T02:30:00.000Z']);
  });
});

/** Zones and the days of 2026, as UTC midnights, on or beside which their clocks change. */
const changes = Intl.supportedValuesOf('timeZone').flatMap((timezone) => {
  const offset = (at: number) => wallClock(new Date(at), timezone).getTime() - at;
  const start = Date.UTC(2026, 0, 1);
  return Array.from({ length: 365 }, (_, i) => start + i * day).flatMap((at) =>
    offset(at) === offset(at + day) ? [] : [{ timezone, at }],
  );
});

/** Every slot from two days before a moment to three days after, by ticking as often as slots are made up for. */
function slotsAround(cron: string, timezone: string, around: number): Date[] {
  const slots = new Map<number, Date>();
  for (let at = around - 2 * day; at <= around + 3 * day; at += 20 * minute) {
    const slot = newestWithin(cron, timezone, day, at);
    if (slot !== undefined && slot.getTime() > around - 2 * day) slots.set(slot.getTime(), slot);
  }
  return [...slots.values()];
}

/** The local day a slot was due on: where the hour before midnight is skipped, its slots come at midnight, of the next day. */
function dueDay(slot: Date, timezone: string, { h, m }: { h: number; m: number }): string {
  const local = wallClock(slot, timezone);
  const late = local.getUTCHours() + local.getUTCMinutes() === 0 && h + m > 0;
  return new Date(local.getTime() - (late ? day : 0)).toISOString().slice(0, 10);
}

describe('in every time zone, on the days when clocks change', () => {
  const change = fc.constantFrom(...changes);
  const time = fc.record({ h: fc.nat(23), m: fc.nat(59) });

  it('has such days to test', () => {
    expect(new Set(changes.map(({ timezone }) => timezone)).size).toBeGreaterThan(100);
  });

  it('a daily schedule gives one slot a local day', () => {
    fc.assert(
      fc.property(change, time, ({ timezone, at }, { h, m }) => {
        const days = slotsAround(`${m} ${h} * * *`, timezone, at).map((slot) =>
          dueDay(slot, timezone, { h, m }),
        );
        expect(new Set(days).size).toBe(days.length);
        const [first = '', last = ''] = [days[0], days.at(-1)];
        expect(days).toHaveLength((Date.parse(last) - Date.parse(first)) / day + 1);
        expect(days.length).toBeGreaterThanOrEqual(4);
      }),
      {
        numRuns: 60,
        examples: [
          [
            { timezone: 'America/Godthab', at: Date.UTC(2026, 2, 29) },
            { h: 23, m: 0 },
          ],
        ],
      },
    );
  });

  it('a weekly or monthly schedule gives one slot on its day', () => {
    fc.assert(
      fc.property(change, time, fc.boolean(), ({ timezone, at }, { h, m }, weekly) => {
        const local = wallClock(new Date(at + 12 * hour), timezone);
        const on = weekly ? `* * ${local.getUTCDay()}` : `${local.getUTCDate()} * *`;
        const slots = slotsAround(`${m} ${h} ${on}`, timezone, at);
        expect(slots.map((slot) => dueDay(slot, timezone, { h, m }))).toEqual([
          local.toISOString().slice(0, 10),
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it('a time on the wall is the first moment that shows it, or the end of the gap', () => {
    fc.assert(
      fc.property(change, fc.integer({ min: 0, max: 48 * 60 }), ({ timezone, at }, minutes) => {
        const shown = new Date(Math.floor(at / day) * day + minutes * minute);
        const moment = momentAt(shown, timezone);
        const shows = wallClock(moment, timezone).getTime();
        expect(shows).toBeGreaterThanOrEqual(shown.getTime());
        const before = wallClock(new Date(moment.getTime() - 1), timezone).getTime();
        expect(before).toBeLessThan(shown.getTime());
      }),
      { numRuns: 300 },
    );
  });
});
