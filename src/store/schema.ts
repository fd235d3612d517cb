import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { ActionEffect, FollowedState } from './actions/action-effects.ts';
import { branchKeys, joinedName, slipKeys } from './customers/name-keys.ts';
import type { Takable, Takers } from './deliveries/takable.ts';
import type { DigestFilters } from './digests/digest-filters.ts';
import type { DigestSettings, NotedCrossings } from './digests/digest-settings.ts';
import type { DigestState } from './digests/digest-state.ts';
import type { ScheduleRule } from './digests/schedule-rule.ts';
import {
  accessOutcomes,
  analystsSee,
  bankRoles,
  campaignOutcomes,
  channelNames,
  deliveryStates,
  digestKinds,
  eventKinds,
  followUpKinds,
  householdKinds,
  householdRoles,
  interactionKinds,
  type ModelKind,
  modelKinds,
  offerOutcomes,
  opportunityStages,
  pauseReasons,
  productKinds,
  refusalReasons,
  signInKinds,
  storedStages,
  tokenScopes,
  transactionKinds,
  whenNothings,
} from './kinds.ts';
import { numberIn } from './number-in.ts';
import { plainName } from './plain-name.ts';
import { spread } from './spread.ts';

/*
 * Every big table carries customer_id first in its primary key, and SQL about a customer joins on it, so that the
 * same schema distributes on Citus by customer_id with the small tables as reference tables.
 * Money is numeric in the bank's currency, with as many decimals as the currency has: whoever writes it sees to that.
 * The column names no scale, for PostgreSQL would write a table anew to change one. Model outputs are double precision.
 */

const id = () => integer().primaryKey().generatedAlwaysAsIdentity();
const money = () => numeric({ mode: 'number' });
const moment = () => timestamp({ withTimezone: true, mode: 'date' });
const day = () => date({ mode: 'string' });
const customerId = () =>
  integer()
    .notNull()
    .references(() => customers.id);

/** The bank itself: one row, written by an import or by the demo. */
export const bank = pgTable('bank', {
  id: integer().primaryKey().default(1),
  name: text().notNull(),
  /** ISO 4217 */
  currency: char({ length: 3 }).notNull(),
  timezone: text().notNull().default('UTC'),
  demo: boolean().notNull().default(false),
});

/** What the bank's configuration says of who sees what, for statements that decide it: one row. */
export const accessRules = pgTable('access_rules', {
  id: integer().primaryKey().default(1),
  analysts: text({ enum: analystsSee }).notNull(),
});

export const branches = pgTable('branches', {
  id: id(),
  externalId: text().notNull().unique(),
  /** as the bank itself calls it */
  name: text().notNull(),
  /** what it is called in other languages, by locale */
  names: jsonb().$type<Record<string, string>>().notNull().default({}),
  region: text(),
  attributes: jsonb().$type<Record<string, string | number>>().notNull().default({}),
});

/** People of the bank: relationship managers, supervisors, analysts. */
export const managers = pgTable(
  'managers',
  {
    id: id(),
    externalId: text().notNull().unique(),
    /** lower case */
    email: text().unique(),
    name: text().notNull(),
    role: text({ enum: bankRoles }).notNull(),
    branchId: integer().references(() => branches.id),
    /** the bank's id of whoever leads the team they are in; a file may name them before it has them */
    lead: text(),
    /** the language they read */
    locale: text(),
    timezone: text(),
    active: boolean().notNull().default(true),
    /** disabled by an operator: until they are enabled again, a trigger keeps them inactive, whatever the bank's files say */
    disabledAt: moment(),
  },
  (t) => [index('managers_lead').on(t.lead)],
);

/** Who stands in for a manager: the delegate sees the manager's book, too, until a moment. */
export const delegations = pgTable(
  'delegations',
  {
    id: id(),
    fromId: integer()
      .notNull()
      .references(() => managers.id),
    toId: integer()
      .notNull()
      .references(() => managers.id),
    /** the last day of it, in the bank's time zone */
    until: day().notNull(),
    /** when that day is over, or when it was ended before */
    endsAt: moment().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [
    index('delegations_to').on(t.toId, t.endsAt),
    index('delegations_from').on(t.fromId, t.endsAt),
  ],
);

/** Which person of the bank a person on a platform is. */
export const identities = pgTable(
  'identities',
  {
    channel: text({ enum: channelNames }).notNull(),
    /** Slack: team:user. Teams: tenant:aadObjectId. */
    externalId: text().notNull(),
    managerId: integer()
      .notNull()
      .references(() => managers.id),
    linkedAt: moment().notNull().defaultNow(),
    /** the address by which the platform vouched for them, in lower case; null: linked by hand */
    email: text(),
    /** when the platform was asked last; null: it is to be asked before they are answered again */
    checkedAt: moment(),
    /** since when the platform no longer has them as one of the bank's own people */
    endedAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.channel, t.externalId] })],
);

