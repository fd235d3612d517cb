import { EventEmitter } from 'node:events';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Linked } from '../../src/access/principal.ts';
import { slashForm } from '../../src/conversation/arguments/grammar.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { commandWord } from '../../src/conversation/phrases.ts';
import { commands } from '../../src/conversation/registry.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { findPersonByExternalId } from '../../src/store/people/find-person.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { keepTotals } from '../../src/store/totals/keep-totals.ts';
import { fillLargeBank } from '../banks/large-bank.ts';
import { makeTestDatabase, storeKinds } from '../test-store.ts';

/*
 * What the database reads for each command, as whoever may ask it: the server itself tells the plan of every statement as it was
 * carried out. A bank of many branches and books, so that one of them is as small a part of it as in a large bank.
 */

const customers = 20_000;
const branches = 20;
const managers = 200;
/** A table of so many rows grows with the bank's customers. */
const grown = 1000;
/** The most rows that a question may read of one in one place: all at risk, where a branch has few of them. */
const mostRead = 0.3 * customers;

/**
 * Commands that add up customers by what no run keeps totals of: two periods or runs, whose leaving took others along, quotations, what is
 * new of a whole digest.
 */
const addingUp = new Set([
  'metrics',
  'report',
  'book.forecast',
  'household',
  'feedback.themes',
  'digest.test',
]);
/** Of totals that runs keep, those of all branches are read together for the whole bank. */
const totals = new Set([
  'run_flows',
  'run_holders',
  'run_months',
  'run_stakes',
  'run_themes',
  'run_totals',
]);

type Plan = {
  'Node Type': string;
  'Relation Name'?: string | undefined;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number | undefined;
  'Rows Removed by Index Recheck'?: number | undefined;
  Plans?: Plan[] | undefined;
};
const plan: z.ZodType<Plan> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().optional(),
  'Rows Removed by Index Recheck': z.number().optional(),
  get Plans() {
    return z.array(plan).optional();
  },
});
const told = z.object({ 'Query Text': z.string(), Plan: plan });

