/**
 * Forecasts of monthly series: their error against the value of a year ago and against exponential smoothing by statsmodels,
 * where Python has it (PYTHON names the interpreter, python3 by default), the coverage of their bands, and what one costs.
 *
 *     node benchmarks/forecast.ts [FILE…]
 *
 * A FILE holds public series as JSON, `[{"x": [values seen], "xx": [values that followed]}, …]`; they are reported beside the
 * made-up ones.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { forecastSeries, seededRandom } from '../src/valuation/index.ts';

type Held = { seen: Float64Array; next: Float64Array };

const SERIES = 1000;
const SEEN = 60;
const AHEAD = 12;
const YEAR = 12;
const LEVEL = 0.9;

/** Sales, balances and the like: levels that wander, trends that may fade, seasons by year or quarter, some outliers. */
function madeUp(seed: number): Held {
  const random = seededRandom(seed);
  const level = Math.exp(3 + 3 * random.next());
  const slope = random.next() < 0.4 ? 0 : 0.01 * random.normal();
  const fades = random.next() < 0.5 ? 0.95 : 1;
  const period = random.next() < 0.75 ? YEAR : 3;
  const strength = random.next() < 0.3 ? 0 : 0.4 * random.next();
  const times = random.next() < 0.5;
  const pattern = Array.from({ length: period }, () => random.normal());
  const mean = pattern.reduce((sum, each) => sum + each, 0) / period;
  const noise = 0.01 + 0.15 * random.next();
  const memory = random.next() < 0.5 ? 0 : random.next();
  const wander = random.next() < 0.5 ? 0 : 0.05 * random.next();
  let [base, trend, error] = [1, slope, 0];
  const values = Float64Array.from({ length: SEEN + AHEAD }, (_, t) => {
    trend *= fades;
    base += trend + wander * random.normal();
    error = memory * error + noise * Math.sqrt(1 - memory ** 2) * random.normal();
    const season = strength * (pattern[t % period]! - mean);
    const outlier = random.next() < 0.01 ? 3 * noise * random.normal() : 0;
    return level * ((times ? base * (1 + season) : base + season) + error + outlier);
  });
  return { seen: values.subarray(0, SEEN), next: values.subarray(SEEN) };
}

const publicSeries = z.array(z.object({ x: z.array(z.number()), xx: z.array(z.number()) }));

function readSeries(file: string): Held[] {
  return publicSeries.parse(JSON.parse(readFileSync(file, 'utf8'))).map(({ x, xx }) => ({
    seen: Float64Array.from(x),
    next: Float64Array.from(xx),
  }));
}