export const customers = pgTable(
  'customers',
  {
    id: id(),
    /** the bank's own id */
    externalId: text().notNull().unique(),
    name: text(),
    sex: text({ enum: ['female', 'male', 'other'] }),
    birthDate: day(),
    branchId: integer().references(() => branches.id),
    managerId: integer().references(() => managers.id),
    joinedOn: day(),
    closedOn: day(),
    /** in the international form where the bank's file says of which country, +420601123456, otherwise its digits as it gave them */
    phone: text(),
    /** lower case */
    email: text(),
    /** what the bank itself sorts customers by, such as VIP; each once, in its own spelling */
    tags: text().array().notNull().default([]),
    attributes: jsonb().$type<Record<string, string | number>>().notNull().default({}),
    /** by the bank's files: nobody is to contact them, and no model is to judge them */
    doNotContact: boolean().notNull().default(false),
    doNotProfile: boolean().notNull().default(false),
    /** the same as an operator noted it, which no file takes back; null: did not */
    contactRefusedAt: moment(),
    profilingRefusedAt: moment(),
    /** since when what is held of them is kept and not worked with; null: it is worked with */
    restrictedAt: moment(),
    /** whether they had left by the day of `labelledOn`, as a file said of its own customers; null: no file did */
    left: boolean(),
    labelledOn: day(),
  },
  (t) => [
    index('customers_tags').using('gin', t.tags),
    // With all that policies and scopes ask, so that whose a customer is is told without their row.
    index('customers_of_manager').on(t.managerId, t.id, t.restrictedAt),
    // In an order that is alike for everybody and says nothing of anybody, for samples.
    index('customers_of_branch').on(t.branchId, spread(t.id), t.id, t.restrictedAt),
    index('customers_assigned').on(t.id, t.branchId, t.managerId, t.restrictedAt),
    index('customers_spread').on(spread(t.id)),
    index('customers_lower_id').on(sql`lower(${t.externalId})`),
    index('customers_plain_id')
      .on(sql`lower(normalize(${t.externalId}, NFKC))`)
      .where(sql`${t.externalId} ~ '[^ -~]'`),
    index('customers_number').on(numberIn(t.externalId)),
    // With the branch in each, so that a branch's names are found without a look at anybody else's row.
    index('customers_branch_name_trigram').using(
      'gin',
      branchKeys(t.branchId),
      sql`(${plainName(t.name)}) gin_trgm_ops`,
    ),
    index('customers_branch_name_slips').using('gin', branchKeys(t.branchId), slipKeys(t.name)),
    index('customers_branch_name_joined').on(
      t.branchId,
      sql`(${joinedName(t.name)}) text_pattern_ops`,
    ),
    index('customers_name_joined').on(sql`(${joinedName(t.name)}) text_pattern_ops`),
  ],
);

export const holdings = pgTable(
  'holdings',
  {
    customerId: customerId(),
    externalId: text().notNull(),
    product: text({ enum: productKinds }).notNull(),
    /** the bank's own name of the product, if any */
    label: text(),
    openedOn: day(),
    closedOn: day(),
    /** loan principal, card limit or order amount */
    amount: money(),
    status: text(),
    attributes: jsonb().$type<Record<string, string | number>>().notNull().default({}),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.externalId] })],
);

/** Balance of a holding at the end of a day; a loan's or a card's debt is negative. */
export const balances = pgTable(
  'balances',
  {
    customerId: customerId(),
    holdingId: text().notNull(),
    asOf: day().notNull(),
    amount: money().notNull(),
    /**
     * mean of the closing balances of the month's days, where transactions carry the balance after each; gone as soon as
     * `amount` is updated without it
     */
    monthMean: doublePrecision(),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.holdingId, t.asOf] })],
);

export const transactions = pgTable(
  'transactions',
  {
    customerId: customerId(),
    externalId: text().notNull(),
    holdingId: text(),
    bookedOn: day().notNull(),
    /** positive: credited to the customer's account; negative: debited */
    amount: money().notNull(),
    kind: text({ enum: transactionKinds }).notNull(),
    balanceAfter: money(),
    counterparty: text(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.externalId] }),
    index('transactions_customer_booked').on(t.customerId, t.bookedOn),
  ],
);

export const interactions = pgTable(
  'interactions',
  {
    customerId: customerId(),
    externalId: text().notNull(),
    occurredAt: moment().notNull(),
    kind: text({ enum: interactionKinds }).notNull(),
    note: text(),
    /** complaints only */
    resolvedAt: moment(),
    managerId: integer().references(() => managers.id),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.externalId] })],
);

export const surveys = pgTable(
  'surveys',
  {
    customerId: customerId(),
    externalId: text().notNull(),
    answeredOn: day().notNull(),
    score: doublePrecision().notNull(),
    /** the worst score that could be given; null: 1 on a scale that ends at 7 or below, 0 on a longer one */
    scaleMin: doublePrecision(),
    /** the best score that could be given */
    scaleMax: doublePrecision().notNull(),
    question: text(),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.externalId] })],
);

export const feedback = pgTable(
  'feedback',
  {
    customerId: customerId(),
    externalId: text().notNull(),
    givenOn: day().notNull(),
    text: text().notNull(),
    language: text(),
    rating: doublePrecision(),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.externalId] })],
);

/** Products offered to customers, and what became of each offer. */
export const offers = pgTable(
  'offers',
  {
    customerId: customerId(),
    externalId: text().notNull(),
    product: text({ enum: productKinds }).notNull(),
    /** the bank's own name of the product; null: whichever of the kind */
    label: text(),
    offeredOn: day().notNull(),
    outcome: text({ enum: offerOutcomes }).notNull(),
    /** null: on the day of the offer, or not known */
    answeredOn: day(),
    note: text(),
    managerId: integer().references(() => managers.id),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.externalId] })],
);

/** Which customers belong together: each row links one to a household or a group of companies, by the bank's own id of it. */
export const households = pgTable(
  'households',
  {
    customerId: customerId(),
    kind: text({ enum: householdKinds }).notNull(),
    /** of the household or the group: unique among those of its kind */
    externalId: text().notNull(),
    /** what the customer is to the others; null where the bank does not say */
    role: text({ enum: householdRoles }),
    /** from this day on the customer no longer belongs to it */
    endedOn: day(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.kind, t.externalId] }),
    index('households_members').on(t.kind, t.externalId),
  ],
);

/** What a text of a customer, a comment or the note of a complaint, was read to say. */
export const opinions = pgTable(
  'opinions',
  {
    customerId: customerId(),
    source: text({ enum: ['comment', 'complaint'] }).notNull(),
    /** of the comment or the complaint */
    externalId: text().notNull(),
    saidOn: day().notNull(),
    /** of the text that was read, so that another is read anew */
    textMd5: text().notNull(),
    /** which version of the model read it */
    readBy: smallint().notNull(),
    /** −1, against the bank, to 1, for it */
    score: doublePrecision().notNull(),
    label: text({ enum: ['negative', 'neutral', 'positive'] }).notNull(),
    topics: text().array().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.source, t.externalId] }),
    index('opinions_said_on').on(t.saidOn),
  ],
);

export const ingestBatches = pgTable('ingest_batches', {
  id: id(),
  mapping: text().notNull(),
  startedAt: moment().notNull().defaultNow(),
  finishedAt: moment(),
  status: text({ enum: ['running', 'done', 'failed'] }).notNull(),
  /** per file: read, stored, unchanged, rejected */
  counts: jsonb().$type<Record<string, Record<string, number>>>().notNull().default({}),
});

