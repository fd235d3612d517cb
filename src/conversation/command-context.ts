import { z } from 'zod';
import { figuresAskedBy, type Linked, type QuestionSource } from '../access/principal.ts';
import { type Format, formatFor } from '../language/format.ts';
import type { Locale } from '../language/locale.ts';
import { type Say, sayIn } from '../language/messages.ts';
import { usualRiskThreshold } from '../scoring/churn/risk-threshold.ts';
import type { Config } from '../settings/settings.ts';
import { bankFacts } from '../store/book/bank-facts.ts';
import { newestRun, type PublishedRun } from '../store/book/newest-run.ts';
import type { Scope } from '../store/scope.ts';
import type { Store } from '../store/store.ts';
import type { AskedForm } from './understanding/asked-form.ts';

/** The bank as replies speak of it. `currency` is ISO 4217. */
export type BankFacts = { name: string; currency: string; timezone: string; demo: boolean };

/**
 * A published valuation run. `asOf` is a date; a churn probability is within `churnHorizonMonths` of it, a lifetime value over
 * `clvHorizonMonths` from it, and customers are at risk from a churn probability of `atRisk`.
 */
export type RunFacts = {
  id: number;
  asOf: string;
  churnHorizonMonths: number;
  clvHorizonMonths: number;
  atRisk: number;
  /** the silence that counts as leaving where silence does, in days */
  dormantDays: number;
  /** whether the expected loss of its contributions is by each customer's risk of default */
  lossByRisk: boolean;
};

/** What a command about customers runs with. `run` is the newest published valuation run. */
export type CommandContext = {
  store: Store;
  config: Config;
  principal: Linked;
  scope: Scope;
  channel: QuestionSource;
  address: string;
  shared: boolean;
  locale: Locale;
  /** the reader's time zone, IANA */
  timezone: string;
  /** says texts of the catalogs to the reader */
  say: Say;
  /** writes figures of the bank as the reader does */
  format: Format;
  now: Date;
  /** the question, where it is a sentence: an id in it may be longer than what was read */
  sentence?: string;
  /** what the question wants to hear first, where it is a sentence that tells */
  asked?: AskedForm;
  /** whether it is plain what is asked; where it is not, what would change something asks first */
  sure: boolean;
  bank: BankFacts;
  run: RunFacts;
  /** a link to the web page that signs the asker in; absent where no page is served */
  pageLink?: () => Promise<string>;
};

/** Who a command runs for, and where the reply goes. */
export type Asker = {
  principal: Linked;
  channel: QuestionSource;
  address: string;
  shared: boolean;
  locale: Locale;
  /** the reader's time zone, IANA; otherwise the person's, otherwise the bank's */
  timezone?: string;
};

const churnWith = z.object({
  churn: z.object({
    horizonMonths: z.number(),
    atRisk: z.number(),
    dormantDays: z.number().optional(),
  }),
});
const withRisk = z.object({ risk: z.object({ expectedLoss: z.unknown() }) });
const valuedWith = z.object({
  valuation: z.object({ clv: z.object({ horizonMonths: z.number() }) }),
});

/**
 * Reads what a command needs from the store; undefined before the first published run.
 * @param earlier another run than the newest, whose figures are asked for
 */
export async function commandContext(
  { store, config, now }: { store: Store; config: Config; now: () => Date },
  asker: Asker,
  earlier?: PublishedRun,
): Promise<CommandContext | undefined> {
  const [bank, run] = await Promise.all([bankFacts(store.db), earlier ?? newestRun(store.db)]);
  if (bank === undefined || run === undefined) return undefined;
  const timezone = asker.timezone ?? asker.principal.timezone ?? bank.timezone;
  return {
    store: store.as(figuresAskedBy(asker.principal)),
    config,
    principal: asker.principal,
    scope: figuresAskedBy(asker.principal).scope,
    channel: asker.channel,
    address: asker.address,
    // What others may read is what whoever sees groups alone may.
    shared: asker.shared || asker.principal.groupsOnly === true,
    locale: asker.locale,
    timezone,
    say: sayIn(asker.locale, bank.currency),
    format: formatFor(asker.locale, bank.currency, timezone),
    now: now(),
    sure: true,
    bank,
    run: runFacts(run, config),
  };
}

/** A published run as replies speak of it; what it does not say of itself is as it is set now. */
export function runFacts({ id, asOf, parameters }: PublishedRun, config: Config): RunFacts {
  const { churn } = churnWith.safeParse(parameters).data ?? config;
  const { valuation } = valuedWith.safeParse(parameters).data ?? config;
  return {
    id,
    asOf,
    churnHorizonMonths: churn.horizonMonths,
    clvHorizonMonths: valuation.clv.horizonMonths,
    atRisk: churn.atRisk === 'auto' ? usualRiskThreshold : churn.atRisk,
    dormantDays: churn.dormantDays ?? config.churn.dormantDays,
    lossByRisk: withRisk.safeParse(parameters).data?.risk.expectedLoss !== undefined,
  };
}
