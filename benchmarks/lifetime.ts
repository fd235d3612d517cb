/**
 * Lifetime models: fitting BG/NBD on CDNOW and scoring a million customers, compared with the Python package
 * `lifetimes` on the same customers and cores, where Python has it (PYTHON names the interpreter, python3 by
 * default). Where the CDNOW files do not lie beside the project, synthetic customers are used.
 *
 *     node benchmarks/lifetime.ts
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BgNbdModel,
  customerLifetimeValue,
  expectedSpend,
  expectedTransactions,
  fitBgNbd,
  fitParetoNbd,
  type GammaGammaModel,
  probabilityAlive,
  type Rfm,
  seededRandom,
} from '../src/valuation/index.ts';

const MILLION = 1_000_000;
const ROUNDS = 21;
/** Weeks of four to a month, so that twelve monthly steps are the same sum in both programs. */
const MONTH = 4;
const YEAR = 12 * MONTH;
const MONTHLY_DISCOUNT = 0.01;
/** The time that `lifetimes` took for CDNOW on two cores, used where it cannot be run. */
const STATED_FIT_SECONDS = 0.14;

const transactions: BgNbdModel = {
  kind: 'bg-nbd',
  ...{ r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  ...{ logLikelihood: -9582.4, converged: true, iterations: 0 },
};
const spend: GammaGammaModel = {
  kind: 'gamma-gamma',
  ...{ p: 6.25, q: 3.74, v: 15.44 },
  ...{ logLikelihood: -4055.9, converged: true, iterations: 0 },
};

type Customers = Rfm & { meanSpend: Float64Array };

/** Synthetic customers as varied as a bank's: up to three years old in weeks, up to 60 purchases. */
function synthesise(customers: number): Customers {
  const random = seededRandom(1);
  const made = {
    x: new Float64Array(customers),
    tx: new Float64Array(customers),
    T: new Float64Array(customers),
    meanSpend: new Float64Array(customers),
  };
  for (let row = 0; row < customers; row++) {
    const age = 4 + random.integer(7 * 152) / 7;
    const count = Math.floor(60 * random.next() ** 4);
    made.x[row] = count;
    made.T[row] = age;
    made.tx[row] = count > 0 ? age * random.next() : 0;
    made.meanSpend[row] = count > 0 ? 10 + 90 * random.next() : 0;
  }
  return made;
}

/** The histories of CDNOW's customers up to a day, given in days from 1 January 1970. */
function readCdnow(name: string, idColumn: number, end: number): Rfm | undefined {
  const file = new URL(`../../shared/data/cdnow/${name}`, import.meta.url);
  if (!existsSync(file)) return undefined;
  const days = new Map<string, Set<number>>();
  for (const line of readFileSync(file, 'utf8').trim().split(/\r?\n/)) {
    const cells = line.trim().split(/\s+/);
    const date = cells.find((cell) => /^199[78]\d{4}$/.test(cell));
    const id = cells[idColumn];
    if (!date || id === undefined) continue;
    const day = Date.UTC(+date.slice(0, 4), +date.slice(4, 6) - 1, +date.slice(6)) / 86_400_000;
    const known = days.get(id) ?? new Set();
    days.set(id, known);
    if (day <= end) known.add(day);
  }
  const spans = [...days.values()].map((known) => {
    const sorted = [...known].sort((a, b) => a - b);
    return { count: sorted.length - 1, first: sorted[0] ?? end, last: sorted.at(-1) ?? end };
  });
  return {
    x: Float64Array.from(spans, ({ count }) => count),
    tx: Float64Array.from(spans, ({ first, last }) => (last - first) / 7),
    T: Float64Array.from(spans, ({ first }) => (end - first) / 7),
  };
}

/** The median time of a call in seconds, and separately that of the first call, which includes warming up. */
function timed(rounds: number, call: () => void): { first: number; median: number } {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    call();
    seconds.push((performance.now() - start) / 1000);
  }
  const [first = 0, ...rest] = seconds;
  rest.sort((a, b) => a - b);
  return { first, median: rest[rest.length >> 1] ?? first };
}

function scoreAll(customers: Customers): Float64Array[] {
  return [
    probabilityAlive(transactions, customers),
    expectedTransactions(transactions, YEAR, customers),
    expectedSpend(spend, customers),
    customerLifetimeValue({ transactions, spend }, customers, customers.meanSpend, {
      horizon: YEAR,
      discountRatePerPeriod: (1 + MONTHLY_DISCOUNT) ** (1 / MONTH) - 1,
      steps: 12,
    }),
  ];
}