/** Rows that could not be taken in. The same row of the same file is rejected once, however often it is read. */
export const ingestRejects = pgTable(
  'ingest_rejects',
  {
    id: id(),
    batchId: integer()
      .notNull()
      .references(() => ingestBatches.id),
    mapping: text().notNull(),
    file: text().notNull(),
    line: integer().notNull(),
    column: text().notNull(),
    value: text(),
    reason: text().notNull(),
  },
  (t) => [
    uniqueIndex('ingest_rejects_row').on(
      t.mapping,
      t.file,
      t.line,
      t.column,
      t.reason,
      sql`md5(coalesce(${t.value}, ''))`,
    ),
  ],
);

/** A model is data: what it is, what it was trained on, how it measured. */
export const models = pgTable('models', {
  id: id(),
  kind: text({ enum: modelKinds }).notNull(),
  /** for example logistic, bg-nbd + gamma-gamma, k-means */
  method: text().notNull(),
  trainedAt: moment().notNull(),
  asOf: day().notNull(),
  champion: boolean().notNull().default(false),
  /** null once no run that is kept uses it: what it was is told by its card */
  body: jsonb().$type<unknown>(),
  /** data range, features, metrics, seed, code version, warnings */
  card: jsonb().$type<Record<string, unknown>>().notNull(),
});

export const valuationRuns = pgTable(
  'valuation_runs',
  {
    id: id(),
    asOf: day().notNull(),
    status: text({ enum: ['running', 'published', 'failed'] }).notNull(),
    startedAt: moment().notNull(),
    publishedAt: moment(),
    /** the configuration the run valued with */
    parameters: jsonb().$type<Record<string, unknown>>().notNull(),
    /** model ids by kind */
    models: jsonb().$type<Partial<Record<ModelKind, number>>>().notNull().default({}),
    customers: integer().notNull().default(0),
    error: text(),
    /** the night that it was made for, as its job names it; null where somebody asked for it */
    night: text(),
    /** how much of it is done, 0 to 1, and when that was last told */
    done: real().notNull().default(0),
    toldAt: moment(),
    /** the step that it is at, or ended at; null: it had not told of one */
    step: text(),
    /** how many seconds its steps took, by step; null: it is not published, or an earlier version made it */
    seconds: jsonb().$type<Record<string, number>>(),
    /** whether its values of customers are kept still */
    valuesKept: boolean().notNull().default(true),
  },
  (t) => [uniqueIndex('valuation_runs_night').on(t.night).where(sql`${t.status} = 'published'`)],
);

export const segments = pgTable(
  'segments',
  {
    runId: integer()
      .notNull()
      .references(() => valuationRuns.id, { onDelete: 'cascade' }),
    /** the segmentation that it belongs to: main, or a further one */
    segmentation: text().notNull().default('main'),
    /** keeps its meaning from run to run */
    id: integer().notNull(),
    /** by locale */
    names: jsonb().$type<Record<string, string>>().notNull(),
    size: integer().notNull(),
    /** mean and standard score against the bank, by feature */
    portrait: jsonb().$type<Record<string, { mean: number; z: number }>>().notNull().default({}),
  },
  (t) => [primaryKey({ columns: [t.runId, t.segmentation, t.id] })],
);

export type ChurnReason = {
  /** feature key, such as balance_change_3m or attributes.creditScore */
  feature: string;
  /** the feature's value for this customer; null where missing */
  value: number | string | null;
  /** log-odds added (positive: towards leaving) */
  contribution: number;
};

/** What a bank can do about a customer's risk, and what the churn model makes of it. */
export type ChurnAdvice = {
  /** the feature that would change, such as unresolved_complaints, from what to what */
  feature: string;
  from: number;
  to: number;
  /** the churn probability then: in runs of earlier versions by the model alone, otherwise borne out by past customers */
  probability: number;
  /** how many past customers like this one, who were so, it is held to; absent in runs of earlier versions */
  similar?: number | undefined;
};

/**
 * Why nothing is advised: nothing that the bank can change applies; nothing that does lowers the model's estimate by much; or it
 * would, but past customers who were so are too few or left about as often.
 */
export type NoChurnAdvice = { none: 'nothingToChange' | 'noEffect' | 'notBorneOut' };

