/**
 * Churn models: how well they foretell, and how fast they are, against scikit-learn's
 * HistGradientBoosting and RandomForest on the same rows and cores where Python has it (PYTHON names
 * the interpreter; python3 unless set). The table of 10,000 bank customers is used where it lies
 * beside the project; a made-up one of the same size else.
 *
 *     node benchmarks/churn.ts
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ChurnKind,
  type Column,
  calibrationError,
  churnBase,
  churnKinds,
  type Dataset,
  seededRandom,
  startChurnWorkers,
} from '../src/valuation/index.ts';

type Table = { dataset: Dataset; y: Uint8Array };

/** AUC, Brier score and log loss of scikit-learn 1.2.1 on the bank's table, in five folds. */
const BARS: Record<ChurnKind, [auc: number, brier: number, logLoss: number]> = {
  logistic: [0.766, 0.136, 0.429],
  tree: [0.837, 0.11, 0.45],
  forest: [0.862, 0.103, 0.341],
  boosting: [0.867, 0.101, 0.332],
  supportVector: [0.827, 0.11, 0.367],
  perceptron: [0.856, 0.105, 0.344],
};
const THREADS = Math.min(2, availableParallelism());
const TRAINED_ON = 8000;

function number(name: string, values: Float64Array): Column {
  return { name, kind: 'number', values };
}

function category(name: string, cells: readonly string[]): Column {
  const levels = [...new Set(cells)].sort();
  return {
    name,
    kind: 'category',
    levels,
    values: Float64Array.from(cells, (c) => levels.indexOf(c)),
  };
}

function readBank(): Table | undefined {
  const file = new URL('../../shared/data/churn/Churn_Modelling.csv', import.meta.url);
  if (!existsSync(file)) return undefined;
  const [head = [], ...lines] = readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const cells = (name: string): string[] => lines.map((line) => line[head.indexOf(name)] ?? '');
  const columns = head
    .filter((name) => !['RowNumber', 'CustomerId', 'Surname', 'Exited'].includes(name))
    .map((name) =>
      ['Geography', 'Gender'].includes(name)
        ? category(name, cells(name))
        : number(name, Float64Array.from(cells(name), Number)),
    );
  return { dataset: { columns, rows: lines.length }, y: Uint8Array.from(cells('Exited'), Number) };
}

/** Ten columns, one of them a category with gaps; about a fifth leave. */
function invent(rows: number): Table {
  const random = seededRandom(1);
  const numbers = Array.from({ length: 9 }, () =>
    new Float64Array(rows).map(() => random.normal()),
  );
  const branch = new Float64Array(rows).map(() =>
    random.next() < 0.05 ? Number.NaN : random.integer(20),
  );
  const [a, b, c] = numbers;
  const y = Uint8Array.from(branch, (code, row) => {
    const logOdds =
      0.8 * a![row]! + (b![row]! > 0 ? c![row]! : -c![row]!) + 0.1 * ((code || 0) - 10) - 1.8;
    return random.next() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
  });
  const levels = Array.from({ length: 20 }, (_, level) => `branch ${level}`);
  const columns: Column[] = numbers.map((values, n) => number(`number ${n}`, values));
  columns.push({ name: 'branch', kind: 'category', levels, values: branch });
  return { dataset: { columns, rows }, y };
}

function firstRows({ dataset, y }: Table, rows: number): Table {
  const columns = dataset.columns.map((column) => ({
    ...column,
    values: column.values.slice(0, rows),
  }));
  return { dataset: { columns, rows }, y: y.slice(0, rows) };
}

async function timed<Result>(
  work: () => Promise<Result>,
): Promise<{ seconds: number; result: Result }> {
  const start = performance.now();
  const result = await work();
  return { seconds: (performance.now() - start) / 1000, result };
}

function report(what: string, measured: string, met?: boolean): void {
  const mark = met === undefined ? '' : met ? '  met' : '  MISSED';
  console.log(`${what.padEnd(56)} ${measured}${mark}`);
  if (met === false) process.exitCode = 1;
}

