import type { Random } from '../valuation/numeric/random.ts';
import { between, lognormal } from './chance.ts';

/** How a customer's relationship with the bank stands in a month. What it does to the data, others write. */
export type Course = {
  /** on the way out, though many turn round */
  drifting: boolean;
  monthsDrifting: number;
  /** fall of the logarithm of the balances a month, while drifting */
  pull: number;
  /** what activity is multiplied by each month, while drifting */
  fading: number;
  /** how far the logarithm of the balances has fallen through drifting */
  fallen: number;
  /** how far it has fallen for reasons of the customer's own: a house, a wedding */
  spent: number;
  /** what activity is multiplied by: 1 as usual */
  activity: number;
  /** months of a silence that means nothing: travel, illness */
  away: number;
  /** 0 to 1 */
  satisfaction: number;
  /** what is left of the anger over unresolved complaints; 1 at a fresh one */
  grudge: number;
  /** regular income now goes to another bank */
  incomeMoved: boolean;
};

/** What else bears on leaving this month. */
export type Circumstances = {
  /** how much of the month has passed, 0 to 1 */
  readonly share: number;
  /** the archetype's, and the customer's own */
  readonly restlessness: number;
  readonly yearsHere: number;
  readonly products: number;
  readonly mortgage: boolean;
  /** a rival offers better rates, and the customer has something to move */
  readonly tempted: boolean;
  /** the manager was in touch */
  readonly contacted: boolean;
  /** what the satisfaction comes back to */
  readonly contentment: number;
};

export type Complaint = { readonly resolvedAfterDays: number | null };

/** Months of drifting before anybody leaves. */
const soonestLeaving = 4;

/** A relationship as it begins. */
export function newCourse(contentment: number): Course {
  return {
    drifting: false,
    monthsDrifting: 0,
    pull: 0,
    fading: 1,
    fallen: 0,
    spent: 0,
    activity: 1,
    away: 0,
    satisfaction: contentment,
    grudge: 0,
    incomeMoved: false,
  };
}

/** A month's complaint, if there is one, and what it does to the customer's feelings. */
export function complain(random: Random, course: Course, share: number): Complaint | null {
  const rate = 0.012 * Math.exp(2 * (0.72 - course.satisfaction) + (course.drifting ? 1.3 : 0));
  if (random.next() >= rate * share) return null;
  if (random.next() < (course.drifting ? 0.6 : 0.78)) {
    course.satisfaction -= 0.08;
    return { resolvedAfterDays: 1 + Math.floor(lognormal(random, 7, 0.7)) };
  }
  course.satisfaction -= 0.2;
  course.grudge = 1;
  return { resolvedAfterDays: null };
}

/** Starts drifting away: over several months the money goes, and with it the habit. */
export function drift(random: Random, course: Course): void {
  course.drifting = true;
  course.monthsDrifting = 0;
  course.pull = Math.min(0.7, lognormal(random, 0.21, 0.45));
  course.fading = between(random, 0.6, 0.9);
}

/**
 * Moves a relationship on by a month.
 * @returns true when the customer leaves in this month
 */
export function passMonth(random: Random, course: Course, now: Circumstances): boolean {
  const { share } = now;
  feel(random, course, now);
  live(random, course, share);
  const steadiness =
    -0.3 * (now.products - 2) - (now.mortgage ? 0.7 : 0) + 0.9 * Math.exp(-now.yearsHere / 1.5);
  if (!course.drifting) {
    const unrest = now.restlessness + steadiness + 4 * (0.7 - course.satisfaction);
    const onset = 0.0098 * Math.exp(unrest + 1.5 * course.grudge + (now.tempted ? 0.8 : 0));
    if (random.next() < Math.min(0.4, onset) * share) drift(random, course);
    return random.next() < 0.0007 * Math.exp(now.restlessness + steadiness) * share;
  }
  course.monthsDrifting++;
  course.fallen += course.pull * between(random, 0.3, 1.7) * share;
  course.activity *= course.fading ** share;
  course.satisfaction -= 0.05 * share;
  if (random.next() < 0.14 * share) course.incomeMoved = true;
  if (course.monthsDrifting >= soonestLeaving) {
    const resolve =
      0.16 *
      Math.exp(
        steadiness +
          2.5 * (0.6 - course.satisfaction) +
          0.7 * course.grudge +
          (course.incomeMoved ? 0.4 : 0) -
          (now.contacted ? 0.4 : 0),
      );
    if (random.next() < Math.min(0.5, resolve) * share) return true;
  }
  const change = 0.06 * Math.exp(2 * (course.satisfaction - 0.55) + (now.contacted ? 0.7 : 0));
  if (course.monthsDrifting > 1 && random.next() < Math.min(0.5, change) * share) turnRound(course);
  return false;
}

function turnRound(course: Course): void {
  course.drifting = false;
  course.incomeMoved = false;
  course.satisfaction += 0.08;
}

function feel(random: Random, course: Course, now: Circumstances): void {
  course.satisfaction += 0.15 * (now.contentment - course.satisfaction) + 0.03 * random.normal();
  course.satisfaction = Math.min(1, Math.max(0, course.satisfaction));
  course.grudge *= 0.87 ** now.share;
}

/** What happens to everybody, leaving or not: the noise a model must see through. */
function live(random: Random, course: Course, share: number): void {
  if (!course.drifting) {
    course.fallen *= 0.75 ** share;
    course.activity += (1 - course.activity) * 0.4 * share;
  }
  course.spent *= 0.93 ** share;
  if (random.next() < 0.01 * share) course.spent += between(random, 0.2, 1.1);
  if (course.away > 0) course.away--;
  else if (random.next() < 0.012 * share) course.away = 1 + random.integer(3);
}