export const customerValues = pgTable(
  'customer_values',
  {
    customerId: customerId(),
    runId: integer()
      .notNull()
      .references(() => valuationRuns.id, { onDelete: 'cascade' }),
    /** days since the last transaction of the customer's own making; null: never */
    recencyDays: integer(),
    /** transactions of the customer's own making in the last year */
    frequency: integer().notNull(),
    /** their mean absolute amount; null without any */
    monetary: doublePrecision(),
    recencyScore: smallint().notNull(),
    frequencyScore: smallint().notNull(),
    monetaryScore: smallint().notNull(),
    /** BG/NBD; null where the model could not be fitted */
    probabilityAlive: doublePrecision(),
    /** expected transactions over the horizon */
    expectedTransactions: doublePrecision(),
    /** actual contribution of the last twelve months; null for those who were not customers in any of them */
    contribution12m: doublePrecision(),
    /** expected contribution a month */
    expectedContribution: doublePrecision().notNull(),
    clv: doublePrecision().notNull(),
    /** 90 % interval */
    clvLow: doublePrecision().notNull(),
    clvHigh: doublePrecision().notNull(),
    /** the CLV without the chance of leaving, which tiers go by; null for those who have left, and in runs of earlier versions */
    valueIfStays: doublePrecision(),
    horizonMonths: integer().notNull(),
    /** 0 to 100 */
    cvs: doublePrecision().notNull(),
    tier: text({ enum: ['high', 'medium', 'low'] }).notNull(),
    /** of the main segmentation; null: in no segment */
    segmentId: integer(),
    /** segment ids of the further segmentations */
    furtherSegments: jsonb().$type<Record<string, number>>().notNull().default({}),
    /** within the run's churn horizon; null where no churn model could be fitted, or the customer has left */
    churnProbability: doublePrecision(),
    churnReasons: jsonb().$type<ChurnReason[]>().notNull().default([]),
    /** what goes with a lower risk, or why nothing is advised; null where the risk is low, or an earlier version advised nothing */
    churnAdvice: jsonb().$type<ChurnAdvice | NoChurnAdvice>(),
    /** churn probability × value if they stay; below 0 for those who cost more than they bring in, null without a churn probability */
    valueAtStake: doublePrecision(),
    /** total of deposits and investments at the as-of date; null where none was ever recorded */
    balance: doublePrecision(),
    /** 0 to 1, as answered in surveys or estimated; null where neither is known */
    satisfaction: doublePrecision(),
    /** whether it is estimated from what they wrote */
    satisfactionEstimated: boolean().notNull().default(false),
    stage: text({ enum: storedStages }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.runId] }),
    index('customer_values_run_churn').on(t.runId, t.churnProbability),
    // What a list is in the order of, who comes first at its head: each expression as its statement has it.
    index('customer_values_by_value')
      .on(t.runId, sql`coalesce(${t.valueIfStays}, ${t.clv}) desc nulls last`, t.customerId)
      .where(sql`${t.stage} <> 'left'`),
    index('customer_values_by_clv')
      .on(t.runId, sql`${t.clv} desc nulls last`, t.customerId)
      .where(sql`${t.stage} <> 'left'`),
    index('customer_values_by_cvs')
      .on(t.runId, sql`${t.cvs} desc nulls last`, t.customerId)
      .where(sql`${t.stage} <> 'left'`),
    index('customer_values_by_contribution')
      .on(t.runId, sql`${t.contribution12m} desc nulls last`, t.customerId)
      .where(sql`${t.stage} <> 'left'`),
    index('customer_values_at_stake')
      .on(
        t.runId,
        sql`(case when ${t.valueAtStake} > 0 then ${t.valueAtStake} else 0 end) desc`,
        sql`${t.churnProbability} desc`,
        t.customerId,
        // What tells whether they count, so that those before a few of one branch are passed over without their rows.
        t.valueAtStake,
        t.valueIfStays,
        t.stage,
      )
      .where(sql`${t.churnProbability} is not null`),
  ],
);

/** What published runs said of customers' leaving, kept until it is known who left. Of a large bank, a sample. */
export const churnPredictions = pgTable(
  'churn_predictions',
  {
    customerId: customerId(),
    /** the day it was said */
    asOf: day().notNull(),
    horizonMonths: smallint().notNull(),
    probability: doublePrecision().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.asOf, t.horizonMonths] }),
    index('churn_predictions_as_of').on(t.asOf),
  ],
);

/** What a playbook of a run says, in every language that its bank has words in. */
export type PlaybookWords = {
  name: Record<string, string>;
  step: Record<string, string>;
  say: Record<string, string>;
  owner: 'manager' | 'supervisor';
  priority: number;
  /** days from the run's as-of date */
  dueDays: number;
};

/** The playbooks that a run went by, as they stood then. */
export const playbooks = pgTable(
  'playbooks',
  {
    runId: integer()
      .notNull()
      .references(() => valuationRuns.id, { onDelete: 'cascade' }),
    id: text().notNull(),
    words: jsonb().$type<PlaybookWords>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.id] })],
);

/**
 * What a run knew of a customer that playbooks may ask for and `customer_values` does not have: numbers, flags and, as
 * `holds`, the kinds of product held; what is unknown is absent.
 */
export const customerFacts = pgTable(
  'customer_facts',
  {
    customerId: customerId(),
    runId: integer()
      .notNull()
      .references(() => valuationRuns.id, { onDelete: 'cascade' }),
    facts: jsonb().$type<Record<string, number | boolean | string[]>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.runId] })],
);

/** The next steps of a customer by a run: a playbook whose condition held, and the facts that bore it out. */
export const customerSteps = pgTable(
  'customer_steps',
  {
    customerId: customerId(),
    runId: integer()
      .notNull()
      .references(() => valuationRuns.id, { onDelete: 'cascade' }),
    playbook: text().notNull(),
    /** 1 is the first to do */
    position: smallint().notNull(),
    because: jsonb()
      .$type<{ fact: string; value: number | boolean | string | string[] }[]>()
      .notNull(),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.runId, t.playbook] })],
);

/** What befell a customer lately, as a run found it by the rules of its configuration. */
export const events = pgTable(
  'events',
  {
    customerId: customerId(),
    runId: integer()
      .notNull()
      .references(() => valuationRuns.id, { onDelete: 'cascade' }),
    kind: text({ enum: eventKinds }).notNull(),
    /** from when on it is told, such as a month before a deposit matures */
    day: day().notNull(),
    /** by kind; money in the bank's currency, days as ISO dates, what is not known null */
    figures: jsonb().$type<Record<string, number | string | boolean | null>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.runId, t.kind, t.day] })],
);

/** Contribution per customer and calendar month, as the run computed it. */
export const contributions = pgTable(
  'contributions',
  {
    customerId: customerId(),
    runId: integer()
      .notNull()
      .references(() => valuationRuns.id, { onDelete: 'cascade' }),
    /** first day of the month */
    month: day().notNull(),
    netInterest: doublePrecision().notNull(),
    fees: doublePrecision().notNull(),
    costToServe: doublePrecision().notNull(),
    expectedLoss: doublePrecision().notNull(),
    /** mean balance of deposits and investments in the month; null where none had been recorded */
    balance: doublePrecision(),
    /** transactions booked in the month */
    transactions: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.runId, t.month] })],
);

/** Published runs of which totals are kept, and the churn probability from which their `atRisk` counts; null: none was known. */
export const totalledRuns = pgTable('totalled_runs', {
  runId: integer()
    .primaryKey()
    .references(() => valuationRuns.id, { onDelete: 'cascade' }),
  atRisk: doublePrecision(),
});

/** Branches of whose customers something changed that kept totals go by; null: of no branch. Their totals are added up anew. */
export const changedBranches = pgTable('changed_branches', { branchId: integer() });

