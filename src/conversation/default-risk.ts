import { networkOf, type RiskConfig } from '../settings/risk.ts';
import type { CustomerCard } from '../store/customers/customer-card.ts';
import { countedAttributes } from '../store/risk/risk-facts.ts';
import {
  type Evidence,
  learnTables,
  posterior,
  type RiskCase,
  type RiskNetwork,
} from '../valuation/index.ts';
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

/** No more cases than one question may unfold. */
const mostCases = 200_000;

/** The probability of default of a customer with these attributes and figures. */
export async function defaultRisk(
  { store, scope }: CommandContext,
  risk: RiskConfig,
  attributes: Readonly<Record<string, string | number>>,
  value: CustomerCard['value'],
): Promise<DefaultRisk> {
  const { network, cases, asConfigured } = await learnt({ store, scope }, risk);
  const read = Object.entries(risk.variables).filter(
    ([name, { from }]) => name !== risk.default.variable && from !== undefined,
  );
  const known = read.map(([name, variable]) => ({
    name,
    state: stateOf(variable, attributes, value),
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

function chanceOfDefault(network: RiskNetwork, { default: meant }: RiskConfig, evidence: Evidence) {
  const at = network.variables
    .find(({ name }) => name === meant.variable)
    ?.states.indexOf(meant.state);
  return posterior(network, meant.variable, evidence)[at ?? -1] ?? Number.NaN;
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

type Variable = RiskConfig['variables'][string];

function stateOf(
  { states, from }: Variable,
  attributes: Readonly<Record<string, string | number>>,
  value: CustomerCard['value'],
): string | undefined {
  if (from === undefined) return undefined;
  const found = 'figure' in from ? (value?.[from.figure] ?? undefined) : attributes[from.attribute];
  if (found === undefined) return undefined;
  const { upTo } = from;
  if (upTo === undefined) return states.find((state) => state === String(found));
  const number = Number(found);
  if (!Number.isFinite(number)) return undefined;
  const at = upTo.findIndex((bound) => number <= bound);
  return states[at < 0 ? states.length - 1 : at];
}

/**
 * The network with tables learnt from the bank's own cases, where the default itself is an attribute of customers; attributes
 * that are amounts are left out, since they are today's and not those before the default. What few customers whom the asker
 * may not see add to the tables is not in them.
 */
async function learnt(
  { store, scope }: Pick<CommandContext, 'store' | 'scope'>,
  risk: RiskConfig,
): Promise<{ network: RiskNetwork; cases: number; asConfigured: number }> {
  const network = networkOf(risk);
  const attributeOf = new Map(
    Object.entries(risk.variables).flatMap(([name, { from }]) =>
      from !== undefined && 'attribute' in from && from.upTo === undefined
        ? [[name, from.attribute]]
        : [],
    ),
  );
  const label = attributeOf.get(risk.default.variable);
  if (label === undefined) return { network, cases: 0, asConfigured: 0 };
  const counted = await countedAttributes(
    store.db,
    scope,
    [...new Set(attributeOf.values())],
    label,
  );
  const unfolded = (count: (each: (typeof counted)[number]) => number) =>
    counted.flatMap((each) =>
      Array.from(
        { length: Math.min(count(each), mostCases) },
        (): RiskCase =>
          Object.fromEntries(
            [...attributeOf].map(([name, attribute]) => [name, each.known[attribute] ?? undefined]),
          ),
      ),
    );
  const cases = unfolded((each) => each.cases);
  const others = unfolded((each) => each.cases - each.own);
  const { variables, keptRows } = learnTables(network, cases, risk.priorCases, {
    others,
    least: fewest,
  });
  return { network: { ...network, variables }, cases: cases.length, asConfigured: keptRows };
}
