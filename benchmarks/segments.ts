/**
 * Segmentation at a bank's scale, compared with scikit-learn's KMeans(n_init=1), where Python has it (PYTHON
 * names the interpreter, python3 by default), and with ml-kmeans run on every customer.
 *
 *     node benchmarks/segments.ts
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kmeans } from 'ml-kmeans';
import {
  assignSegments,
  type FeatureColumn,
  fitSegmentation,
  kMeans,
  type SegmentationSpecification,
  seededRandom,
} from '../src/valuation/index.ts';

const DIMENSIONS = 8;
const K = 6;
const MEGABYTE = 2 ** 20;

/** Synthetic customers of six overlapping kinds, approximately standardised: rows × 8, row-major. */
function synthesise(rows: number): Float64Array {
  const random = seededRandom(1);
  const centres = Float64Array.from({ length: K * DIMENSIONS }, () => 1.2 * random.normal());
  const points = new Float64Array(rows * DIMENSIONS);
  for (let at = 0; at < points.length; at += DIMENSIONS) {
    const centre = random.integer(K) * DIMENSIONS;
    for (let d = 0; d < DIMENSIONS; d++) points[at + d] = centres[centre + d]! + random.normal();
  }
  return points;
}

function timed<Result>(work: () => Result): { seconds: number; result: Result } {
  const start = performance.now();
  const result = work();
  return { seconds: (performance.now() - start) / 1000, result };
}

function report(what: string, measured: string, met?: boolean): void {
  const mark = met === undefined ? '' : met ? '  met' : '  MISSED';
  console.log(`${what.padEnd(64)} ${measured}${mark}`);
  if (met === false) process.exitCode = 1;
}

type Peer = { seconds: number; inertia: number };

