import {
  chanceOfDefault,
  learntNetwork,
  readVariables,
  stateOf,
} from '../scoring/risk/default-network.ts';
import type { RiskConfig } from '../settings/risk.ts';
import type { CustomerCard } from '../store/customers/customer-card.ts';
import { type Evidence, posterior, type RiskNetwork } from '../valuation/index.ts';
import type { CommandContext } from './command-context.ts';
import { fewest } from './small-groups.ts';

/** How likely a customer defaults, and what that rests on. Probabilities are from 0 to 1. */
export type DefaultRisk = {
  probability: number;
  /** of a customer of whom nothing is known */
  ofTheBank: number;
  /** what is known, by the variable's name */
  evidence: Evidence;
  /** variables that are read off something, of which nothing is known */
  missing: string[];
  /** how likely they would default if one variable were otherwise, the furthest from today's first */
  changes: { variable: string; state: string; probability: number }[];
  /** past cases that the tables were learnt from; 0 where they are as the config has them */
  cases: number;
  /** rows of the tables that stay as the config has them: too few cases beyond the asker's own customers are in them */
  asConfigured: number;
};

/**
 * The probability of default of a customer with these attributes and figures. What few customers whom the asker may not see
 * add to the tables is not in them.
 */
export async function defaultRisk(
  { store, scope }: CommandContext,
  risk: RiskConfig,
  attributes: Readonly<Record<string, string | number>>,
  value: CustomerCard['value'],
): Promise<DefaultRisk> {
  const { network, cases, asConfigured } = await learntNetwork(store.bankWide, scope, risk, fewest);
  const read = readVariables(risk);
  const known = read.map(([name, variable]) => ({
    name,
    state: stateOf(variable, { attributes, figures: value }),
  }));
  const evidence: Evidence = Object.fromEntries(
    known.flatMap(({ name, state }) => (state === undefined ? [] : [[name, state]])),
  );
  const of = (given: Evidence) => chanceOfDefault(network, risk, given);
  const probability = of(evidence);
  return {
    probability,
    ofTheBank: of({}),
    evidence,
    missing: known.flatMap(({ name, state }) => (state === undefined ? [name] : [])),
    changes: read
      .flatMap(([variable, { states }]) =>
        states
          .filter(
            (state) =>
              state !== evidence[variable] &&
              isPossible(network, { ...evidence, [variable]: state }),
          )
          .map((state) => ({
            variable,
            state,
            probability: of({ ...evidence, [variable]: state }),
          })),
      )
      .sort(
        (a, b) => Math.abs(b.probability - probability) - Math.abs(a.probability - probability),
      ),
    cases,
    asConfigured,
  };
}

/** Whether the tables hold it possible at all: of what they rule out nothing can be said. */
function isPossible(network: RiskNetwork, evidence: Evidence): boolean {
  const known: Record<string, string> = {};
  return Object.entries(evidence).every(([name, state]) => {
    const states = network.variables.find((variable) => variable.name === name)?.states ?? [];
    const chance = posterior(network, name, known)[states.indexOf(state)] ?? 0;
    known[name] = state;
    return chance > 0;
  });
}