const runOfTotals = () =>
  integer()
    .notNull()
    .references(() => totalledRuns.runId, { onDelete: 'cascade' });

/**
 * What the customers of a run add up to, as they are assigned now, without those who have left and those whose data is
 * restricted. Rows by branch are of all its customers, rows by manager of one book in it: whoever adds up takes one or the other.
 */
export const runTotals = pgTable(
  'run_totals',
  {
    runId: runOfTotals(),
    by: text({ enum: ['branch', 'manager'] }).notNull(),
    branchId: integer(),
    /** null: of no manager; of all where it is by branch */
    managerId: integer(),
    segmentation: text().notNull(),
    segmentId: integer(),
    tier: text({ enum: ['high', 'medium', 'low'] }).notNull(),
    customers: integer().notNull(),
    /** sums, null where the figure is known of nobody */
    clv: doublePrecision().notNull(),
    valueIfStays: doublePrecision(),
    contribution12m: doublePrecision(),
    balance: doublePrecision(),
    balancesKnown: integer().notNull(),
    churnProbability: doublePrecision(),
    predicted: integer().notNull(),
    /** of whom both the churn probability and the value if they stay are known */
    bothKnown: integer().notNull(),
    /** whatever anybody says of them: overrides of the risk are taken off when it is read */
    atRisk: integer().notNull(),
    valueAtStake: doublePrecision().notNull(),
  },
  (t) => [
    index('run_totals_branch').on(t.runId, t.by, t.segmentation, t.branchId),
    index('run_totals_manager').on(t.runId, t.by, t.segmentation, t.managerId),
  ],
);

/** What they brought in by month; of those who have left apart from those who are still there. */
export const runMonths = pgTable(
  'run_months',
  {
    runId: runOfTotals(),
    by: text({ enum: ['branch', 'manager'] }).notNull(),
    branchId: integer(),
    managerId: integer(),
    present: boolean().notNull(),
    month: day().notNull(),
    customers: integer().notNull(),
    /** net interest and fees; cost to serve and expected loss */
    revenue: doublePrecision().notNull(),
    cost: doublePrecision().notNull(),
    balance: doublePrecision(),
    transactions: doublePrecision().notNull(),
  },
  (t) => [
    index('run_months_branch').on(t.runId, t.by, t.branchId),
    index('run_months_manager').on(t.runId, t.by, t.managerId),
  ],
);

/** How many customers of a branch are in another segment, or the same, as in an earlier run; null: in none. */
export const runFlows = pgTable(
  'run_flows',
  {
    runId: runOfTotals(),
    earlierId: integer().notNull(),
    segmentation: text().notNull(),
    branchId: integer(),
    fromId: integer(),
    toId: integer(),
    customers: integer().notNull(),
  },
  (t) => [index('run_flows_run').on(t.runId, t.segmentation, t.branchId)],
);

/** How many customers of a branch and a segment hold a product at a run's as-of date. */
export const runHolders = pgTable(
  'run_holders',
  {
    runId: runOfTotals(),
    segmentation: text().notNull(),
    branchId: integer(),
    segmentId: integer(),
    product: text({ enum: productKinds }).notNull(),
    customers: integer().notNull(),
  },
  (t) => [index('run_holders_run').on(t.runId, t.segmentation, t.branchId)],
);

/**
 * What stands to be lost with those at risk of a branch whose value is known, by its size: step `n` is from 2^(n/8) up to the
 * next, in the bank's currency.
 */
export const runStakes = pgTable(
  'run_stakes',
  {
    runId: runOfTotals(),
    branchId: integer(),
    /** null: nothing */
    step: integer(),
    customers: integer().notNull(),
    stake: doublePrecision().notNull(),
  },
  (t) => [index('run_stakes_run').on(t.runId, t.branchId)],
);

/** What customers of a branch and a segment said by theme in the half-years before a run; without a theme, all they said. */
export const runThemes = pgTable(
  'run_themes',
  {
    runId: runOfTotals(),
    segmentation: text().notNull(),
    branchId: integer(),
    segmentId: integer(),
    theme: text(),
    /** the last day before the newer half-year */
    since: day().notNull(),
    /** who complained in the newer half-year and in the one before; all texts of the newer, and the sum of their scores */
    late: integer().notNull(),
    before: integer().notNull(),
    texts: integer().notNull(),
    score: doublePrecision().notNull(),
  },
  (t) => [index('run_themes_run').on(t.runId, t.segmentation, t.branchId)],
);

export const digests = pgTable(
  'digests',
  {
    id: id(),
    ownerId: integer()
      .notNull()
      .references(() => managers.id),
    kind: text({ enum: digestKinds }).notNull(),
    channel: text({ enum: channelNames }).notNull(),
    /** where on the channel: a Slack conversation id, a Teams conversation key, a web subscriber's manager id */
    address: text().notNull(),
    cron: text().notNull(),
    timezone: text().notNull(),
    /** what its schedule says that no cron expression can */
    rule: jsonb().$type<ScheduleRule>().notNull().default({}),
    /** which customers it is held to; nothing: all that its owner may see */
    filters: jsonb().$type<DigestFilters>().notNull().default({}),
    locale: text().notNull(),
    paused: boolean().notNull().default(false),
    /** what goes out where there is nothing new: nothing, or a line that says so */
    whenNothing: text({ enum: whenNothings }).notNull().default('skip'),
    /** what only some kinds have: how many customers at most, the period of a report, what is to be passed */
    settings: jsonb().$type<DigestSettings>().notNull().default({}),
    /** its name in the bank's configuration; null: its owner set it up */
    standing: text(),
    /** by which run it was last looked up who passed which threshold; null: not yet */
    noted: jsonb().$type<NotedCrossings>(),
    /** why it was paused by itself; null: it was not */
    pausedBecause: text({ enum: pauseReasons }),
    /** of one that is paused: the day, in its time zone, from which it is sent again by itself */
    pausedUntil: day(),
    createdAt: moment().notNull(),
    /** no slot before is due: when it was set up, or last resumed */
    dueSince: moment().notNull(),
    removedAt: moment(),
  },
  (t) => [
    uniqueIndex('digests_standing')
      .on(t.standing)
      .where(sql`removed_at is null and standing is not null`),
  ],
);

