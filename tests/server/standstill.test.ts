import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { standing } from '../../src/server/standstill.ts';
import { placeSmallBank } from '../placed-bank.ts';
import { ended, programsIn } from '../server-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'bellwether-standstill-'));
const order = join(folder, 'block');
const blocker = fileURLToPath(new URL('block-on-demand.ts', import.meta.url));
/** For how long a server may stand still, in seconds: short, and more than its start takes in one go on a busy machine. */
const limit = 8;
type Server = Awaited<ReturnType<ReturnType<typeof programsIn>['start']>>;

it.each([
  [30, 30, 30],
  [30, 15, 30],
  [30, 6, 12],
  [30, 0, 7.5],
  [120, 0, 30],
  [3, 9, 3],
])('%d s by the clock, %d of them worked, count as %d', (clock, worked, counts) => {
  expect(standing(clock, worked)).toBe(counts);
});

describe('a server whose event loop stands still', () => {
  let where: Awaited<ReturnType<typeof placeSmallBank>>;
  let server: Server | undefined;
  beforeAll(async () => {
    where = await placeSmallBank('pglite');
  });
  afterEach(async () => {
    rmSync(order, { force: true });
    if (server === undefined) return;
    server.child.kill('SIGKILL');
    await ended(server.child);
  });
  afterAll(async () => {
    await where.leave();
    rmSync(folder, { recursive: true, force: true });
  });

  async function started(seconds: number): Promise<Server> {
    server = await programsIn(folder).start({
      ...where.variables,
      STANDSTILL_SECONDS: String(seconds),
      NODE_OPTIONS: `--import=${blocker}`,
      BLOCK_FILE: order,
    });
    return server;
  }
  /** Has the server block in one go, so that it never reads half an order. */
  function block(how: 'calculation' | 'system' | 'error', milliseconds: number): void {
    writeFileSync(`${order}.new`, `${how} ${milliseconds}`);
    renameSync(`${order}.new`, order);
  }
  const healthy = async ({ address }: Server) => {
    const answer = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(20_000) });
    return answer.status === 200;
  };
  const seconds = (from: number) => (performance.now() - from) / 1000;

  it('ends itself, and says where it stood', async () => {
    const { child, log } = await started(limit);
    const from = performance.now();
    block('calculation', 120_000);
    expect(await ended(child)).toBe(1);
    expect(seconds(from)).toBeGreaterThan(limit);
    expect(seconds(from)).toBeLessThan(60);
    const last = JSON.parse(log.at(-1) ?? '');
    expect(last).toMatchObject({ level: 60 });
    expect(last.seconds).toBeGreaterThanOrEqual(limit);
    expect(last.msg).toContain('the event loop stood still');
    expect(JSON.stringify(last.frames)).toMatch(/blockInCalculation .*block-on-demand\.ts:\d+/);
  }, 90_000);

  it('ends itself even within a call of the system', async () => {
    const { child, log } = await started(limit);
    block('system', 120_000);
    await ended(child);
    expect(child.signalCode).toBe('SIGKILL');
    expect(log.at(-1)).toContain('the event loop stood still');
  }, 90_000);

  it('hears SIGTERM meanwhile', async () => {
    const { child, log } = await started(0);
    block('calculation', 120_000);
    await new Promise((go) => setTimeout(go, 1000));
    const from = performance.now();
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(1);
    expect(seconds(from)).toBeLessThan(20);
    expect(log.join('\n')).toContain('stopping: what is in flight is finished first');
    expect(log.at(-1)).toContain('did not finish in time');
  }, 90_000);

  it('goes on when that was short, or when the whole machine stood still', async () => {
    const running = await started(limit);
    for (let n = 0; n < 3; n++) {
      block('calculation', 2500);
      await new Promise((go) => setTimeout(go, 3000));
    }
    expect(await healthy(running)).toBe(true);
    running.child.kill('SIGSTOP');
    await new Promise((go) => setTimeout(go, (limit + 1) * 1000));
    running.child.kill('SIGCONT');
    await new Promise((go) => setTimeout(go, 4000));
    expect(await healthy(running)).toBe(true);
    expect(running.log.join('\n')).not.toContain('stood still');
    running.child.kill('SIGTERM');
    expect(await ended(running.child)).toBe(0);
  }, 90_000);

  it('fails by an error that nothing caught, without telling its message', async () => {
    const { child, log } = await started(limit);
    block('error', 0);
    expect(await ended(child)).toBe(1);
    const last = JSON.parse(log.at(-1) ?? '');
    expect(last).toMatchObject({ level: 60, error: 'Error' });
    expect(JSON.stringify(last.frames)).toContain('block-on-demand.ts');
    expect(log.join('\n')).not.toContain('Zhang');
  }, 90_000);
});
