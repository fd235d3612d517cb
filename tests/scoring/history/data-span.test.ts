import { describe, expect, it } from 'vitest';
import { dayNumber, dayOf } from '../../../src/scoring/history/calendar.ts';
import { dataSpan } from '../../../src/scoring/history/data-span.ts';

/** So many rows a day. */
type Days = Record<string, number>;

const recorded = (days: Days) => {
  const sorted = Object.entries(days).sort(([a], [b]) => a.localeCompare(b));
  return {
    day: Float64Array.from(sorted, ([day]) => dayNumber(day)),
    rows: Float64Array.from(sorted, ([, rows]) => rows),
  };
};

/** A row every day, from one to the other. */
function daily(from: string, to: string, rows = 2): Days {
  const days: Days = {};
  for (let n = dayNumber(from); n <= dayNumber(to); n++) days[dayOf(n)] = rows;
  return days;
}

const bank = daily('2025-01-05', '2026-06-30');
const today = '2026-11-28';
const spanOf = (days: Days) => dataSpan(recorded(days), today);

describe('the span of a bank’s data', () => {
  it('goes from its first to its last day', () => {
    expect(spanOf(bank)).toEqual({
      first: '2025-01-05',
      last: '2026-06-30',
      before: null,
      after: null,
      future: null,
    });
  });

  it.each(['0001-01-01', '1900-01-01', '1970-01-01', '1987-06-05', '2024-10-01'])(
    'does not begin with one row on %s',
    (day) => {
      expect(spanOf({ ...bank, [day]: 1 })).toMatchObject({
        first: '2025-01-05',
        last: '2026-06-30',
        before: { rows: 1, first: day, last: day },
      });
    },
  );

  it('does not end with one row months after all others', () => {
    expect(spanOf({ ...bank, '2026-11-02': 1 })).toMatchObject({
      last: '2026-06-30',
      after: { rows: 1, first: '2026-11-02', last: '2026-11-02' },
      future: null,
    });
  });

  it.each(['2026-11-29', '2099-01-01', '9999-12-31'])('does not end on %s, after today', (day) => {
    expect(spanOf({ ...bank, [day]: 100_000 })).toMatchObject({
      last: '2026-06-30',
      future: { rows: 100_000, first: day, last: day },
    });
  });

  it('is told of all at once, however many stand for a day that is not known', () => {
    const span = spanOf({ ...bank, '1900-01-01': 300, '1970-01-01': 40, '2099-12-31': 3 });
    expect(span).toMatchObject({
      first: '2025-01-05',
      last: '2026-06-30',
      before: { rows: 340, first: '1900-01-01', last: '1970-01-01' },
      future: { rows: 3 },
    });
  });

  it('keeps what is a part of a month or more, and what is near', () => {
    const resumed = daily('2026-10-01', '2026-10-20');
    expect(spanOf({ ...bank, ...resumed })).toMatchObject({ last: '2026-10-20', after: null });
    const imported = daily('2023-01-01', '2023-01-31');
    expect(spanOf({ ...bank, ...imported })).toMatchObject({ first: '2023-01-01', before: null });
    expect(spanOf({ ...bank, '2024-12-01': 1 })).toMatchObject({ first: '2024-12-01' });
  });

  it('keeps every row of a bank that has few', () => {
    expect(spanOf({ '2021-03-01': 1, '2023-05-01': 1, '2026-06-30': 1 })).toMatchObject({
      first: '2021-03-01',
      last: '2026-06-30',
    });
  });

  it('keeps a history of before 1970 that is unbroken', () => {
    expect(spanOf({ ...daily('1961-01-02', '1973-12-31'), ...bank })).toMatchObject({
      first: '1961-01-02',
      before: null,
    });
  });

  it('is none where nothing is dated today or before', () => {
    expect(spanOf({})).toBeNull();
    expect(spanOf({ '2099-01-01': 5 })).toBeNull();
  });
});