/** Who passed the threshold of a digest, by which run. */
export const digestCrossings = pgTable(
  'digest_crossings',
  {
    customerId: customerId(),
    digestId: integer()
      .notNull()
      .references(() => digests.id),
    runId: integer().notNull(),
    /** they were above it already when it was first looked up: nobody is told of that */
    before: boolean().notNull(),
    /** whether they are above it still */
    above: boolean().notNull().default(true),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.digestId, t.runId] }),
    index('digest_crossings_digest').on(t.digestId),
  ],
);

/**
 * A message that nobody has just asked for, to one address: a slot of a digest, or a notice. It is sent once, however many
 * replicas there are and whatever becomes of them: `key` is unique, and goes out with the message, so that it can be looked
 * for where the outcome of an attempt is not known.
 */
export const deliveries = pgTable(
  'deliveries',
  {
    id: id(),
    key: text().notNull().unique(),
    /** null: a notice */
    digestId: integer().references(() => digests.id),
    /** who answers for it, and is told if it fails */
    ownerId: integer().references(() => managers.id),
    /** when it is due; of a notice, when it arose */
    slot: moment().notNull(),
    state: text({ enum: deliveryStates }).notNull(),
    channel: text({ enum: channelNames }).notNull(),
    address: text().notNull(),
    locale: text().notNull(),
    /** the next attempt is no sooner */
    tryAt: moment().notNull(),
    /** the replica at work on it, for as long as it says so */
    claimedBy: text(),
    claimedUntil: moment(),
    attempts: integer().notNull().default(0),
    /** a Reply, fixed when it is first sent; forgotten once it arrived, or once it does not change any more */
    content: jsonb().$type<unknown>(),
    /** what of it changes when somebody takes a customer on; null: nothing */
    takable: jsonb().$type<Takable>(),
    /** who looks after whom, as the message says it */
    shownTakers: jsonb().$type<Takers>().notNull().default({}),
    /** when the team lead is told whom nobody took on; null: never, or told */
    leadAt: moment(),
    /** an attempt before may have arrived, and the platform cannot be asked */
    maybeRepeated: boolean().notNull().default(false),
    runId: integer(),
    /** what it told, as far as the next of its digest compares with it */
    told: jsonb().$type<DigestState>().notNull().default({}),
    /** what the platform calls the message */
    messageId: text(),
    sentAt: moment(),
    /** why the last attempt failed: the platform's reason, no customer data */
    error: text(),
  },
  (t) => [
    uniqueIndex('deliveries_slot').on(t.digestId, t.slot),
    index('deliveries_open').on(t.tryAt).where(sql`state in ('due', 'sending')`),
    index('deliveries_address').on(t.channel, t.address),
    index('deliveries_takable')
      .on(t.sentAt)
      .where(sql`takable is not null and content is not null`),
  ],
);

/** A platform that asked to be left alone until a moment, by every replica. */
export const outletHolds = pgTable('outlet_holds', {
  channel: text({ enum: channelNames }).primaryKey(),
  until: moment().notNull(),
});

/** Digests and notices for people of the web chat, read on their next visit. */
export const inbox = pgTable(
  'inbox',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    managerId: integer()
      .notNull()
      .references(() => managers.id),
    at: moment().notNull(),
    /** the same for every attempt at the same message */
    key: text().notNull().unique(),
    locale: text().notNull(),
    reply: jsonb().$type<unknown>().notNull(),
    readAt: moment(),
  },
  (t) => [index('inbox_manager').on(t.managerId, t.at)],
);

/** What people had the bot change: who, when, and how each change is undone. */
export const actions = pgTable(
  'actions',
  {
    id: id(),
    managerId: integer()
      .notNull()
      .references(() => managers.id),
    at: moment().notNull(),
    /** the command that made it */
    intent: text().notNull(),
    /** what it changed, and how that stood before */
    effects: jsonb().$type<ActionEffect[]>().notNull().default([]),
    undoneAt: moment(),
  },
  (t) => [index('actions_manager').on(t.managerId, t.at)],
);

const partOfCustomer = () => integer().notNull().generatedAlwaysAsIdentity();
const person = () =>
  integer()
    .notNull()
    .references(() => managers.id);

/** What somebody of the bank still has to do for a customer, and what they did. */
export const followUps = pgTable(
  'follow_ups',
  {
    customerId: customerId(),
    id: partOfCustomer(),
    kind: text({ enum: followUpKinds }).notNull(),
    /** who is to do it */
    ownerId: person(),
    note: text(),
    dueOn: day().notNull(),
    openedAt: moment().notNull(),
    openedBy: person(),
    doneAt: moment(),
    /** the interaction of the customer that it came of, such as the complaint; null for none */
    interactionId: text(),
    /** the action that changed it last: only that one can be undone */
    actionId: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.id] }),
    index('follow_ups_owner').on(t.ownerId, t.dueOn).where(sql`${t.doneAt} is null`),
  ],
);

/** Customers of whom somebody who knows them says that they are not at risk, why, and what the run said then. */
export const riskOverrides = pgTable(
  'risk_overrides',
  {
    customerId: customerId(),
    id: partOfCustomer(),
    managerId: person(),
    at: moment().notNull(),
    reason: text().notNull(),
    /** the day of the run that said otherwise, and its churn probability */
    asOf: day().notNull(),
    probability: doublePrecision().notNull(),
    /** from this day of a run on it no longer counts */
    until: day().notNull(),
    actionId: integer(),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.id] })],
);

/** Who wants to be told when anything moves with a customer. */
export const follows = pgTable(
  'follows',
  {
    customerId: customerId(),
    managerId: person(),
    since: moment().notNull(),
    /** as they were last told; null: not valued yet */
    state: jsonb().$type<FollowedState>(),
    actionId: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.managerId] }),
    index('follows_manager').on(t.managerId),
  ],
);

/** What moved with a followed customer by a run. */
export const followedChanges = pgTable(
  'followed_changes',
  {
    customerId: customerId(),
    managerId: person(),
    runId: integer()
      .notNull()
      .references(() => valuationRuns.id, { onDelete: 'cascade' }),
    before: jsonb().$type<FollowedState>().notNull(),
    after: jsonb().$type<FollowedState>().notNull(),
    /** when it came to the person's inbox */
    toldAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.managerId, t.runId] })],
);