const nodesOf = (node: Plan): Plan[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Words that a question may need, each by its argument. */
const said: Readonly<Record<string, unknown>> = {
  customer: 'c0',
  segment: 'savers',
  assumptions: { margin: 0.05 },
  features: { balance: 5 },
  period: 'weekly',
};

/** Every command that changes nothing, as somebody types it. */
const questions = commands
  .filter(({ changes, intent }) => !changes && intent !== 'unknown' && !addingUp.has(intent))
  .flatMap((command) => {
    const needed = Object.entries(command.arguments).flatMap(([name, { required, kind }]) =>
      required ? [[name, kind.name === 'customers' ? ['c0', 'c400'] : said[name]]] : [],
    );
    const form = slashForm(commandWord(command), command.arguments, Object.fromEntries(needed));
    return form === undefined ? [] : [`/value ${form}`];
  })
  .concat([
    'what is customer c0 worth?',
    'who is about to leave?',
    '/value customer Cyril Nula',
    '/value customer Cyrxl Nula',
    '/value customer CyrilxNula',
    '/value top 10 by cvs',
    '/value top 10 by clv',
    '/value top 10 by contribution',
    '/value top 10 tier=medium',
    '/value at-risk 10 segment=savers',
    '/value segments by habits',
  ]);

describe.runIf(storeKinds.includes('postgres'))('what a question of a large bank reads', () => {
  let store: Store;
  let drop: () => Promise<void>;
  let large: ReadonlySet<string>;
  const notices: string[] = [];
  const { emit } = EventEmitter.prototype;

  beforeAll(async () => {
    const database = await makeTestDatabase();
    drop = database.drop;
    store = await openPostgres(database.url, 2);
    const bank = await fillLargeBank(store, {
      customers,
      branches,
      managers,
      months: 6,
      lived: true,
    });
    await store.db.execute(
      sql`update valuation_runs set parameters = '{"churn": {"horizonMonths": 3, "atRisk": 0.3}}'`,
    );
    await store.db.execute(
      sql`insert into managers (external_id, name, role) values ('l', 'Lea Der', 'lead')`,
    );
    await store.db.execute(
      sql`update managers set lead = 'l' where external_id in ('m0', 'm1', 'm2')`,
    );
    await store.db.transaction((tx) => keepTotals(tx, bank.runId));
    await store.db.execute(sql`analyze`);
    const rows = await queryRows(
      store.db,
      z.object({ name: z.string() }),
      sql`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples >= ${grown}`,
    );
    large = new Set(rows.map(({ name }) => name));
    await store.close();
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    const name = new URL(database.url).pathname.slice(1);
    for (const setting of [
      `session_preload_libraries = 'auto_explain'`,
      // Of tables that all fit into memory: of a large bank's, reading a whole table is dearer by far.
      'random_page_cost = 1.1',
      'auto_explain.log_min_duration = 0',
      'auto_explain.log_analyze = on',
      'auto_explain.log_timing = off',
      'auto_explain.log_nested_statements = on',
      'auto_explain.log_format = json',
      'auto_explain.log_level = notice',
    ])
      await admin.query(`alter database ${name} set ${setting}`);
    await admin.end();
    pg.Client.prototype.emit = function heard(this: pg.Client, event: string, ...args: unknown[]) {
      const [notice] = args;
      if (event === 'notice' && notice instanceof Object && 'message' in notice)
        notices.push(String(notice.message));
      return Reflect.apply(emit, this, [event, ...args]);
    };
    store = await openPostgres(database.url, 4);
  }, 180_000);
  afterAll(async () => {
    pg.Client.prototype.emit = emit;
    await store?.close();
    await drop?.();
  });

  /** What is amiss with the plans of a question, a line each. */
  async function amiss(text: string, principal: Linked): Promise<string[]> {
    const config = readConfig('config/bellwether.yaml');
    const now = () => new Date('2026-07-01T08:00:00Z');
    const conversation = createConversation({ store, config, now });
    notices.length = 0;
    const { outcome } = await conversation.answer({
      text,
      principal,
      channel: 'web',
      address: principal.role,
      shared: false,
    });
    const plans = notices.flatMap((notice) => {
      const at = notice.indexOf('plan:');
      return at < 0 ? [] : [told.parse(JSON.parse(notice.slice(at + 5)))];
    });
    expect(plans.length).toBeGreaterThan(3);
    const found = plans.flatMap(({ 'Query Text': query, Plan: root }) =>
      nodesOf(root).flatMap((node) => {
        const table = node['Relation Name'];
        if (table === undefined || !large.has(table)) return [];
        const read =
          (node['Actual Rows'] +
            (node['Rows Removed by Filter'] ?? 0) +
            (node['Rows Removed by Index Recheck'] ?? 0)) *
          node['Actual Loops'];
        const isScan = node['Node Type'] === 'Seq Scan' && !totals.has(table);
        return isScan || read > mostRead
          ? [
              `${principal.role}, ${text}: ${node['Node Type']} of ${read} ${table} in ${query.replace(/\s+/g, ' ').slice(0, 160)}`,
            ]
          : [];
      }),
    );
    return [...(outcome === 'failed' ? [`${principal.role}, ${text}: failed`] : []), ...found];
  }

  it.each(['m0', 'l', 's', 'a'])(
    'of %s is found by indexes',
    async (externalId) => {
      expect(large.has('customers') && large.has('customer_values')).toBe(true);
      const person = await findPersonByExternalId(store.db, externalId);
      if (person === undefined) throw new Error(`The bank has no ${externalId}.`);
      const principal: Linked = { kind: 'linked', ...person, locale: 'en' };
      const found: string[] = [];
      for (const text of questions) found.push(...(await amiss(text, principal)));
      expect(found).toEqual([]);
    },
    180_000,
  );
});
