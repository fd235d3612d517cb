/** A ranking of customers of a campaign, one entry a customer. */
export type RankedCampaign = {
  /** the higher, the more the campaign is expected to do for them; ties are treated as one */
  readonly score: Float64Array;
  /** 1 treated, 0 held out */
  readonly treated: Uint8Array;
  /** 1 where what was wanted happened, such as that they stayed; 0 where not */
  readonly outcome: ArrayLike<number>;
};

/** Points of a curve: after how many customers, and how high. The first is (0, 0). */
export type CurvePoints = { readonly customers: Float64Array; readonly height: Float64Array };

/** How well a ranking finds the customers whom a campaign moves. */
export type UpliftCurve = {
  /**
   * area of the Qini curve above a random ranking's, of that of the best one by scikit-uplift; about 0 at random, and 1 at most where
   * at least half are treated: of a few customers, mostly held out, another ranking can be better
   */
  readonly qini: number;
  /** the same of the uplift curve; `NaN` where even the best ranking is no better than a random one, as among a handful */
  readonly auuc: number;
  /**
   * The share with the outcome among the treated less that among the held-out, among the foremost share of all customers,
   * whichever group they are in (rounded down to whole customers). Of customers with equal scores at the edge the mean is
   * taken, so that their order changes nothing. `NaN` where the foremost are all of one group.
   *
   * @param share above 0, at most 1
   * @throws RangeError for another share
   */
  upliftAt(share: number): number;
};

/**
 * Qini and AUUC of a ranking, normalised by the best ranking there could be, effects below zero included, as scikit-uplift
 * 0.5 computes them (Radcliffe 2007; Devriendt, Guns and Verbeke 2020). Points stand where the score changes; areas are by
 * the trapezoidal rule; on a stretch without one group its share counts as 0.
 *
 * @throws RangeError for fewer than two customers, lengths that differ, a missing score, an entry that is neither 0 nor 1, one
 *   group without anybody, or an outcome that is the same for all
 */
export function upliftCurve(campaign: RankedCampaign): UpliftCurve {
  checkCampaign(campaign);
  const { treated, outcome } = campaign;
  const rows = rowsByUplift(campaign.score);
  const counted = cumulate(campaign, rows);
  const responded = Float64Array.from(outcome);
  const bestForQini = responded.map((y, row) => y * (2 * treated[row]! - 1));
  return {
    qini: normalised(qiniHeight, counted, cumulateBy(campaign, bestForQini)),
    auuc: normalised(upliftHeight, counted, cumulateBy(campaign, bestForUplift(campaign))),
    upliftAt: (share) => upliftAmong(counted, share),
  };
}

/**
 * The Qini curve: after each customer, foremost first, how many more of the treated have the outcome than would at the
 * held-out's share (Radcliffe 2007).
 *
 * @throws RangeError as {@link upliftCurve} does
 */
export function qiniPoints(campaign: RankedCampaign): CurvePoints {
  checkCampaign(campaign);
  return pointsOf(qiniHeight, cumulate(campaign, rowsByUplift(campaign.score)));
}

/**
 * The uplift curve: after each customer, foremost first, the difference of the groups' shares so far times how many they are.
 *
 * @throws RangeError as {@link upliftCurve} does
 */
export function upliftPoints(campaign: RankedCampaign): CurvePoints {
  checkCampaign(campaign);
  return pointsOf(upliftHeight, cumulate(campaign, rowsByUplift(campaign.score)));
}

/** Counts up to the end of each stretch of equal scores. */
type Counted = {
  readonly all: number[];
  readonly treated: number[];
  readonly treatedEvents: number[];
  readonly heldOutEvents: number[];
};

type Height = (treated: number, events: number, heldOut: number, heldOutEvents: number) => number;

const qiniHeight: Height = (treated, events, heldOut, heldOutEvents) =>
  heldOut === 0 ? events : events - (heldOutEvents * treated) / heldOut;

const upliftHeight: Height = (treated, events, heldOut, heldOutEvents) =>
  ((treated === 0 ? 0 : events / treated) - (heldOut === 0 ? 0 : heldOutEvents / heldOut)) *
  (treated + heldOut);