/** Seconds scikit-learn takes to train on the same table, the best of five, or why it could not. */
function scikitLearn({ dataset, y }: Table): { boosting: number; forest: number } | string {
  const folder = mkdtempSync(join(tmpdir(), 'churn-'));
  try {
    const file = join(folder, 'table.f64');
    const table = new Float64Array(dataset.rows * (dataset.columns.length + 1));
    dataset.columns.forEach(({ values }, c) => {
      table.set(values, c * dataset.rows);
    });
    table.set(y, dataset.columns.length * dataset.rows);
    writeFileSync(file, table);
    const script = [
      'import json, sys, time, numpy',
      'from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier',
      'table = numpy.fromfile(sys.argv[1]).reshape(-1, int(sys.argv[2])).T',
      'x, y = numpy.ascontiguousarray(table[:, :-1]), table[:, -1]',
      'def best(make, x):',
      '    times = []',
      '    for _ in range(5):',
      '        start = time.perf_counter(); make().fit(x, y); times.append(time.perf_counter() - start)',
      '    return min(times)',
      `forest = lambda: RandomForestClassifier(200, min_samples_leaf=5, n_jobs=${THREADS}, random_state=1)`,
      'print(json.dumps({"boosting": best(lambda: HistGradientBoostingClassifier(random_state=1), x),',
      '    "forest": best(forest, numpy.nan_to_num(x))}))',
    ].join('\n');
    const python = process.env.PYTHON ?? 'python3';
    const run = spawnSync(python, ['-c', script, file, String(dataset.rows)], {
      encoding: 'utf8',
      env: { ...process.env, OMP_NUM_THREADS: String(THREADS) },
    });
    if (run.error) return run.error.message;
    if (run.status !== 0) return run.stderr.trim().split('\n').at(-1) ?? 'it failed';
    return JSON.parse(run.stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** How long the event loop was kept from anything else while work went on, at most, in seconds. */
async function longestPause<Result>(work: Promise<Result>): Promise<number> {
  let last = performance.now();
  let longest = 0;
  const clock = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 5);
  await work;
  clearInterval(clock);
  return longest / 1000;
}

const bank = readBank();
const table = bank ?? invent(10_000);
const workers = startChurnWorkers(THREADS);
console.log(`${bank ? 'The bank’s table' : 'A made-up table'}, five folds, ${THREADS} threads`);

for (const kind of churnKinds) {
  const { seconds, result } = await timed(() =>
    workers.crossValidate(kind, table.dataset, table.y, { folds: 5, seed: 1 }),
  );
  const error = calibrationError(table.y, result.probability);
  const [auc, brier, loss] = BARS[kind];
  const met = result.auc >= auc && result.brier <= brier && result.logLoss <= loss && error <= 0.02;
  const figures = [
    `AUC ${result.auc.toFixed(4)}`,
    `Brier ${result.brier.toFixed(4)}`,
    `log loss ${result.logLoss.toFixed(4)}`,
    `calibration error ${error.toFixed(4)}`,
    `${seconds.toFixed(1)} s`,
  ].join(' · ');
  report(kind, figures, bank ? met : undefined);
}

const part = firstRows(table, TRAINED_ON);
const peer = scikitLearn(part);
if (typeof peer === 'string') console.log(`scikit-learn could not be measured: ${peer}`);
for (const kind of ['boosting', 'forest'] as const) {
  let best = Number.POSITIVE_INFINITY;
  for (let trial = 0; trial < 5; trial++) {
    const { seconds } = await timed(() =>
      workers.train(kind, part.dataset, part.y, { seed: trial }),
    );
    best = Math.min(best, seconds);
  }
  const ours = `${best.toFixed(2)} s`;
  if (typeof peer === 'string') report(`train ${kind} on ${TRAINED_ON} rows`, ours);
  else {
    const ratio = best / peer[kind];
    const against = `${ours}, scikit-learn ${peer[kind].toFixed(2)} s: ratio ${ratio.toFixed(2)}`;
    report(`train ${kind} on ${TRAINED_ON} rows`, against, ratio <= 1);
  }
}

const million = invent(1_000_000);
const grown = await timed(() => workers.train('boosting', million.dataset, million.y, { seed: 1 }));
report('train boosting on 1,000,000 rows', `${grown.seconds.toFixed(1)} s`);
const model = await workers.train('boosting', part.dataset, part.y, { seed: 1 });
const repeated: Dataset = {
  rows: 1_000_000,
  columns: table.dataset.columns.map((column) => ({
    ...column,
    values: new Float64Array(1_000_000).map((_, row) => column.values[row % table.dataset.rows]!),
  })),
};
const predicted = await timed(() => workers.predict(model, repeated));
report(
  'predict 1,000,000 customers with boosting',
  `${predicted.seconds.toFixed(2)} s (bar 10 s)`,
  predicted.seconds < 10,
);
const pause = await longestPause(workers.predict(model, repeated));
report('meanwhile, longest pause of the event loop', `${pause.toFixed(3)} s`);
for (const kind of ['boosting', 'forest'] as const) {
  const trained = await workers.train(kind, part.dataset, part.y, { seed: 1 });
  const reasons = await timed(() => workers.contributions(trained, table.dataset));
  const bar = kind === 'boosting' ? ' (bar 5 s)' : '';
  report(
    `exact reasons for ${table.dataset.rows} customers with ${kind}`,
    `${reasons.seconds.toFixed(2)} s${bar}`,
    kind === 'boosting' ? reasons.seconds < 5 : undefined,
  );
  const probability = await workers.predict(trained, table.dataset);
  const features = table.dataset.columns.length;
  const base = churnBase(trained);
  let worst = 0;
  for (let row = 0; row < table.dataset.rows; row++) {
    let sum = base;
    for (let f = 0; f < features; f++) sum += reasons.result[row * features + f]!;
    const p = probability[row]!;
    worst = Math.max(worst, Math.abs(sum - Math.log(p / (1 - p))));
  }
  report('the most they miss the log-odds by', worst.toExponential(1), worst < 1e-9);
}
await workers.close();