/** Holt and Winters' forecasts of the same series by statsmodels, with a trend that is damped and one that is not, or why not. */
function statsmodels(series: readonly Held[]): { linear: number[][]; damped: number[][] } | string {
  const folder = mkdtempSync(join(tmpdir(), 'forecast-'));
  try {
    const file = join(folder, 'series.json');
    writeFileSync(
      file,
      JSON.stringify(series.map(({ seen, next }) => ({ x: [...seen], h: next.length }))),
    );
    const script = [
      'import json, sys, warnings',
      'warnings.filterwarnings("ignore")',
      'import numpy',
      'from statsmodels.tsa.holtwinters import ExponentialSmoothing',
      'def forecast(x, h, damped):',
      '    x = numpy.array(x)',
      '    model = ExponentialSmoothing(x, trend="add", damped_trend=damped, seasonal="add",',
      '        seasonal_periods=12, initialization_method="estimated")',
      '    return model.fit().forecast(h).tolist()',
      'series = json.load(open(sys.argv[1]))',
      'print(json.dumps({name: [forecast(s["x"], s["h"], damped) for s in series]',
      '    for name, damped in (("linear", False), ("damped", True))}))',
    ].join('\n');
    const run = spawnSync(process.env.PYTHON ?? 'python3', ['-c', script, file], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONWARNINGS: 'ignore' },
    });
    if (run.error) return run.error.message;
    if (run.status !== 0) return run.stderr.trim().split('\n').at(-1) ?? 'it failed';
    return JSON.parse(run.stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function report(what: string, measured: string, met?: boolean): void {
  const mark = met === undefined ? '' : met ? '  met' : '  MISSED';
  console.log(`${what.padEnd(52)} ${measured}${mark}`);
  if (met === false) process.exitCode = 1;
}

const errorOf = (mean: ArrayLike<number>, next: Float64Array) =>
  next.reduce((sum, value, h) => sum + Math.abs(value - mean[h]!), 0) / next.length;

/** What errors are scaled by: the mean absolute difference from the value a year before (Hyndman and Koehler 2006). */
function scaleOf({ seen }: Held): number {
  let sum = 0;
  for (let t = YEAR; t < seen.length; t++) sum += Math.abs(seen[t]! - seen[t - YEAR]!);
  return sum / (seen.length - YEAR);
}

const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function judge(name: string, all: readonly Held[], bars: { coverage: number }): void {
  const series = all.filter((each) => each.seen.length > YEAR && scaleOf(each) > 0);
  const options = { season: YEAR, level: LEVEL };
  const before = process.cpuUsage();
  const forecasts = series.map(({ seen, next }) =>
    forecastSeries(seen, { ...options, horizon: next.length }),
  );
  const { user, system } = process.cpuUsage(before);
  const mase = (means: readonly ArrayLike<number>[]) =>
    meanOf(series.map((each, i) => errorOf(means[i]!, each.next) / scaleOf(each)));
  const yearAgo = series.map(
    ({ seen, next }) =>
      forecastSeries(seen, { ...options, horizon: next.length, method: 'seasonal-naive' }).mean,
  );
  const ours = mase(forecasts.map(({ mean }) => mean));
  const plain = mase(yearAgo);
  const peer = statsmodels(series);
  const rivals = [
    plain,
    ...(typeof peer === 'string' ? [] : [mase(peer.linear), mase(peer.damped)]),
  ];
  console.log(`${name}: ${series.length} series`);
  if (typeof peer === 'string') console.log(`  statsmodels could not be measured: ${peer}`);
  const named = ['a year ago', 'Holt-Winters', 'damped'].slice(0, rivals.length);
  report(
    '  mean absolute scaled error',
    `${ours.toFixed(4)} (${named.map((rival, i) => `${rival} ${rivals[i]!.toFixed(4)}`).join(', ')})`,
    ours <= Math.min(...rivals),
  );
  const better = series.filter(
    ({ next }, i) => errorOf(forecasts[i]!.mean, next) < errorOf(yearAgo[i]!, next),
  );
  report('  series on which it beats a year ago', percent(better.length / series.length));
  const inside = series.map(({ next }, i) => {
    const { low, high } = forecasts[i]!;
    return next.filter((value, h) => value >= low[h]! && value <= high[h]!).length / next.length;
  });
  const coverage = meanOf(inside);
  report(
    `  coverage of ${percent(LEVEL)} bands`,
    percent(coverage),
    Math.abs(coverage - LEVEL) <= bars.coverage,
  );
  const cost = (user + system) / 1000 / series.length;
  const length = meanOf(series.map(({ seen }) => seen.length));
  report(
    '  processor time a series',
    `${cost.toFixed(2)} ms, of ${length.toFixed(0)} months (bar 5 ms for ${SEEN})`,
    length <= SEEN ? cost <= 5 : undefined,
  );
  const methods = Map.groupBy(forecasts, ({ method }) => method);
  report(
    '  methods',
    [...methods]
      .map(([method, { length }]) => `${method} ${percent(length / series.length)}`)
      .join(', '),
  );
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

judge(
  `made up, ${SEEN} months seen and ${AHEAD} ahead`,
  Array.from({ length: SERIES }, (_, seed) => madeUp(seed)),
  { coverage: 0.04 },
);
for (const file of process.argv.slice(2))
  judge(basename(file), readSeries(file), { coverage: 0.04 });
