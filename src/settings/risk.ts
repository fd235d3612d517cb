import { z } from 'zod';
import { debtKinds, productKinds } from '../store/kinds.ts';
import { checkNetwork, NetworkError, type RiskNetwork } from '../valuation/risk/network.ts';

/** Figures of a customer that a variable may be read off. */
export const riskFigures = ['balance', 'contribution12m', 'satisfaction', 'recencyDays'] as const;

const from = z.union([
  z.strictObject({
    /** an attribute of the customer, as the mapping gives it */
    attribute: z.string().min(1),
    /** the highest value of each state but the last, ascending; without, the attribute's values are the states */
    upTo: z.array(z.number()).min(1).optional(),
  }),
  z.strictObject({ figure: z.enum(riskFigures), upTo: z.array(z.number()).min(1) }),
]);

const variable = z.strictObject({
  /** what it is called, by language; its key unless given */
  name: z.record(z.string(), z.string().min(1)).default({}),
  states: z.array(z.string().min(1)),
  dependsOn: z.array(z.string()).default([]),
  table: z.array(z.array(z.number())),
  from: from.optional(),
});

const expectedLoss = z.strictObject({
  /** which share of what is owed is lost where a customer defaults, by kind of product: said of each debt, 0 for others unless given */
  lossGivenDefault: z
    .partialRecord(z.enum(productKinds), z.number().min(0).max(1))
    .superRefine((rates, context) => {
      const missing = debtKinds.filter((product) => rates[product] === undefined);
      if (missing.length > 0)
        context.addIssue({
          code: 'custom',
          message: `Say which share of what is owed is lost, from 0 to 1, of ${missing.join(' and ')} too.`,
        });
    }),
  /** within how many months the default of the network is meant */
  horizonMonths: z.number().int().min(1).max(120).default(12),
});

/**
 * How likely customers default, as a Bayesian network of the bank's own. It is off without this section: rating persons for
 * credit is a regulated use, so that a purpose has to be stated. Paths of what is wrong lead into the section.
 */
export const riskConfig = z
  .strictObject({
    purpose: z
      .string()
      .trim()
      .min(15, 'state in a sentence what the probability of default is used for'),
    /** the variable and the state that are a default */
    default: z.strictObject({ variable: z.string(), state: z.string() }),
    /** of how many cases each row of the tables is worth, where the bank's own cases are learnt from */
    priorCases: z.number().min(0).default(100),
    variables: z.record(z.string().regex(/^[\p{L}_][\p{L}\d_]*$/u), variable),
    /** makes the probability of default the expected loss of contributions; without it, it goes into no other figure */
    expectedLoss: expectedLoss.optional(),
  })
  .superRefine((risk, context) => {
    const names = Object.keys(risk.variables);
    const wrong = (message: string, path: (string | number)[]) =>
      context.addIssue({ code: 'custom', message, path });
    try {
      checkNetwork(networkOf(risk));
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      const [, at, ...rest] = error.path;
      const name = names[Number(at)] ?? '';
      const keys = rest.map((key) => (key === 'parents' ? 'dependsOn' : key));
      wrong(error.message, ['variables', name, ...keys]);
      return;
    }
    const called = risk.default.variable;
    const asked = Object.hasOwn(risk.variables, called) ? risk.variables[called] : undefined;
    if (asked === undefined)
      wrong(`There is no variable ${risk.default.variable}; there are ${names.join(', ')}.`, [
        'default',
        'variable',
      ]);
    else if (!asked.states.includes(risk.default.state))
      wrong(
        `${risk.default.variable} has no state ${risk.default.state}; it has ${asked.states.join(', ')}.`,
        ['default', 'state'],
      );
    for (const [name, { states, from: source }] of Object.entries(risk.variables)) {
      if (
        risk.expectedLoss !== undefined &&
        source !== undefined &&
        'figure' in source &&
        source.figure === 'contribution12m'
      )
        wrong(
          `${name} is read off the contribution, which the expected loss is a part of: read it off something else, or leave out expectedLoss.`,
          ['variables', name, 'from', 'figure'],
        );
      const upTo = source?.upTo;
      if (upTo === undefined) continue;
      if (
        upTo.length !== states.length - 1 ||
        upTo.some((bound, i) => i > 0 && bound <= upTo[i - 1]!)
      )
        wrong(
          `${name} has ${states.length} states: give ${states.length - 1} ascending bounds, one for each but the last.`,
          ['variables', name, 'from', 'upTo'],
        );
    }
  });

/** The section, validated. */
export type RiskConfig = z.output<typeof riskConfig>;

/** The network of the section. */
export function networkOf({ variables }: Pick<RiskConfig, 'variables'>): RiskNetwork {
  return {
    variables: Object.entries(variables).map(([name, { states, dependsOn, table }]) => ({
      name,
      states,
      parents: dependsOn,
      table,
    })),
  };
}
