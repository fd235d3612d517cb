import { describe, expect, it } from 'vitest';
import { newestSlot } from '../../../src/conversation/schedules/slots.ts';
import { bankCalendar } from '../../../src/settings/bank-calendar.ts';

/*
 * Two years of slots, held to a calendar that is computed here, by another way than the code goes: from the offsets that Intl
 * names, a slot is the first moment at which the clocks show its time or a later one.
 */

const minute = 60_000;
const day = 24 * 60 * minute;
const from = Date.UTC(2026, 0, 1);
const to = Date.UTC(2028, 0, 1);

const zones = [
  'Europe/Prague',
  'America/New_York',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Asia/Shanghai',
  'Africa/Cairo',
  'Pacific/Apia',
  // Two hours are skipped; clocks go back for a month; the day begins at one; a quarter of an hour of its own.
  'Antarctica/Troll',
  'Africa/Casablanca',
  'America/Havana',
  'Pacific/Chatham',
];

type Day = { weekday: number; date: number; month: number; fromEnd: number };
type Planned = { cron: string; on: (day: Day) => boolean; at: string[] };

const every = () => true;
const schedules: Planned[] = [
  { cron: '30 8 * * 1-5', at: ['08:30'], on: ({ weekday }) => weekday > 0 && weekday < 6 },
  { cron: '30 2 * * *', at: ['02:30'], on: every },
  { cron: '0 0 * * *', at: ['00:00'], on: every },
  { cron: '30 0 * * *', at: ['00:30'], on: every },
  { cron: '45 1 * * *', at: ['01:45'], on: every },
  { cron: '59 23 * * *', at: ['23:59'], on: every },
  { cron: '0 2,17 * * *', at: ['02:00', '17:00'], on: every },
  { cron: '0 9 * * 1-6', at: ['09:00'], on: ({ weekday }) => weekday !== 0 },
  { cron: '0 2 * * 0', at: ['02:00'], on: ({ weekday }) => weekday === 0 },
  { cron: '45 8 * * 1,3,5', at: ['08:45'], on: ({ weekday }) => weekday % 2 === 1 },
  { cron: '0 0 1 * *', at: ['00:00'], on: ({ date }) => date === 1 },
  { cron: '0 17 L * *', at: ['17:00'], on: ({ fromEnd }) => fromEnd === 1 },
  { cron: '0 9 * * 5#1', at: ['09:00'], on: ({ weekday, date }) => weekday === 5 && date <= 7 },
  {
    cron: '15 0 * * 5L',
    at: ['00:15'],
    on: ({ weekday, fromEnd }) => weekday === 5 && fromEnd <= 7,
  },
  {
    cron: '0 9 L 3,6,9,12 *',
    at: ['09:00'],
    on: ({ month, fromEnd }) => month % 3 === 0 && fromEnd === 1,
  },
];

/** Stretches of time in which a zone keeps one offset. */
type Stretch = { start: number; end: number; offset: number };

function stretchesOf(timeZone: string): Stretch[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const offsetAt = (at: number) => {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] =
      /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minute;
  };
  const stretches: Stretch[] = [];
  let start = from - 3 * day;
  for (let at = start; at < to + 3 * day; at += day) {
    if (offsetAt(at) === offsetAt(at + day)) continue;
    for (let change = at + 15 * minute; ; change += 15 * minute) {
      if (offsetAt(change) === offsetAt(at)) continue;
      stretches.push({ start, end: change, offset: offsetAt(at) });
      start = change;
      break;
    }
  }
  return [...stretches, { start, end: Number.POSITIVE_INFINITY, offset: offsetAt(start) }];
}

/** The first moment at which the clocks show a time or a later one. */
function firstShowing(wall: number, stretches: readonly Stretch[]): number {
  for (const { start, end, offset } of stretches) {
    const moment = Math.max(start, wall - offset);
    if (moment < end) return moment;
  }
  throw new Error('The last stretch has no end.');
}

function slotsByCalendar({ on, at }: Planned, stretches: readonly Stretch[]): number[] {
  const slots = new Set<number>();
  for (let midnight = from; midnight < to; midnight += day) {
    const date = new Date(midnight);
    const month = date.getUTCMonth() + 1;
    const days = new Date(Date.UTC(date.getUTCFullYear(), month, 0)).getUTCDate();
    const fromEnd = days - date.getUTCDate() + 1;
    if (!on({ weekday: date.getUTCDay(), date: date.getUTCDate(), month, fromEnd })) continue;
    for (const time of at) {
      const [hours = 0, minutes = 0] = time.split(':').map(Number);
      slots.add(firstShowing(midnight + (hours * 60 + minutes) * minute, stretches));
    }
  }
  return [...slots].sort((a, b) => a - b);
}

/** The slots that are found by ticking: every few hours, and every few minutes where clocks change. */
function slotsByTicks(cron: string, timezone: string, stretches: readonly Stretch[]): number[] {
  const changes = stretches.slice(1).map(({ start }) => start);
  const slots = new Set<number>();
  const tick = (at: number) => {
    const before = new Date(at - 180 * minute);
    const slot = newestSlot({ cron, timezone }, bankCalendar(undefined), before, new Date(at));
    if (slot !== undefined) slots.add(slot.getTime());
  };
  for (let at = from - 2 * day; at < to + 2 * day; at += 170 * minute) tick(at);
  for (const change of changes)
    for (let at = change - 26 * 60 * minute; at < change + 26 * 60 * minute; at += 7 * minute)
      tick(at);
  return [...slots].sort((a, b) => a - b);
}

describe.each(zones)('two years in %s', (timezone) => {
  const stretches = stretchesOf(timezone);

  it.each(schedules)('have each slot of $cron once', (planned) => {
    const wanted = slotsByCalendar(planned, stretches);
    const first = wanted[0] ?? 0;
    const last = wanted.at(-1) ?? 0;
    const found = slotsByTicks(planned.cron, timezone, stretches);
    expect(found.filter((slot) => slot >= first && slot <= last)).toEqual(wanted);
  });
});