/** What a customer may buy: how much of what, how likely by its stage, and what comes next. */
export const opportunities = pgTable(
  'opportunities',
  {
    customerId: customerId(),
    id: partOfCustomer(),
    /** the bank's own id, where it came of a file */
    externalId: text(),
    ownerId: person(),
    product: text({ enum: productKinds }).notNull(),
    /** null: not known yet */
    amount: money(),
    stage: text({ enum: opportunityStages }).notNull(),
    nextStep: text(),
    closesOn: day(),
    openedAt: moment().notNull(),
    changedAt: moment().notNull(),
    actionId: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.id] }),
    index('opportunities_owner').on(t.ownerId),
    uniqueIndex('opportunities_external').on(t.customerId, t.externalId),
  ],
);

export const apiTokens = pgTable('api_tokens', {
  id: id(),
  name: text().notNull(),
  /** SHA-256 of the token, hex; the token itself is shown once and never kept */
  hash: text().notNull().unique(),
  managerId: integer()
    .notNull()
    .references(() => managers.id),
  scopes: text({ enum: tokenScopes })
    .array()
    .notNull()
    // What there was to read when tokens were first made for some of it.
    .default(['customers', 'values', 'predictions', 'metrics']),
  createdAt: moment().notNull(),
  lastUsedAt: moment(),
  /** null: made before tokens ended */
  expiresAt: moment(),
  revokedAt: moment(),
});

/** Ways into the web page that were handed out: a link, or a code by e-mail. Each serves once. */
export const signInTickets = pgTable(
  'sign_in_tickets',
  {
    id: id(),
    managerId: integer()
      .notNull()
      .references(() => managers.id),
    kind: text({ enum: signInKinds }).notNull(),
    /** of what was handed out, which is never kept: SHA-256 of a link's token, keyed by a secret for a short code */
    hash: text().notNull(),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
    usedAt: moment(),
    /** how many other codes were tried for this one */
    wrongTries: smallint().notNull().default(0),
  },
  (t) => [
    index('sign_in_tickets_hash').on(t.hash),
    index('sign_in_tickets_manager').on(t.managerId),
  ],
);

/** Who is or was signed in to the web page. */
export const signIns = pgTable(
  'sign_ins',
  {
    id: id(),
    managerId: integer()
      .notNull()
      .references(() => managers.id),
    kind: text({ enum: signInKinds }).notNull(),
    /** SHA-256 of what the browser keeps, hex */
    hash: text().notNull().unique(),
    createdAt: moment().notNull(),
    lastUsedAt: moment().notNull(),
    expiresAt: moment().notNull(),
    endedAt: moment(),
  },
  (t) => [index('sign_ins_manager').on(t.managerId)],
);

/** Charts that a client fetches by a signed address. */
export const chartLinks = pgTable(
  'chart_links',
  {
    id: text().primaryKey(),
    spec: jsonb().$type<unknown>().notNull(),
    /** whose answer it is part of, with the rights that they had; null: nobody's, without a customer */
    managerId: integer().references(() => managers.id),
    role: text({ enum: bankRoles }),
    branchId: integer(),
    /** whose books they saw, of a manager or a team lead */
    books: integer().array(),
    /** the key of the message it is part of, as in {@link accessLog} */
    message: text(),
    expiresAt: moment().notNull(),
  },
  (t) => [index('chart_links_expiry').on(t.expiresAt)],
);

/** How many customers a campaign takes, as worked out before it began. */
export type CampaignPlan = {
  /** what is expected of the held-out: the share with the outcome, or the standard deviation of a contribution */
  base: number;
  /** what the campaign is to be able to see: a difference of shares, or of money */
  effect: number;
  /** the chance to see it if it is there */
  power: number;
  /** the chance to see an effect where there is none, over all looks together */
  alpha: number;
  /** how many customers that takes; null where it is not known what to expect */
  needed: number | null;
};

/** Whom a campaign is for, as it was said. */
export type CampaignTarget = DigestFilters & {
  /** the churn probability from which a customer is at risk, where it is for these alone */
  atRisk?: number;
};

/**
 * Campaigns whose effect is measured against customers who are held out. A row is written once and never changed: what a
 * campaign is judged by, and when, is settled before anybody acts.
 */
export const campaigns = pgTable(
  'campaigns',
  {
    id: id(),
    name: text().notNull(),
    /** what it is called in other languages, by locale */
    names: jsonb().$type<Record<string, string>>().notNull().default({}),
    outcome: text({ enum: campaignOutcomes }).notNull(),
    /** the product whose taking counts; null: any */
    product: text({ enum: productKinds }),
    /** who is in it is settled on this day; what happens later is its outcome */
    startedOn: day().notNull(),
    endsOn: day().notNull(),
    /** the days on which it is judged, rising, the last its end */
    looks: jsonb().$type<string[]>().notNull(),
    heldOutShare: doublePrecision().notNull(),
    /** of the draw */
    seed: bigint({ mode: 'number' }).notNull(),
    target: jsonb().$type<CampaignTarget>().notNull(),
    plan: jsonb().$type<CampaignPlan>().notNull(),
    startedAt: moment().notNull(),
    /** null: by an operator, at the command line */
    startedBy: integer().references(() => managers.id),
  },
  (t) => [uniqueIndex('campaigns_name').on(sql`lower(${t.name})`)],
);

/** Who is in a campaign and in which group: drawn before it begins. A trigger refuses to change a row. */
export const campaignMembers = pgTable(
  'campaign_members',
  {
    customerId: customerId(),
    campaignId: integer()
      .notNull()
      .references(() => campaigns.id),
    heldOut: boolean().notNull(),
    /** what the draw was stratified by, as of the start */
    tier: text({ enum: ['high', 'medium', 'low'] }).notNull(),
    riskBand: text({ enum: ['low', 'medium', 'high', 'unknown'] }).notNull(),
    /** of the main segmentation; null: in no segment, or not known */
    segmentId: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.campaignId] }),
    index('campaign_members_campaign').on(t.campaignId),
  ],
);

