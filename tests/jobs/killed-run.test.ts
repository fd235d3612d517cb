import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeRunQueue } from '../../src/jobs/nightly-run.ts';
import { score } from '../../src/scoring/run/valuation-run.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { nightlyRuns } from '../../src/store/scoring/awaited-run.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { asOf, fillRecordedHistory } from '../banks/recorded-history.ts';
import { root, until } from '../server-process.ts';
import { makeTestDatabase, storeKinds } from '../test-store.ts';

const night = '2024-07-01T00:30:00.000Z';

describe.each(storeKinds.filter((kind) => kind === 'postgres'))('a nightly run on %s', () => {
  let url: string;
  let drop: () => Promise<void>;
  let store: Store;
  let boss: PgBoss;
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    ({ url, drop } = await makeTestDatabase());
    store = await openPostgres(url, 4);
    await fillRecordedHistory(store);
    boss = new PgBoss({ connectionString: url, max: 2, supervise: false });
    await boss.start();
    await makeRunQueue(boss);
  });
  afterAll(async () => {
    for (const worker of workers) killTree(worker);
    await boss.stop({ graceful: false });
    await store.close();
    await drop();
  });

  /** A worker as an operator starts it, the leader of a group of its own. */
  function startWorker(): ChildProcess {
    const worker = spawn(process.execPath, [join(root, 'bin/bellwether.js'), 'worker'], {
      cwd: root,
      detached: true,
      stdio: 'ignore',
      env: { PATH: process.env.PATH, DATABASE_URL: url },
    });
    workers.push(worker);
    return worker;
  }

  /** Kills a worker and the process of its run at once. */
  function killTree({ pid }: ChildProcess): void {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }

  const runs = () =>
    queryRows(
      store.db,
      z.object({ id: z.number(), status: z.string(), night: z.string().nullable() }),
      sql`select id, status, night from valuation_runs order by id`,
    );
  const underWay = (after: number) => async () =>
    (await runs()).some(({ id, status }) => id > after && status === 'running');

  /** What a clock would bring about: a worker that was killed is silent for too long, and its job waits long enough. */
  async function timePasses(): Promise<void> {
    await store.db.execute(
      sql`update pgboss.job set heartbeat_on = now() - interval '1 hour' where name = ${nightlyRuns} and state = 'active'`,
    );
    await store.db.execute(
      sql`update pgboss.queue set monitor_on = null, monitor_claim_on = null where name = ${nightlyRuns}`,
    );
    await boss.supervise(nightlyRuns);
    await store.db.execute(
      sql`update pgboss.job set start_after = now() where name = ${nightlyRuns} and state = 'retry'`,
    );
  }

  const figures = (run: number) =>
    queryRows(
      store.db,
      z.unknown(),
      sql`select to_jsonb(v) - 'run_id' as row from customer_values v where run_id = ${run}
          union all select to_jsonb(c) - 'run_id' from contributions c where run_id = ${run}
          union all select to_jsonb(s) - 'run_id' from customer_steps s where run_id = ${run}
          union all select to_jsonb(f) - 'run_id' from customer_facts f where run_id = ${run}
          order by 1`,
    );

  it('publishes once, and the same figures, wherever its workers are killed', async () => {
    await boss.send(nightlyRuns, { slot: night });
    let last = 0;
    for (const wait of [Math.random() * 400, Math.random() * 2000]) {
      const worker = startWorker();
      await until(underWay(last), 60);
      await new Promise((go) => setTimeout(go, wait));
      killTree(worker);
      await once(worker, 'exit');
      last = (await runs()).at(-1)?.id ?? last;
      await timePasses();
    }
    startWorker();
    await until(async () => (await runs()).some(({ status }) => status === 'published'), 60);
    const done = async () => {
      const jobs = await queryRows(
        store.db,
        z.object({ state: z.string() }),
        sql`select state from pgboss.job where name = ${nightlyRuns}`,
      );
      return jobs.every(({ state }) => state === 'completed');
    };
    await until(done, 30);
    const all = await runs();
    const published = all.filter(({ status }) => status === 'published');
    expect(published).toMatchObject([{ night }]);
    expect(all.filter(({ status }) => status === 'running')).toEqual([]);

    const again = await score(store, {
      config: readConfig('config/bellwether.yaml'),
      asOf,
      now: () => new Date(),
    });
    expect(await figures(published[0]!.id)).toEqual(await figures(again.runId));
  }, 240_000);

  it('of which one is published is not made again', async () => {
    const before = await runs();
    await boss.send(nightlyRuns, { slot: night });
    await until(async () => {
      const [left] = await queryRows(
        store.db,
        z.object({ left: z.coerce.number() }),
        sql`select count(*) as left from pgboss.job where name = ${nightlyRuns} and state <> 'completed'`,
      );
      return left?.left === 0;
    }, 60);
    expect(await runs()).toEqual(before);
  }, 90_000);
});