/** The peak memory in megabytes above the input, results included; to be called in a process of its own. */
function measureMemory(): number {
  const customers = synthesise(MILLION);
  const before = process.memoryUsage.rss();
  const scores = scoreAll(customers);
  if (scores.length !== 4) throw new Error('There should be four scores.');
  return (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
}

const PYTHON_PROGRAM = `
import json, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np
from lifetimes import BetaGeoFitter, GammaGammaFitter
import pandas as pd

def table(path):
    return np.fromfile(path, dtype=np.float64)

def median(rounds, call):
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter(); call(); seconds.append(time.perf_counter() - start)
    return sorted(seconds)[len(seconds) // 2]

fit = table(sys.argv[1]).reshape(3, -1)
score = table(sys.argv[2]).reshape(4, -1)
x, tx, age = fit
result = {"fit": median(7, lambda: BetaGeoFitter().fit(x, tx, age))}
bg = BetaGeoFitter(); bg.params_ = pd.Series({"r": .243, "alpha": 4.414, "a": .793, "b": 2.426})
gg = GammaGammaFitter(); gg.params_ = pd.Series({"p": 6.25, "q": 3.74, "v": 15.44})
x, tx, age, spent = [pd.Series(column) for column in score]
bg.predict = bg.conditional_expected_number_of_purchases_up_to_time

def everything():
    bg.conditional_probability_alive(x, tx, age)
    bg.predict(48, x, tx, age)
    gg.conditional_expected_average_profit(x, spent)
    global values
    # lifetimes counts a month of weeks as 4.345; its own loop is used with months of 4.
    adjusted = gg.conditional_expected_average_profit(x, spent)
    values = pd.Series(0, index=x.index, dtype=float)
    for i in range(4, 49, 4):
        step = bg.predict(i, x, tx, age) - bg.predict(i - 4, x, tx, age)
        values += adjusted * step / 1.01 ** (i / 4)

result["score"] = median(int(sys.argv[3]), everything)
result["total"] = float(values.sum())
print(json.dumps(result))
`;

/** What `lifetimes` computes of each customer, by its own expressions, for machines that have numpy and scipy without it. */
const EXPRESSIONS = `
import json, sys, time
import numpy as np
from scipy.special import expit, hyp2f1

x, tx, age, spent = np.fromfile(sys.argv[1]).reshape(4, -1)
r, alpha, a, b, p, q, v, t = .243, 4.414, .793, 2.426, 6.25, 3.74, 15.44, 48

def alive():
    log_div = (r + x) * np.log((alpha + age) / (alpha + tx)) + np.log(a / (b + np.maximum(x, 1) - 1))
    return np.where(x == 0, 1.0, expit(-log_div))

def expected():
    hyper = np.log(hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + age + t)))
    grown = np.exp(hyper + (r + x) * np.log((alpha + age) / (alpha + t + age)))
    odds = (x > 0) * (a / (b + x - 1)) * ((alpha + age) / (alpha + tx)) ** (r + x)
    return (a + b + x - 1) / (a - 1) * (1 - grown) / (1 + odds)

def spend():
    weight = p * x / (p * x + q - 1)
    return (1 - weight) * (v * p / (q - 1)) + weight * spent

def median(call):
    seconds = []
    for _ in range(9):
        start = time.perf_counter(); call(); seconds.append(time.perf_counter() - start)
    return sorted(seconds)[4]

print(json.dumps([median(alive), median(expected), median(spend)]))
`;

/** The seconds that numpy and scipy take for P(alive), expected transactions and expected spend, or why they cannot. */
function byExpressions({ x, tx, T, meanSpend }: Customers): number[] | string {
  const folder = mkdtempSync(join(tmpdir(), 'lifetime-benchmark-'));
  try {
    const path = join(folder, 'customers');
    writeFileSync(
      path,
      Buffer.concat([x, tx, T, meanSpend].map((column) => Buffer.from(column.buffer))),
    );
    const run = spawnSync(process.env.PYTHON ?? 'python3', ['-c', EXPRESSIONS, path], {
      encoding: 'utf8',
    });
    if (run.error) return run.error.message;
    if (run.status !== 0) return run.stderr.trim().split('\n').at(-1) ?? 'it failed';
    return JSON.parse(run.stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compareWithExpressions(customers: Customers): void {
  const alive = timed(9, () => probabilityAlive(transactions, customers)).median;
  const expected = timed(9, () => expectedTransactions(transactions, YEAR, customers)).median;
  const amount = timed(9, () => expectedSpend(spend, customers)).median;
  console.log(
    `1,000,000 customers: alive ${ms(alive)}, transactions ${ms(expected)}, spend ${ms(amount)}`,
  );
  const theirs = byExpressions(customers);
  if (typeof theirs === 'string') {
    console.log(`  Compared with lifetimes' expressions in numpy: not measured, ${theirs}.`);
    return;
  }
  const [theirAlive = 0, theirExpected = 0, theirSpend = 0] = theirs;
  const three = (alive + expected + amount) / (theirAlive + theirExpected + theirSpend);
  console.log(
    `  Compared with lifetimes' expressions in numpy (${theirs.map(ms).join(', ')}): alive ${(alive / theirAlive).toFixed(2)} (bar: 1), the three together ${three.toFixed(2)} (bar: 0.4)`,
  );
}

type PythonResult = { fit: number; score: number; total: number };

/** The same work by `lifetimes`, or why it could not be done. */
function byPython(fit: Rfm, customers: Customers): PythonResult | string {
  const python = process.env.PYTHON ?? 'python3';
  const probe = spawnSync(python, ['-c', 'import lifetimes'], { encoding: 'utf8' });
  if (probe.error || probe.status !== 0) return `${python} has no package lifetimes`;
  const folder = mkdtempSync(join(tmpdir(), 'lifetime-benchmark-'));
  try {
    const write = (name: string, columns: Float64Array[]): string => {
      const path = join(folder, name);
      writeFileSync(path, Buffer.concat(columns.map((column) => Buffer.from(column.buffer))));
      return path;
    };
    const fitPath = write('fit', [fit.x, fit.tx, fit.T]);
    const { x, tx, T, meanSpend } = customers;
    const scorePath = write('score', [x, tx, T, meanSpend]);
    const run = spawnSync(python, ['-c', PYTHON_PROGRAM, fitPath, scorePath, '1'], {
      encoding: 'utf8',
    });
    if (run.status !== 0) return `lifetimes failed: ${run.stderr.trim().split('\n').at(-1)}`;
    return JSON.parse(run.stdout) satisfies PythonResult;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function main(): void {
  const memory = spawnSync(process.execPath, [import.meta.filename, '--memory'], {
    encoding: 'utf8',
  });
  const calibration = Date.UTC(1997, 8, 30) / 86_400_000;
  const sample = readCdnow('CDNOW_sample.txt', 0, calibration);
  const master = readCdnow('CDNOW_master.txt', 0, Date.UTC(1998, 5, 30) / 86_400_000);
  const fitted = sample ?? synthesise(2357);
  const name = sample
    ? 'the CDNOW sample'
    : 'synthetic customers (no CDNOW data beside the project)';

  const fit = timed(ROUNDS, () => fitBgNbd(fitted));
  const pareto = timed(5, () => fitParetoNbd(fitted));
  console.log(`Fitting ${name}, ${fitted.x.length} customers:`);
  console.log(`  BG/NBD      ${ms(fit.median)} (the first time ${ms(fit.first)})`);
  console.log(`  Pareto/NBD  ${ms(pareto.median)} (the first time ${ms(pareto.first)})`);
  if (master) {
    const whole = timed(5, () => fitBgNbd(master));
    console.log(`  BG/NBD on all ${master.x.length} customers of CDNOW ${ms(whole.median)}`);
  }
  const customers = synthesise(MILLION);
  let scores: Float64Array[] = [];
  const scoring = timed(4, () => {
    scores = scoreAll(customers);
  });
  console.log(
    'Scoring 1,000,000 customers (alive, transactions, spend, value in 12 monthly steps):',
  );
  console.log(`  ${scoring.median.toFixed(2)} s on one core`);
  console.log(`  at most ${Number(memory.stdout).toFixed(0)} MB above the input (bar: 200 MB)`);

  compareWithExpressions(customers);

  const python = byPython(fitted, customers);
  if (typeof python === 'string') {
    const ratio = fit.median / STATED_FIT_SECONDS;
    console.log(`Compared with lifetimes: not measured, ${python}.`);
    console.log(
      `  Compared with the ${STATED_FIT_SECONDS} s it took for CDNOW on two cores: fit ${ratio.toFixed(3)} of the time (bar: 0.2)`,
    );
    return;
  }
  const total = scores[3]?.reduce((sum, value) => sum + value, 0) ?? Number.NaN;
  console.log(`Compared with lifetimes:`);
  console.log(
    `  fit     ${(fit.median / python.fit).toFixed(3)} of its ${ms(python.fit)} (bar: 0.2)`,
  );
  console.log(
    `  scoring ${(scoring.median / python.score).toFixed(3)} of its ${python.score.toFixed(2)} s (bar: 0.5)`,
  );
  console.log(`  values agree to ${Math.abs(total / python.total - 1).toExponential(1)}`);
}

function ms(seconds: number): string {
  return `${(1000 * seconds).toFixed(1)} ms`;
}

if (process.argv.includes('--memory')) console.log(measureMemory());
else main();
