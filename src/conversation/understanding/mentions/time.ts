import { readings } from '../../../language/readings.ts';
import { markEarliest, present, type Step } from './step.ts';

const said = readings.flatMap(({ mentions }) => mentions ?? []);
const comingTimes = said.flatMap(({ coming }) => coming ?? []);
const daysToCome = said.flatMap(({ until }) => until ?? []);
const noDays = said.flatMap((mentions) => mentions.noDay ?? []).map(present);
const pastMonths = said.flatMap(({ months }) => months ?? []);
const calendarYears = said.flatMap(({ year }) => year ?? []).map(present);

/** Months to come, which are nobody's history. */
export const coming: Step = (mentions) =>
  markEarliest(mentions, comingTimes, 'coming', (horizonMonths) => ({ horizonMonths }));

/** A day of the year to come. */
export const until: Step = (mentions) =>
  markEarliest(mentions, daysToCome, 'until', (day) => ({ until: day }));

/** By when, where no day can be told. */
export const noDay: Step = (mentions) => markEarliest(mentions, noDays, 'no-day', () => ({}));

/** Months gone by; what is said in two languages is marked in both. */
export const months: Step = (mentions) =>
  pastMonths.reduce(
    (rest, finder) =>
      markEarliest(rest, [finder], 'months', (horizonMonths) => ({ horizonMonths })),
    mentions,
  );

/** A calendar year, which is not a customer. */
export const year: Step = (mentions) => markEarliest(mentions, calendarYears, 'year', () => ({}));
