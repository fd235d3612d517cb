/*
 * What a server on the embedded store holds of the machine's memory, as `ps` and a container's limit count it: after a restart on
 * a demo bank, after twenty questions of different kinds, and after two hundred. Linux alone tells it.
 *
 *   node benchmarks/memory.ts            2,000 customers
 *   node benchmarks/memory.ts 10000      as many as a first start makes up
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const customers = process.argv[2] ?? '2000';
const program = fileURLToPath(new URL('../bin/start.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bellwether-memory-'));
const address = 'http://127.0.0.1:4731';
/** How long what a start or an answer leaves to be done may take, in milliseconds. */
const settling = 5000;

const questions = [
  'value customer 1042',
  'why is 1042 at risk?',
  'trend 1042 balance',
  'forecast 1042',
  'recommend 1042',
  'compare 1042 and 1055',
  'brief 1042',
  'history 1042',
  'survival 1042',
  'risk 1042',
  'household 1042',
  'who is about to leave?',
  'top 10',
  'segments',
  'book',
  'metrics',
  'report weekly',
  'feedback',
  'model churn',
  '谁最可能流失？',
];

async function start(): Promise<{ child: ChildProcess; seconds: number }> {
  const begun = performance.now();
  const child = spawn(process.execPath, [program], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      DATA_DIR: join(folder, 'data'),
      DEMO_CUSTOMERS: customers,
      PORT: new URL(address).port,
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ready = () =>
    fetch(`${address}/readyz`).then(
      ({ status }) => status === 200,
      // It does not listen yet.
      () => false,
    );
  while (!(await ready())) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    await wait(100);
  }
  return { child, seconds: (performance.now() - begun) / 1000 };
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
}

let charts = 0;

/** Asks as the page does, and has the charts of the answer drawn. */
async function ask(text: string): Promise<void> {
  const answer = await fetch(`${address}/web/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ text, locale: /\p{Script=Han}/u.test(text) ? 'zh' : 'en' }),
  });
  const told = await answer.text();
  if (answer.status !== 200) throw new Error(`${text}: ${answer.status}`);
  for (const [chart] of told.matchAll(/\bcharts\/[^"\\)\s?]+\.png/g)) {
    charts += 1;
    const { status } = await fetch(new URL(chart, address));
    if (status !== 200) throw new Error(`${text}: its chart ${status}`);
  }
}

async function print(when: string, { pid }: ChildProcess): Promise<void> {
  await wait(settling);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024);
  console.log(
    `${when}: ${megabytes('VmRSS')} MB, of them ${megabytes('RssFile')} of files; at most ${megabytes('VmHWM')}`,
  );
}

try {
  const first = await start();
  console.log(`ready after ${first.seconds.toFixed(1)} s, with ${customers} customers made up`);
  await print('after the first start', first.child);
  await stop(first.child);
  const second = await start();
  console.log(`ready again after ${second.seconds.toFixed(1)} s`);
  await print('after a restart', second.child);
  for (const question of questions) await ask(question);
  await print(`after ${questions.length} questions`, second.child);
  for (let n = 1; n < 10; n++) for (const question of questions) await ask(question);
  await print(`after ${10 * questions.length} questions`, second.child);
  console.log(`${charts} charts were drawn for them`);
  await stop(second.child);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
