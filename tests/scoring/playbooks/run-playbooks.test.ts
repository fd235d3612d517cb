import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ScoreReport, score } from '../../../src/scoring/run/valuation-run.ts';
import { readPlaybookFile } from '../../../src/settings/playbooks/read-playbooks.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { newestRun } from '../../../src/store/book/newest-run.ts';
import { customerSteps } from '../../../src/store/playbooks/steps.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { asOf, fillRecordedHistory } from '../../banks/recorded-history.ts';
import { commandLine } from '../../cli/command-line.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'bellwether-steps-'));
afterAll(() => rmSync(folder, { recursive: true }));

const now = () => new Date('2024-08-01T12:00:00Z');
const words = 'name: { en: N, zh: 名 }, step: { en: "S {customer}", zh: 步 }, say: { en: W }';
const file = join(folder, 'bank.yaml');
writeFileSync(
  file,
  `playbooks:
  - { id: savers, priority: 2, due_days: 3, when: { holds: savings }, ${words} }
  - { id: no-savings, when: { not: { holds: savings } }, ${words} }
  - { id: card-gone, when: { products_closed_6m: ">= 1" }, ${words} }
  - { id: paid-out, priority: 1, owner: supervisor, when: { income_stopped: true }, ${words} }
  - { id: still-paid, when: { not: { income_stopped: true } }, ${words} }
  - { id: big, when: { largest_withdrawal_30d: "= 600", balance_change_3m: "<= -40%" }, ${words} }
  - { id: nowhere, when: { not: { segment: gold diggers } }, ${words} }
  - { id: complained, when: { complaints_3m: ">= 1", not: { unresolved_complaints: ">= 1" } }, ${words} }
`,
);
const playbooks = readPlaybookFile(file).map(({ source: _, ...each }) => each);
const config = { ...readConfig('config/bellwether.yaml'), playbooks };

/** Payments to two customers by an employer, the last of them long ago for the second. */
async function payIncome({ db }: Store): Promise<void> {
  await db.execute(sql`
    insert into transactions (customer_id, external_id, booked_on, amount, kind, counterparty)
    select id, 'pay' || n, (date '2024-06-27' - (case id when 6 then 3 else 0 end + n) * interval '1 month')::date,
      2000 + 10 * n, 'transfer-in', 'Employer'
    from generate_series(0, 5) n, (values (5), (6)) paid (id)`);
}

describe.each(storeKinds)('playbooks in a run on %s', (kind) => {
  let store: Store;
  let report: ScoreReport;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillRecordedHistory(store);
    await payIncome(store);
    report = await score(store, { config, now, asOf });
  });
  afterAll(() => store.close());

  const held = async (playbook: string) =>
    (
      await queryRows(
        store.db,
        z.object({ id: z.number() }),
        sql`select customer_id as id from customer_steps
            where run_id = ${report.runId} and playbook = ${playbook} order by customer_id`,
      )
    ).map(({ id }) => id);
  const present = async () =>
    (
      await queryRows(
        store.db,
        z.object({ id: z.number() }),
        sql`select customer_id as id from customer_values
            where run_id = ${report.runId} and stage <> 'left' order by customer_id`,
      )
    ).map(({ id }) => id);

  it('give every customer who is there the steps that hold, and nobody else', async () => {
    const all = await present();
    const savers = all.filter((id) => id > 2 && id % 3 === 0);
    expect(await held('savers')).toEqual(savers);
    expect(await held('no-savings')).toEqual(all.filter((id) => !savers.includes(id)));
    // Customer 1 closed a card in May, paid out 600 in June and complained, and the complaint is settled.
    expect(await held('card-gone')).toEqual([1]);
    expect(await held('big')).toEqual([1]);
    expect(await held('complained')).toContain(1);
  });

  it('know who lost a regular income, and nothing of those who have none', async () => {
    expect(await held('paid-out')).toEqual([6]);
    expect(await held('still-paid')).toEqual([5]);
  });

  it('warn of a segment that there is not, and hold for nobody over it', async () => {
    expect(await held('nowhere')).toEqual([]);
    expect(report.warnings).toContainEqual({
      code: 'playbookSegment',
      figures: { playbook: 'nowhere', segment: 'gold diggers' },
    });
  });

  it('come in the order of their priority, in the words they had then', async () => {
    const steps = await customerSteps(store.db, { kind: 'all' }, report.runId, 6);
    expect(steps.map(({ playbook }) => playbook)).toEqual(['paid-out', 'savers']);
    expect(steps[0]).toMatchObject({
      owner: 'supervisor',
      priority: 1,
      dueDays: 7,
      step: { en: 'S {customer}', zh: '步' },
      because: [{ fact: 'income_stopped', value: true }],
    });
    const run = await newestRun(store.db);
    expect(run?.parameters).not.toHaveProperty('playbooks');
  });

  it('do the same when tried, and leave nothing behind', async () => {
    const count = () =>
      queryRows(
        store.db,
        z.object({ steps: z.coerce.number(), books: z.coerce.number() }),
        sql`select (select count(*) from customer_steps) as steps, (select count(*) from playbooks) as books`,
      );
    const before = await count();
    const accepted = join(folder, 'accepted.yaml');
    writeFileSync(
      accepted,
      `playbooks:
  - { id: savers, when: { holds: savings }, ${words} }
  - { id: paid-out, when: { income_stopped: true }, ${words} }
`,
    );
    const run = commandLine(store, { now, cwd: folder });
    const { code, out } = await run('playbook', 'try', 'accepted.yaml', '--json');
    expect(code).toBe(0);
    const tried = z
      .object({
        customers: z.number(),
        playbooks: z.array(
          z.object({
            id: z.string(),
            count: z.number(),
            customers: z.array(z.object({ customer: z.string() })),
          }),
        ),
      })
      .parse(JSON.parse(out));
    expect(tried.customers).toBe((await present()).length);
    for (const { id, count, customers } of tried.playbooks) {
      const ids = customers.map(({ customer }) => Number(customer)).sort((a, b) => a - b);
      expect(ids).toEqual(await held(id));
      expect(count).toBe(ids.length);
    }
    expect(await count()).toEqual(before);
    const said = await run('playbook', 'try', 'accepted.yaml');
    expect(said.code).toBe(0);
    expect(said.out).toContain('N (paid-out): 1 customer, 0 of them before anything else');
    expect(said.out).toContain('Customer 6 · 6: income_stopped true');
  });

  it('are refused when tried with what is not known, by line', async () => {
    const run = commandLine(store, { now, cwd: folder });
    const segment = await run('playbook', 'try', 'bank.yaml');
    expect(segment).toMatchObject({ code: 1, out: '' });
    expect(segment.err).toContain('bank.yaml:8: the newest run has no segment "gold diggers"');
    writeFileSync(
      join(folder, 'gold.yaml'),
      `playbooks:\n  - { id: a, ${words},\n      when: { tier: gold } }\n`,
    );
    const tier = await run('playbook', 'try', 'gold.yaml');
    expect(tier).toMatchObject({ code: 1, out: '' });
    expect(tier.err).toContain('gold.yaml:3: tier is never "gold"');
    expect((await run('playbook', 'try', 'missing.yaml')).code).toBe(1);
    expect((await run('playbook', 'try')).code).toBe(2);
  });
});