function checkCampaign({ score, treated, outcome }: RankedCampaign): void {
  const rows = score.length;
  if (rows < 2 || treated.length !== rows || outcome.length !== rows) {
    throw new RangeError(
      `An uplift curve needs two customers or more, with a score, a group and an outcome each: got ${rows}, ${treated.length} and ${outcome.length}.`,
    );
  }
  let ofTreated = 0;
  let events = 0;
  for (let row = 0; row < rows; row++) {
    if (Number.isNaN(score[row]!)) {
      throw new RangeError(`The score of row ${row} is missing. Leave out whoever has none.`);
    }
    for (const [what, value] of [
      ['group', treated[row]!],
      ['outcome', outcome[row]!],
    ] as const) {
      if (value !== 0 && value !== 1) {
        throw new RangeError(`The ${what} of row ${row} is ${value}, but it is 0 or 1.`);
      }
    }
    ofTreated += treated[row]!;
    events += outcome[row]!;
  }
  if (ofTreated === 0 || ofTreated === rows) {
    throw new RangeError(
      `All ${rows} customers are ${ofTreated === 0 ? 'held out' : 'treated'}. An uplift curve needs both groups.`,
    );
  }
  if (events === 0 || events === rows) {
    throw new RangeError(
      `All ${rows} outcomes are ${events === 0 ? 0 : 1}. An uplift curve needs both.`,
    );
  }
}

function rowsByUplift(score: Float64Array): Uint32Array {
  return Uint32Array.from(score, (_, row) => row).sort((a, b) =>
    score[a] === score[b] ? a - b : score[a]! > score[b]! ? -1 : 1,
  );
}

const cumulateBy = (campaign: RankedCampaign, score: Float64Array): Counted =>
  cumulate({ ...campaign, score }, rowsByUplift(score));

function cumulate({ score, treated, outcome }: RankedCampaign, rows: Uint32Array): Counted {
  const counted: Counted = { all: [], treated: [], treatedEvents: [], heldOutEvents: [] };
  let ofTreated = 0;
  let events = 0;
  let heldOutEvents = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (treated[row] === 1) {
      ofTreated++;
      events += outcome[row]!;
    } else heldOutEvents += outcome[row]!;
    if (i < rows.length - 1 && score[rows[i + 1]!] === score[row]) continue;
    counted.all.push(i + 1);
    counted.treated.push(ofTreated);
    counted.treatedEvents.push(events);
    counted.heldOutEvents.push(heldOutEvents);
  }
  return counted;
}

/**
 * The best ranking of the uplift curve: the treated with the outcome and the held-out without it first, the foremost of them
 * by whichever of the others there are more of (as scikit-uplift orders them).
 */
function bestForUplift({ treated, outcome }: RankedCampaign): Float64Array {
  let heldOutEvents = 0;
  let treatedWithout = 0;
  for (let row = 0; row < treated.length; row++) {
    if (treated[row] === 0 && outcome[row] === 1) heldOutEvents++;
    if (treated[row] === 1 && outcome[row] === 0) treatedWithout++;
  }
  const byOutcome = heldOutEvents > treatedWithout;
  return Float64Array.from(treated, (group, row) => {
    const agrees = group === outcome[row] ? 2 : 0;
    return agrees + (byOutcome ? outcome[row]! : group);
  });
}

function pointsOf(height: Height, counted: Counted): CurvePoints {
  const { all, treated, treatedEvents, heldOutEvents } = counted;
  return {
    customers: Float64Array.of(0, ...all),
    height: Float64Array.of(
      0,
      ...all.map((number, i) =>
        height(treated[i]!, treatedEvents[i]!, number - treated[i]!, heldOutEvents[i]!),
      ),
    ),
  };
}

function area({ customers, height }: CurvePoints): number {
  let sum = 0;
  for (let i = 1; i < customers.length; i++) {
    sum += ((height[i]! + height[i - 1]!) / 2) * (customers[i]! - customers[i - 1]!);
  }
  return sum;
}

/** The area above the straight line to the end, of that of the best ranking. */
function normalised(height: Height, counted: Counted, best: Counted): number {
  const points = pointsOf(height, counted);
  const straight = (points.customers.at(-1)! * points.height.at(-1)!) / 2;
  return (area(points) - straight) / (area(pointsOf(height, best)) - straight);
}

function upliftAmong(counted: Counted, share: number): number {
  if (!(share > 0 && share <= 1)) {
    throw new RangeError(`A share of the customers is above 0 and at most 1, but was ${share}.`);
  }
  const total = counted.all.at(-1)!;
  // A share such as 0.29 of 100 is a hair below 29 in binary.
  const wanted = Math.floor(total * share + 1e-9);
  const end = counted.all.findIndex((number) => number >= wanted);
  const number = counted.all[end]!;
  const from = counted.all[end - 1] ?? 0;
  const part = (wanted - from) / (number - from);
  const within = (counts: readonly number[]) => {
    const before = counts[end - 1] ?? 0;
    return before + part * (counts[end]! - before);
  };
  const treated = within(counted.treated);
  const heldOut = wanted - treated;
  // Half a customer of one group at an edge of equal scores is enough for a mean, none is not.
  return treated > 0 && heldOut > 0
    ? within(counted.treatedEvents) / treated - within(counted.heldOutEvents) / heldOut
    : Number.NaN;
}
