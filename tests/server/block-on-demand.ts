import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

/*
 * Loaded into a server with --import: blocks the thread that serves as soon as a file says how, for so many
 * milliseconds.
 */

const file = process.env.BLOCK_FILE ?? '';

function blockInCalculation(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

if (workerData?.pulse !== undefined)
  setInterval(() => {
    if (!existsSync(file)) return;
    const [how, milliseconds] = readFileSync(file, 'utf8').split(' ');
    rmSync(file);
    if (how === 'calculation') blockInCalculation(Number(milliseconds));
    if (how === 'system') execFileSync('sleep', [String(Number(milliseconds) / 1000)]);
    if (how === 'error') throw new Error('of a customer called Zhang Wei');
  }, 50).unref();