/** scikit-learn on the same points and cores, or why it could not be run. */
function scikitLearn(points: Float64Array, k: number): Peer | string {
  const folder = mkdtempSync(join(tmpdir(), 'segments-'));
  try {
    const file = join(folder, 'points.f64');
    writeFileSync(file, points);
    const script = [
      'import json, sys, time, numpy',
      'from sklearn.cluster import KMeans',
      'points = numpy.fromfile(sys.argv[1]).reshape(-1, int(sys.argv[2]))',
      'start = time.perf_counter()',
      'model = KMeans(int(sys.argv[3]), n_init=1, random_state=0).fit(points)',
      'seconds = time.perf_counter() - start',
      'print(json.dumps([seconds, float(model.inertia_)]))',
    ].join('\n');
    const python = process.env.PYTHON ?? 'python3';
    const run = spawnSync(python, ['-c', script, file, String(DIMENSIONS), String(k)], {
      encoding: 'utf8',
    });
    if (run.error) return `${python} could not be started: ${run.error.message}`;
    if (run.status !== 0) return run.stderr.trim().split('\n').at(-1) ?? 'it failed';
    const [seconds, inertia] = JSON.parse(run.stdout);
    return { seconds, inertia };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compareWithScikitLearn(name: string, points: Float64Array, k = K): void {
  const rows = (points.length / DIMENSIONS).toLocaleString('en');
  const { seconds, result } = timed(() => kMeans(points, DIMENSIONS, k, { seed: 1 }));
  report(
    `${name}: ${rows} × ${DIMENSIONS}, k = ${k}, fitted and assigned`,
    `${seconds.toFixed(2)} s`,
  );
  const peer = scikitLearn(points, k);
  if (typeof peer === 'string') {
    report(`${name}: scikit-learn KMeans(n_init=1)`, `not compared (${peer})`);
    return;
  }
  report(`${name}: scikit-learn KMeans(n_init=1)`, `${peer.seconds.toFixed(2)} s`);
  report(
    `${name}: time, ours ÷ scikit-learn's (bar: 1)`,
    (seconds / peer.seconds).toFixed(2),
    seconds <= peer.seconds,
  );
  report(
    `${name}: inertia, ours ÷ scikit-learn's (bar: 1.01)`,
    (result.inertia / peer.inertia).toFixed(5),
    result.inertia <= 1.01 * peer.inertia,
  );
}

/** Must be measured first, since a process reports only the peak of the memory it has held. */
function measureMemory(points: Float64Array): void {
  const input = points.byteLength / MEGABYTE;
  const before = process.memoryUsage().rss / MEGABYTE;
  kMeans(points, DIMENSIONS, K, { seed: 1 });
  const additional = process.resourceUsage().maxRSS / 1024 - before;
  report(
    `memory for 1,000,000 × ${DIMENSIONS}, input of ${input.toFixed(0)} MB included (bar: twice)`,
    `${(input + additional).toFixed(0)} MB`,
    input + additional < 2 * input,
  );
}

function compareWithMlKmeans(points: Float64Array): void {
  const rows = points.length / DIMENSIONS;
  const data = Array.from({ length: rows }, (_, row) =>
    Array.from(points.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)),
  );
  const theirs = timed(() => kmeans(data, K, { seed: 1 }));
  const ours = timed(() => kMeans(points, DIMENSIONS, K, { seed: 1 }));
  const inertia = data.reduce((sum, point, row) => {
    const centre = theirs.result.centroids[theirs.result.clusters[row]!]!;
    return sum + point.reduce((part, value, d) => part + (value - centre[d]!) ** 2, 0);
  }, 0);
  const name = `${rows.toLocaleString('en')} × ${DIMENSIONS}`;
  report(`${name}: ml-kmeans on everyone`, `${theirs.seconds.toFixed(2)} s`);
  report(`${name}: time, ours ÷ ml-kmeans'`, (ours.seconds / theirs.seconds).toFixed(2));
  report(`${name}: inertia, ours ÷ ml-kmeans'`, (ours.result.inertia / inertia).toFixed(5));
}

function columnsOf(points: Float64Array): FeatureColumn[] {
  return Array.from({ length: DIMENSIONS }, (_, d) => ({
    name: `feature${d}`,
    values: Float64Array.from({ length: points.length / DIMENSIONS }, (_, row) =>
      Math.exp(points[row * DIMENSIONS + d]!),
    ),
  }));
}

/** The whole segmentation: transformation, choice of k, fit, names, descriptions, measures; then a later night. */
async function segmentAll(points: Float64Array, bar?: number): Promise<void> {
  const columns = columnsOf(points);
  const specification: SegmentationSpecification = {
    method: 'k-means',
    features: columns.map(({ name }) => ({ feature: name, log: true, winsorise: [0.01, 0.99] })),
    k: { from: 3, to: 8 },
  };
  const rows = `${(points.length / DIMENSIONS).toLocaleString('en')} customers`;
  const { seconds, result } = timed(() => fitSegmentation(columns, specification, { seed: 1 }));
  report(
    `${rows}: fitted, k chosen from 3 to 8${bar ? ` (bar: ${bar} s)` : ''}`,
    `${seconds.toFixed(2)} s`,
    bar === undefined ? undefined : seconds < bar,
  );
  for (const workers of [0, 2]) {
    const start = performance.now();
    const { labels } = await assignSegments(result.model, columns, { workers });
    const took = (performance.now() - start) / 1000;
    const same = labels.every((label, row) => label === result.segmentation.labels[row]);
    report(`${rows}: assigned by ${workers} workers, no one moves`, `${took.toFixed(2)} s`, same);
  }
}

const million = synthesise(1_000_000);
measureMemory(million);
compareWithScikitLearn('six kinds', million);
compareWithScikitLearn('six kinds in five', million, 5);
const random = seededRandom(2);
compareWithScikitLearn(
  'one cloud',
  Float64Array.from({ length: million.length }, () => random.normal()),
);
compareWithMlKmeans(million.subarray(0, 100_000 * DIMENSIONS));
const { seconds } = timed(() => kMeans(million.slice(0, 80_000), DIMENSIONS, K, { seed: 1 }));
report(
  '10,000 × 8, k = 6, fitted and assigned (bar: 0.5 s)',
  `${seconds.toFixed(2)} s`,
  seconds < 0.5,
);
await segmentAll(million.slice(0, 80_000), 0.5);
await segmentAll(million);
