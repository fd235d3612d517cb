import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { EventKind } from '../kinds.ts';
import { type Database, queryRows } from '../store.ts';
import type { EventDay, EventRules } from './event-rules.ts';
import { daysRead } from './flow-rules.ts';

/** What a rule lacks, so that it tells nothing. */
export const lackings = [
  'disabled',
  'transactions',
  'newestTransactions',
  'banks',
  'counterparties',
  'maturities',
  'loanTerms',
  'loansClosed',
  'complaints',
  'answers',
  'joiningDays',
] as const;
export type Lacking = (typeof lackings)[number];

/** Days without any transaction of the whole bank after which its record has ended, and silence says nothing. */
const silentBankDays = 8;

const own = sql`t.kind not in ('interest', 'fee', 'penalty-interest')`;

const grounds = z.object({
  transactions: z.boolean(),
  newestTransactions: z.boolean(),
  counterparties: z.boolean(),
  maturities: z.boolean(),
  loanTerms: z.boolean(),
  loansClosed: z.boolean(),
  complaints: z.boolean(),
  answers: z.boolean(),
  joiningDays: z.boolean(),
});

const needs: Record<EventKind, readonly (keyof z.infer<typeof grounds>)[]> = {
  income: ['transactions', 'newestTransactions'],
  inflow: ['transactions'],
  outflow: ['transactions'],
  'to-other-bank': ['transactions', 'counterparties'],
  'deposit-maturing': ['maturities'],
  'loan-repaid': ['loanTerms', 'loansClosed'],
  awake: ['transactions'],
  complaint: ['complaints'],
  'complaint-waiting': ['complaints', 'answers'],
  anniversary: ['joiningDays'],
};

/** Of each kind, what the bank's files lack by a day for its rule to tell anything; null where nothing is lacking. */
export async function eventGrounds(
  db: Database,
  rules: EventRules,
  { day }: EventDay,
): Promise<Record<EventKind, Lacking | null>> {
  const since = (days: number, also: SQL = sql`true`) => sql`exists (
    select from transactions t
    where t.booked_on <= ${day}::date and t.booked_on > ${day}::date - ${days}::int and ${own} and ${also})`;
  const [found] = await queryRows(
    db,
    grounds,
    sql`select ${since(daysRead)} as transactions, ${since(silentBankDays)} as "newestTransactions",
          ${since(daysRead, sql`t.counterparty is not null`)} as counterparties,
          exists (select from holdings h where h.attributes ->> 'maturesOn' ~ '^\\d{4}-\\d{2}-\\d{2}$') as maturities,
          exists (select from holdings h where h.product in ('loan', 'mortgage') and h.opened_on is not null
            and jsonb_typeof(h.attributes -> 'months') = 'number') as "loanTerms",
          exists (select from holdings h where h.product in ('loan', 'mortgage') and h.closed_on is not null) as "loansClosed",
          exists (select from interactions i where i.kind = 'complaint') as complaints,
          exists (select from interactions i where i.kind = 'complaint' and i.resolved_at is not null) as answers,
          exists (select from customers c where c.joined_on is not null) as "joiningDays"`,
  );
  if (found === undefined) throw new Error('A select of one row gave none.');
  const lacking = (kind: EventKind): Lacking | null => {
    if (!rules[kind].enabled) return 'disabled';
    if (kind === 'to-other-bank' && rules[kind].banks.length === 0) return 'banks';
    return needs[kind].find((need) => !found[need]) ?? null;
  };
  return {
    income: lacking('income'),
    inflow: lacking('inflow'),
    outflow: lacking('outflow'),
    'to-other-bank': lacking('to-other-bank'),
    'deposit-maturing': lacking('deposit-maturing'),
    'loan-repaid': lacking('loan-repaid'),
    awake: lacking('awake'),
    complaint: lacking('complaint'),
    'complaint-waiting': lacking('complaint-waiting'),
    anniversary: lacking('anniversary'),
  };
}
