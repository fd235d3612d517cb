import { networkOf, type RiskConfig, type riskFigures } from '../../settings/risk.ts';
import { countedAttributes } from '../../store/risk/risk-facts.ts';
import type { Scope } from '../../store/scope.ts';
import type { Database } from '../../store/store.ts';
import {
  type Evidence,
  learnTables,
  posterior,
  type RiskCase,
  type RiskNetwork,
} from '../../valuation/index.ts';

type Variable = RiskConfig['variables'][string];

/** A customer's attributes by the bank's names, and figures that a variable may be read off; null is unknown. */
export type RiskFacts = {
  attributes: Readonly<Record<string, string | number>>;
  figures: Readonly<Record<(typeof riskFigures)[number], number | null>> | null;
};

/** No more cases than one question may unfold. */
const mostCases = 200_000;

/** The variables that tell of a customer: those read off something, without the default itself. */
export function readVariables({ variables, default: meant }: RiskConfig): [string, Variable][] {
  return Object.entries(variables).filter(
    ([name, { from }]) => name !== meant.variable && from !== undefined,
  );
}

/** The state of a variable that a customer is in; undefined where it is not known. */
export function stateOf(
  { states, from }: Variable,
  { attributes, figures }: RiskFacts,
): string | undefined {
  if (from === undefined) return undefined;
  const found =
    'figure' in from ? (figures?.[from.figure] ?? undefined) : attributes[from.attribute];
  if (found === undefined) return undefined;
  const { upTo } = from;
  if (upTo === undefined) return states.find((state) => state === String(found));
  const number = Number(found);
  if (!Number.isFinite(number)) return undefined;
  const at = upTo.findIndex((bound) => number <= bound);
  return states[at < 0 ? states.length - 1 : at];
}

/** The chance of the state that is a default, from 0 to 1, given what is known of a customer. */
export function chanceOfDefault(
  network: RiskNetwork,
  { default: meant }: Pick<RiskConfig, 'default'>,
  evidence: Evidence,
): number {
  const at = network.variables
    .find(({ name }) => name === meant.variable)
    ?.states.indexOf(meant.state);
  return posterior(network, meant.variable, evidence)[at ?? -1] ?? Number.NaN;
}

/**
 * The network with tables learnt from the bank's own cases, where the default itself is an attribute of customers; attributes
 * that are amounts are left out, since they are today's and not those before the default.
 *
 * @param fewest rows to which fewer customers beyond the scope count than that, but some, stay as the configuration has them
 */
export async function learntNetwork(
  db: Database,
  scope: Scope,
  risk: RiskConfig,
  fewest: number,
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
  const counted = await countedAttributes(db, scope, [...new Set(attributeOf.values())], label);
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