/** A page of a list as it was answered. */
export type AnsweredPage = { from: number; limit: number; isMore: boolean };

/** Where a bot may speak without being spoken to. */
export const teamsConversations = pgTable('teams_conversations', {
  key: text().primaryKey(),
  reference: jsonb().$type<unknown>().notNull(),
  updatedAt: moment().notNull(),
});

/** Types of blocks that a Slack workspace refused, so that they are not tried with each message; when, the last time. */
export const slackRefusedForms = pgTable(
  'slack_refused_forms',
  {
    workspace: text().notNull(),
    form: text().notNull(),
    at: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspace, t.form] })],
);

/** Events already taken, so that one delivered again is answered once. */
export const handledEvents = pgTable(
  'handled_events',
  {
    channel: text().notNull(),
    eventId: text().notNull(),
    at: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.channel, t.eventId] })],
);

/**
 * The log of access: who asked what, when, where, about whom, and whether it was shown. An entry is only ever added: triggers
 * refuse to change one, and to delete one except by retention. Of customers it has ids of the store alone, and no text that
 * somebody typed, so that whoever deletes a customer need change nothing in it: what stays says that there was somebody.
 */
export const accessLog = pgTable(
  'access_log',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment().notNull(),
    /** null: an unlinked person, or nobody's question */
    managerId: integer().references(() => managers.id),
    /** of an unlinked person: how the platform calls them, as in {@link identities} */
    identity: text(),
    channel: text().notNull(),
    /** where on the channel, as in {@link answersBefore}; null where there is no such place */
    address: text(),
    intent: text().notNull(),
    outcome: text({ enum: accessOutcomes }).notNull().default('allowed'),
    /** why it was refused */
    reason: text({ enum: refusalReasons }),
    /** whom it shows; of what was refused, whom it asked for */
    customerIds: integer().array().notNull(),
    /** people whose books it shows by a delegation */
    onBehalfOf: integer().array().notNull().default([]),
    /** what was asked for, without whom and without free text */
    asked: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** which kinds of figures it shows, by their names in `data` of an answer */
    shown: text().array().notNull().default([]),
    /** the key of the message that shows it; fetching that message or a chart of it has the same */
    message: text(),
  },
  (t) => [
    index('access_log_manager').on(t.managerId, t.at),
    index('access_log_at').on(t.at),
    index('access_log_message').on(t.message).where(sql`message is not null`),
    index('access_log_customers').using('gin', t.customerIds),
  ],
);

/**
 * The chain over the log of access: the hash of each place is over the entry there and the hash before it. The lowest place has no
 * entry where what came before was deleted by retention.
 */
export const accessSeals = pgTable(
  'access_seals',
  {
    /** 1, 2, 3 … without a gap */
    place: bigint({ mode: 'number' }).primaryKey(),
    entryId: bigint({ mode: 'number' }).notNull(),
    /** SHA-256 in hex */
    hash: char({ length: 64 }).notNull(),
  },
  (t) => [uniqueIndex('access_seals_entry').on(t.entryId)],
);

/** Entries of the log of access that are not in its chain yet: a trigger adds each. */
export const accessUnsealed = pgTable('access_unsealed', {
  entryId: bigint({ mode: 'number' }).primaryKey(),
});

/**
 * The last answers of a person in a thread, for an hour, so that a question may go on from them. Of customers it has ids
 * alone, and what a question said of them in its entities, without notes.
 */
export const answersBefore = pgTable(
  'answers_before',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    managerId: integer()
      .notNull()
      .references(() => managers.id),
    channel: text().notNull(),
    address: text().notNull(),
    /** a thread or session within the address; empty where there is none */
    thread: text().notNull(),
    at: moment().notNull(),
    intent: text().notNull(),
    entities: jsonb().$type<Record<string, unknown>>().notNull(),
    /** whom it was about or listed, in the order of the rows */
    customerIds: integer().array().notNull(),
    /** of a list: the place of its first row, how many a page takes, and whether there are more */
    page: jsonb().$type<AnsweredPage>(),
  },
  (t) => [
    index('answers_before_thread').on(t.managerId, t.channel, t.address, t.thread, t.id),
    index('answers_before_at').on(t.at),
  ],
);

/** Answers that can be voted on, for thirty days: the command and the thread, and nothing of what was asked or told. */
export const answersGiven = pgTable(
  'answers_given',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** random, so that whoever has it was shown the answer */
    key: text().notNull().unique(),
    managerId: person(),
    channel: text().notNull(),
    address: text().notNull(),
    thread: text().notNull(),
    at: moment().notNull(),
    intent: text().notNull(),
  },
  (t) => [
    index('answers_given_thread').on(t.managerId, t.channel, t.address, t.thread, t.id),
    index('answers_given_at').on(t.at),
  ],
);

/** Whether people found answers helpful, for a year: one vote of a person on an answer. */
export const votes = pgTable(
  'votes',
  {
    /** its key; the answer itself is forgotten sooner */
    answer: text().notNull(),
    managerId: person(),
    at: moment().notNull(),
    /** the command that gave the answer */
    intent: text().notNull(),
    helpful: boolean().notNull(),
    /** what they said of it, up to 200 characters */
    words: text(),
  },
  (t) => [
    primaryKey({ columns: [t.answer, t.managerId] }),
    index('votes_manager').on(t.managerId, t.at),
  ],
);

/**
 * Customers who were forgotten, so that no file brings them back, and their holdings: a digest of the bank's own id, from which
 * nobody learns the id without trying all there may be.
 */
export const forgotten = pgTable('forgotten', {
  /** SHA-256 of a secret of this store and the id, hex */
  digest: text().primaryKey(),
  of: text({ enum: ['customer', 'holding'] }).notNull(),
  /** of a holding: the digest of its customer; of a customer, its own */
  customer: text().notNull(),
  at: moment().notNull(),
});

/** Secrets the server makes for itself, such as the key that signs chart addresses. */
export const secrets = pgTable('secrets', {
  name: text().primaryKey(),
  value: text().notNull(),
});
