/**
 * Whether a campaign's figures can be trusted: simulated campaigns, as large as their own plan asks for, with a true effect of
 * 5 points and with none; and whom an uplift model finds, against a random ranking and against ranking by risk.
 *
 *     node benchmarks/uplift.ts
 */
import {
  criticalValues,
  type Dataset,
  differenceOfMeans,
  differenceOfProportions,
  predictChurn,
  type Random,
  sampleSizeOfMeans,
  sampleSizeOfProportions,
  seededRandom,
  trainChurn,
  upliftCandidates,
  upliftCurve,
  validateUplift,
} from '../src/valuation/index.ts';

const POWER = 0.8;
const EFFECT = 0.05;
const [FIRST = 0, LAST = 0] = criticalValues([0.5, 1], 0.05);

function report(what: string, measured: string, met?: boolean): void {
  const mark = met === undefined ? '' : met ? '  met' : '  MISSED';
  console.log(`${what.padEnd(72)} ${measured}${mark}`);
  if (met === false) process.exitCode = 1;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function events(random: Random, of: number, probability: number): number {
  let happened = 0;
  for (let i = 0; i < of; i++) if (random.next() < probability) happened++;
  return happened;
}

type Rates = { covered: number; said: number };

/** Campaigns of retention, looked at half way and at the end. */
function retention(base: number, effect: number, heldOutShare: number, draws: number): Rates {
  const size = sampleSizeOfProportions(
    { base, effect: EFFECT },
    { z: LAST, power: POWER, heldOutShare },
  );
  const halves = {
    treated: [Math.floor(size.treated / 2), Math.ceil(size.treated / 2)],
    heldOut: [Math.floor(size.heldOut / 2), Math.ceil(size.heldOut / 2)],
  } as const;
  const random = seededRandom(1);
  let covered = 0;
  let said = 0;
  for (let draw = 0; draw < draws; draw++) {
    const treated = halves.treated.map((of) => events(random, of, base + effect));
    const heldOut = halves.heldOut.map((of) => events(random, of, base));
    const early = differenceOfProportions(
      { events: treated[0]!, of: halves.treated[0] },
      { events: heldOut[0]!, of: halves.heldOut[0] },
      FIRST,
    );
    const end = differenceOfProportions(
      { events: treated[0]! + treated[1]!, of: size.treated },
      { events: heldOut[0]! + heldOut[1]!, of: size.heldOut },
      LAST,
    );
    if (end.low <= effect && effect <= end.high) covered++;
    if ([early, end].some(({ low, high }) => low > 0 || high < 0)) said++;
  }
  return { covered: covered / draws, said: said / draws };
}

/** Campaigns of contribution, with the long tail that money has: log-normal figures, 30 more for the treated. */
function contribution(effect: number, heldOutShare: number, draws: number): Rates {
  const spread = 1;
  const scale = 60;
  const deviation = scale * Math.sqrt((Math.exp(spread ** 2) - 1) * Math.exp(spread ** 2));
  const size = sampleSizeOfMeans(
    { deviation, effect: 30 },
    { z: LAST, power: POWER, heldOutShare },
  );
  const random = seededRandom(2);
  const sample = (of: number, more: number) => {
    const values = Float64Array.from(
      { length: of },
      () => more + scale * Math.exp(spread * random.normal()),
    );
    const mean = values.reduce((sum, value) => sum + value, 0) / of;
    return {
      of,
      mean,
      variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (of - 1),
    };
  };
  let covered = 0;
  let said = 0;
  for (let draw = 0; draw < draws; draw++) {
    const { low, high } = differenceOfMeans(
      sample(size.treated, effect),
      sample(size.heldOut, 0),
      LAST,
    );
    if (low <= effect && effect <= high) covered++;
    if (low > 0 || high < 0) said++;
  }
  return { covered: covered / draws, said: said / draws };
}

console.log('Retention, 80 in 100 of the held-out stay, a fifth held out, planned for 5 points');
for (const [draws, bars] of [
  [500, true],
  [10_000, false],
] as const) {
  const there = retention(0.8, EFFECT, 0.2, draws);
  const none = retention(0.8, 0, 0.2, draws);
  report(
    `${draws} campaigns with 5 points: the interval has them (95 ± 2 %)`,
    percent(there.covered),
    bars ? Math.abs(there.covered - 0.95) <= 0.02 : undefined,
  );
  report(
    `${draws} campaigns with 5 points: seen (power ${percent(POWER)} stated)`,
    percent(there.said),
    bars ? there.said >= POWER : undefined,
  );
  report(
    `${draws} campaigns with none: none is said (≥ 95 %), looked at twice`,
    percent(1 - none.said),
    bars ? 1 - none.said >= 0.95 : undefined,
  );
}

console.log('Retention, other campaigns, 4,000 draws: interval, power, none');
for (const [base, heldOutShare] of [
  [0.6, 0.2],
  [0.9, 0.2],
  [0.8, 0.5],
  [0.8, 0.1],
] as const) {
  const there = retention(base, EFFECT, heldOutShare, 4000);
  const none = retention(base, 0, heldOutShare, 4000);
  report(
    `  ${percent(base)} stay, ${percent(heldOutShare)} held out`,
    [there.covered, there.said, 1 - none.said].map(percent).join('  '),
  );
}

console.log('Contribution, log-normal, 30 more a customer: interval, power, none');
const money = contribution(30, 0.2, 4000);
report(
  '  a fifth held out',
  [money.covered, money.said, 1 - contribution(0, 0.2, 4000).said].map(percent).join('  '),
);

/** Customers whose risk and whose uplift have different causes. */
function ranked(rows: number) {
  const random = seededRandom(3);
  const columns = Array.from({ length: 8 }, (_, i) => ({
    name: `x${i}`,
    kind: 'number' as const,
    values: Float64Array.from({ length: rows }, () => random.normal()),
  }));
  const x = (i: number, row: number) => columns[i]!.values[row]!;
  const treated = Uint8Array.from({ length: rows }, () => (random.next() < 0.2 ? 0 : 1));
  const truth = new Float64Array(rows);
  const outcome = new Uint8Array(rows);
  const stays = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));
  for (let row = 0; row < rows; row++) {
    const without = 1.2 + 0.9 * x(0, row) + 0.6 * x(1, row);
    const withIt = without + 0.5 + 0.9 * x(2, row) - 0.4 * Math.abs(x(3, row));
    truth[row] = stays(withIt) - stays(without);
    outcome[row] = random.next() < stays(treated[row] === 1 ? withIt : without) ? 1 : 0;
  }
  const dataset: Dataset = { rows, columns };
  return { dataset, truth, treated, outcome };
}

console.log('Qini of held-out customers, 6,000 in the campaign, five folds');
const { dataset, truth, treated, outcome } = ranked(6000);
report(
  '  by the true uplift, which nobody knows',
  upliftCurve({ score: truth, treated, outcome }).qini.toFixed(3),
);
const left = outcome.map((each) => 1 - each);
const risk = predictChurn(trainChurn('logistic', dataset, left, { seed: 1 }), dataset);
const byRisk = upliftCurve({ score: risk, treated, outcome }).qini;
report('  by the risk of leaving, the highest first', byRisk.toFixed(3));
for (const candidate of upliftCandidates) {
  const began = performance.now();
  const { qini, auuc } = validateUplift(
    candidate,
    dataset,
    { treated, outcome },
    { seed: 1, folds: 5 },
  );
  const seconds = (performance.now() - began) / 1000;
  report(
    `  by ${candidate.method} over ${candidate.kind}`,
    `${qini.toFixed(3)} (AUUC ${auuc.toFixed(3)}, ${seconds.toFixed(1)} s)`,
  );
}
