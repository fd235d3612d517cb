import type { RiskConfig } from '../../settings/risk.ts';
import { recordAccess } from '../../store/access-log/record-access.ts';
import {
  createDefaultRisk,
  stageDefaultRisk,
  stagedDebtors,
} from '../../store/risk/staged-risk.ts';
import type { Scope } from '../../store/scope.ts';
import type { CustomerRange } from '../../store/scoring/staging.ts';
import type { Store } from '../../store/store.ts';
import type { Evidence } from '../../valuation/index.ts';
import type { BankNow } from '../history/snapshots.ts';
import {
  chanceOfDefault,
  learntNetwork,
  type RiskFacts,
  readVariables,
  stateOf,
} from './default-network.ts';

const everybody: Scope = { kind: 'all' };

/** Stages what a default is going to cost of the debtors among some customers, and where they are. */
export type ExpectedLossStager = (bank: BankNow, ranges: readonly CustomerRange[]) => Promise<void>;

/**
 * Prepares to work out how likely each debtor of the bank defaults and to stage it, so that contributions take
 *
 *   expected loss of a month = Σ over debts of mean outstanding × loss given default × probability of default / horizon in months
 *
 * with what is known of the customer on the run's day. Whose it was is in the access log, once a
 * customer.
 *
 * @param at when, for the access log
 */
export async function expectedLossStager(
  { db }: Store,
  risk: RiskConfig,
  at: Date,
): Promise<ExpectedLossStager> {
  // Nobody reads the tables off a run, so that no row has to stay as the configuration has it.
  const { network } = await learntNetwork(db, everybody, risk, 0);
  const read = readVariables(risk);
  const attributes = read.flatMap(([, { from }]) =>
    from !== undefined && 'attribute' in from ? [from.attribute] : [],
  );
  const chances = new Map<string, number>();
  await createDefaultRisk(db);
  return async (bank, ranges) => {
    const figuresOf = figuresByCustomer(bank);
    const probabilities = new Map<number, number>();
    for (const range of ranges) {
      for (const { id, attributes: known } of await stagedDebtors(
        db,
        [...new Set(attributes)],
        range,
      )) {
        const facts: RiskFacts = { attributes: known, figures: figuresOf(id) };
        const states = read.map(([name, variable]) => [name, stateOf(variable, facts)] as const);
        const key = JSON.stringify(states);
        const chance = chances.get(key) ?? chanceOfDefault(network, risk, evidenceOf(states));
        chances.set(key, chance);
        probabilities.set(id, chance);
      }
    }
    const looked = await stageDefaultRisk(db, probabilities);
    // Who is among those learnt from comes again with their part of the bank.
    if (looked.length === 0) return;
    await recordAccess(db, {
      at,
      managerId: null,
      channel: 'run',
      intent: 'customer.risk',
      customerIds: looked,
    });
  };
}

const evidenceOf = (states: readonly (readonly [string, string | undefined])[]): Evidence =>
  Object.fromEntries(
    states.flatMap(([name, state]) => (state === undefined ? [] : [[name, state]])),
  );

/** The figures of a customer of the snapshots, as the run is going to publish them. */
function figuresByCustomer({ customers, snapshots: [now], balance, satisfaction }: BankNow) {
  const rowOf = new Map(Array.from(customers.customer_id, (id, row) => [id, row]));
  const known = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? null : value;
  return (id: number): RiskFacts['figures'] => {
    const row = rowOf.get(id);
    if (row === undefined) return null;
    return {
      balance: known(balance[row]),
      satisfaction: known(satisfaction.values[row]),
      recencyDays: known(now.dayNumber - now.columns.last_own[row]!),
      // It is made of the expected loss itself: settings refuse it here.
      contribution12m: null,
    };
  };
}
