import { endOfTie, orderedTimes, type SurvivalTimes } from './survival-data.ts';

/** A survival curve that steps down at each time of an event; one entry a step, the earliest first. */
export type KaplanMeier = {
  time: Float64Array;
  /** The weight of those still there just before. */
  atRisk: Float64Array;
  /** The weight of those who have the event. */
  events: Float64Array;
  /** The share still there just after. */
  survival: Float64Array;
  /** Greenwood's standard error of `survival`. */
  standardError: Float64Array;
};

/**
 * The share still there by time, without a model (Kaplan and Meier 1958, "Nonparametric Estimation from Incomplete
 * Observations").
 *
 * @returns no steps where nobody has the event: the curve is then 1 throughout
 * @throws RangeError for an invalid row, naming it
 */
export function kaplanMeier(times: SurvivalTimes): KaplanMeier {
  const { time, event, weight } = orderedTimes(times);
  const steps: { time: number; atRisk: number; events: number }[] = [];
  let atRisk = 0;
  for (let from = 0; from < time.length; ) {
    const end = endOfTie(time, from);
    let events = 0;
    for (let row = from; row < end; row++) {
      atRisk += weight[row]!;
      if (event[row] === 1) events += weight[row]!;
    }
    if (events > 0) steps.push({ time: time[from]!, atRisk, events });
    from = end;
  }
  steps.reverse();
  let survival = 1;
  let greenwood = 0;
  const curve = steps.map(({ atRisk: there, events }) => {
    survival *= 1 - events / there;
    greenwood += events / (there * (there - events));
    return { survival, standardError: survival === 0 ? 0 : survival * Math.sqrt(greenwood) };
  });
  return {
    time: Float64Array.from(steps, (step) => step.time),
    atRisk: Float64Array.from(steps, (step) => step.atRisk),
    events: Float64Array.from(steps, (step) => step.events),
    survival: Float64Array.from(curve, (step) => step.survival),
    standardError: Float64Array.from(curve, (step) => step.standardError),
  };
}

/**
 * The first time at which a stepped survival curve is at most a half.
 *
 * @returns `undefined` where it never falls that far
 */
export function medianTime(curve: {
  time: Float64Array;
  survival: Float64Array;
}): number | undefined {
  const at = curve.survival.findIndex((share) => share <= 0.5);
  return at < 0 ? undefined : curve.time[at];
}
