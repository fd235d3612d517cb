import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eq, getTableName, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Acting } from '../../src/store/actions/act.ts';
import { claimCustomer } from '../../src/store/actions/claim-customer.ts';
import { claimsAtRisk, putOffUntil } from '../../src/store/actions/claims.ts';
import { dueItems } from '../../src/store/actions/due-items.ts';
import { closeFollowUp, openRequest, remind, snooze } from '../../src/store/actions/follow-ups.ts';
import {
  followCustomer,
  movesSince,
  noteMoves,
  unfollowCustomer,
} from '../../src/store/actions/follows.ts';
import { OutOfScope } from '../../src/store/actions/hold-customer.ts';
import { logContact } from '../../src/store/actions/log-contact.ts';
import { overrideRisk } from '../../src/store/actions/risk-overrides.ts';
import { bookMonths, bookTotals } from '../../src/store/book/book-totals.ts';
import { managersInReach } from '../../src/store/book/managers-in-reach.ts';
import { monthsWithLeavers } from '../../src/store/book/months-with-leavers.ts';
import { riskPoints } from '../../src/store/book/risk-points.ts';
import {
  campaignInScope,
  campaignMemberIds,
  campaignOutcomes,
} from '../../src/store/campaigns/campaign-outcomes.ts';
import { saveCampaign } from '../../src/store/campaigns/campaigns.ts';
import { campaignCandidates } from '../../src/store/campaigns/candidates.ts';
import { heldOutOf } from '../../src/store/campaigns/held-out.ts';
import { upliftColumns } from '../../src/store/campaigns/uplift-columns.ts';
import { customersCalled, customersListed } from '../../src/store/conversation/answers-before.ts';
import { customerCard } from '../../src/store/customers/customer-card.ts';
import { customerChanges } from '../../src/store/customers/customer-changes.ts';
import { customerHistory } from '../../src/store/customers/customer-history.ts';
import { customerMonths } from '../../src/store/customers/customer-months.ts';
import { customerTags } from '../../src/store/customers/customer-tags.ts';
import { customersNamedIn } from '../../src/store/customers/customers-named-in.ts';
import {
  findCustomersAlike,
  findCustomersByExternalId,
  findCustomersByNumber,
  findCustomersNamed,
  namesWith,
} from '../../src/store/customers/find-customers.ts';
import { maturingHoldings } from '../../src/store/customers/maturing-holdings.ts';
import { crossedSince, customersAbove, noteCrossings } from '../../src/store/digests/crossings.ts';
import { addDigest, listDigests } from '../../src/store/digests/manage-digests.ts';
import { leavingTogether } from '../../src/store/households/leaving-together.ts';
import { relatedCustomers } from '../../src/store/households/related-customers.ts';
import { getCustomer, listCustomers } from '../../src/store/listings/list-customers.ts';
import { listInteractions } from '../../src/store/listings/list-interactions.ts';
import { getValue, listValues } from '../../src/store/listings/list-values.ts';
import {
  groupFigures,
  groupMonths,
  leaversByTenure,
  leaversSinceRun,
} from '../../src/store/metrics/group-figures.ts';
import {
  customersIfFew,
  customersInFewGroups,
} from '../../src/store/metrics/small-group-customers.ts';
import { surveyAnswers, surveyTotals } from '../../src/store/metrics/survey-answers.ts';
import { customerEvents } from '../../src/store/money-events/customer-events.ts';
import { newEvents } from '../../src/store/money-events/new-events.ts';
import { offeringFacts } from '../../src/store/offers/offering-facts.ts';
import { recordOffer } from '../../src/store/offers/record-offer.ts';
import { feedbackThemes, lastOpinion, themeQuotes } from '../../src/store/opinions/themes.ts';
import { changeOpportunity } from '../../src/store/opportunities/change-opportunity.ts';
import {
  openOpportunities,
  pipelineFigures,
} from '../../src/store/opportunities/open-opportunities.ts';
import { namedCustomers } from '../../src/store/people/who-may-see.ts';
import { knownCustomers } from '../../src/store/playbooks/known-customers.ts';
import { customerSteps, firstSteps } from '../../src/store/playbooks/steps.ts';
import {
  atRiskIds,
  atRiskTotals,
  customersAtRisk,
  knownNotAtRisk,
  mostAtStake,
} from '../../src/store/rankings/at-risk-customers.ts';
import type { ListFilters } from '../../src/store/rankings/list-filters.ts';
import { movedCustomers } from '../../src/store/rankings/moved-customers.ts';
import { risenRisks, standings } from '../../src/store/rankings/risk-changes.ts';
import { topCustomers } from '../../src/store/rankings/top-customers.ts';
import { valueMovers } from '../../src/store/rankings/value-movers.ts';
import { groupChanges } from '../../src/store/reports/group-changes.ts';
import { customerAttributes } from '../../src/store/risk/risk-facts.ts';
import { customerTables } from '../../src/store/row-security/policies.ts';
import {
  actions,
  customers,
  customerValues,
  digestCrossings,
  events,
  feedback,
  followedChanges,
  follows,
  followUps,
  holdings,
  households,
  interactions,
  offers,
  opinions,
  opportunities,
  playbooks,
  riskOverrides,
  customerSteps as stepsTable,
  surveys,
} from '../../src/store/schema.ts';
import type { Scope } from '../../src/store/scope.ts';
import { productMix } from '../../src/store/segments/product-mix.ts';
import { segmentBreakdown } from '../../src/store/segments/segment-breakdown.ts';
import { segmentMovement } from '../../src/store/segments/segment-movement.ts';
import { segmentsByBranch } from '../../src/store/segments/segments-by-branch.ts';
import { typicalCustomer } from '../../src/store/segments/typical-customer.ts';
import type { Database, Store } from '../../src/store/store.ts';
import { copyRun, fillValuedBank, monthsUpTo, type ValuedBank } from '../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

/*
 * Every question about customers, and how many customers it reaches. Eight customers: c1 and c2 are Eva's in Prague, c3
 * in Prague is nobody's, c4 to c8 are Brno's; all at risk, each worth 100, all but c8 in segment 1.
 */

const asOf = '2026-06-30';
const all: Scope = { kind: 'all' };
const ids = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'];
const month = {
  netInterest: 10,
  fees: 0,
  costToServe: 0,
  expectedLoss: 0,
  balance: 0,
  transactions: 1,
};

const campaign = {
  name: 'Spring call',
  outcome: 'retention' as const,
  product: null,
  startedOn: asOf,
  endsOn: '2026-09-30',
  looks: ['2026-09-30'],
  heldOutShare: 0.5,
  seed: 1,
  target: {},
  plan: { base: 0.8, effect: 0.05, power: 0.8, alpha: 0.05, needed: 1000 },
  startedAt: new Date(`${asOf}T08:00:00Z`),
};
const periods = { before: '2025-06-30', from: '2025-12-31', to: asOf };

type Asked = {
  db: Database;
  store: Store;
  scope: Scope;
  bank: ValuedBank;
  filters: ListFilters;
};

/** Questions that take filters. */
const lists: Record<string, (asked: Asked) => Promise<number>> = {
  listCustomers: async ({ db, scope, bank, filters }) =>
    (await listCustomers(db, { scope, runId: bank.runId, filters, limit: 99 })).length,
  listValues: async ({ db, scope, bank, filters }) =>
    (await listValues(db, { scope, runId: bank.runId, filters, limit: 99 })).length,
  bookTotals: async ({ db, scope, bank, filters }) =>
    (await bookTotals(db, scope, bank.runId, { atRisk: 0.5, filters })).customers,
  leaversByTenure: async ({ db, scope, bank, filters }) =>
    (
      await leaversByTenure(db, scope, bank.runId, {
        filters,
        period: { from: '2026-06-29', dormantDays: 60 },
      })
    ).reduce((sum, { atStart }) => sum + atStart, 0),
  riskPoints: async ({ db, scope, bank, filters }) =>
    (await riskPoints(db, scope, bank.runId, { atRisk: 0.5, most: 100, filters })).length,
  bookMonths: async ({ db, scope, bank, filters }) =>
    ((await bookMonths(db, scope, bank.runId, { months: 1, filters }))[0]?.contribution ?? 0) / 10,
  monthsWithLeavers: async ({ db, scope, bank, filters }) =>
    (await monthsWithLeavers(db, scope, bank.runId, filters)).at(-1)?.customers ?? 0,
  topCustomers: async ({ db, scope, bank, filters }) =>
    (await topCustomers(db, scope, bank.runId, { sortBy: 'clv', limit: 99, filters })).length,
  newEvents: async ({ db, scope, bank, filters }) =>
    (await newEvents(db, scope, { now: bank.runId, told: null, filters })).length,
  customersAtRisk: async ({ db, scope, bank, filters }) =>
    (await customersAtRisk(db, scope, bank.runId, { atRisk: 0.5, limit: 99, filters })).length,
  atRiskTotals: async ({ db, scope, bank, filters }) =>
    (await atRiskTotals(db, scope, bank.runId, { atRisk: 0.5, filters })).atRisk ?? 0,
  atRiskIds: async ({ db, scope, bank, filters }) =>
    (await atRiskIds(db, scope, bank.runId, 0.5, filters)).length,
  groupFigures: async ({ db, scope, bank, filters }) =>
    (
      await groupFigures(db, scope, bank.runId, {
        filters,
        period: { from: '2025-06-30', dormantDays: 90 },
      })
    )[0]?.customers ?? 0,
  customersIfFew: async ({ db, scope, bank, filters }) =>
    (await customersIfFew(db, scope, bank.runId, { filters, fewest: 10 })).length,
  customersInFewGroups: async ({ db, scope, bank, filters }) =>
    (
      await customersInFewGroups(db, scope, bank.runId, {
        filters,
        groups: [
          { by: 'segment', id: 1 },
          { by: 'segment', id: null },
        ],
      })
    ).length,
  feedbackThemes: async ({ db, scope, bank, filters }) =>
    (await feedbackThemes(db, scope, bank.runId, { filters, periods }))[0]?.count ?? 0,
  groupMonths: async ({ db, scope, bank, filters }) =>
    (await groupMonths(db, scope, bank.runId, { months: 1, filters }))[0]?.customers ?? 0,
  segmentBreakdown: async ({ db, scope, bank, filters }) =>
    (
      await segmentBreakdown(db, scope, bank.runId, { segmentation: 'main', atRisk: 0.5, filters })
    ).reduce((sum, { customers }) => sum + customers, 0),
  groupChanges: async ({ db, scope, bank, filters }) =>
    (
      await groupChanges(db, scope, {
        filters,
        now: { id: bank.runId, atRisk: 0.5, asOf },
        before: null,
        basis: 'expected',
        period: { from: asOf, to: asOf, timezone: 'UTC', today: asOf },
      })
    )[0]?.customers ?? 0,
  segmentsByBranch: async ({ db, scope, bank, filters }) =>
    (await segmentsByBranch(db, scope, bank.runId, { segmentation: 'main', filters })).reduce(
      (sum, { customers }) => sum + customers,
      0,
    ),
  dueItems: async ({ db, scope, bank: { runId, person }, filters }) => {
    const { managerId: ownerId } = person('m');
    const of = { ownerId, upTo: '2026-01-01', today: '2027-01-01', filters, runId };
    const opportunitiesDue = (await dueItems(db, scope, of, 1)).count;
    const { count } = await dueItems(db, scope, { ...of, upTo: null, today: asOf }, 1);
    expect(count).toBe(opportunitiesDue);
    return count;
  },
  openOpportunities: async ({ db, scope, bank: { runId }, filters }) =>
    (await openOpportunities(db, scope, { runId, filters }, { limit: 99 })).length,
  pipelineFigures: async ({ db, scope, bank: { runId }, filters }) => {
    const of = { runId, filters, today: asOf, fewest: 99 };
    const { groups, fewCustomers } = await pipelineFigures(db, scope, of);
    const count = groups.reduce((sum, each) => sum + each.count, 0);
    expect(fewCustomers).toHaveLength(count);
    return count;
  },
  customersAbove: async ({ db, scope, bank: { runId }, filters }) => {
    const of = { runId, passing: { risk: 0.5, worth: 50 }, filters };
    return (await customersAbove(db, scope, of, 1)).count;
  },
  claimsAtRisk: async ({ db, scope, bank: { runId }, filters }) =>
    (await claimsAtRisk(db, scope, { now: { id: runId, atRisk: 0.5 }, filters })).length,
  movesSince: async ({ db, scope, bank: { runId, person }, filters }) => {
    const { managerId } = person('m');
    return (await movesSince(db, scope, { managerId, after: 0, runId, filters }, 100)).length;
  },
  campaignCandidates: async ({ db, scope, bank, filters }) =>
    (
      await campaignCandidates(db, scope, bank.runId, {
        filters,
        atRisk: undefined,
        on: asOf,
        days: 30,
        product: null,
      })
    ).length,
  productMix: async ({ db, scope, bank, filters }) =>
    (
      await productMix(db, scope, bank.runId, { segment: { segmentation: 'main', id: 1 }, filters })
    )[0]?.inAll ?? 0,
};

/** Questions that take none: how many of all customers each tells of. */
const others: Record<string, (asked: Asked) => Promise<number>> = {
  customerCard: ({ db, scope, bank }) =>
    countOf(ids, async (id) => customerCard(db, scope, bank.runId, bank.customerId(id))),
  offeringFacts: ({ db, scope, bank }) =>
    countOf(ids, async (id) =>
      offeringFacts(db, scope, { id: bank.runId, asOf }, bank.customerId(id)),
    ),
  heldOutOf: async ({ db, scope, bank }) =>
    new Set(
      (
        await heldOutOf(
          db,
          scope,
          ids.map((id) => bank.customerId(id)),
          asOf,
        )
      ).map(({ id }) => id),
    ).size,
  upliftColumns: async ({ db, scope, bank }) =>
    (
      await upliftColumns(
        db,
        scope,
        ids.map((id) => bank.customerId(id)),
        asOf,
      )
    ).id.length,
  campaignInScope: async ({ db, scope }) => (await campaignInScope(db, scope, 1)).customers,
  campaignMemberIds: async ({ db, scope }) => (await campaignMemberIds(db, scope, 1, true)).length,
  campaignOutcomes: async ({ db, scope, bank }) =>
    (await campaignOutcomes(db, scope, bank.runId, { ...campaign, id: 1 }, campaign.endsOn)).reduce(
      (sum, { customers }) => sum + customers,
      0,
    ),
  customerAttributes: ({ db, scope, bank }) =>
    countOf(ids, async (id) => customerAttributes(db, scope, bank.customerId(id))),
  lastOpinion: ({ db, scope, bank }) =>
    countOf(ids, (id) => lastOpinion(db, scope, bank.customerId(id), asOf)),
  themeQuotes: async ({ db, scope, bank }) => {
    const themes = ids.map((id) => `of ${id}`);
    return (await themeQuotes(db, scope, bank.runId, { filters: {}, periods, themes })).length;
  },
  customerMonths: ({ db, scope, bank }) =>
    countOf(ids, async (id) =>
      (await customerMonths(db, scope, bank.runId, bank.customerId(id), 1)).at(0),
    ),
  maturingHoldings: ({ db, scope, bank }) =>
    countOf(ids, async (id) =>
      (await maturingHoldings(db, scope, bank.customerId(id), { from: asOf, to: '2027-06-30' })).at(
        0,
      ),
    ),
  customerHistory: ({ db, scope, bank }) =>
    countOf(ids, (id) =>
      customerHistory(db, scope, bank.runId, { customerId: bank.customerId(id), limit: 1 }),
    ),
  listInteractions: async ({ db, scope, bank }) => {
    let reached = 0;
    for (const id of ids) {
      const page = { customerId: bank.customerId(id), limit: 1 };
      if ((await listInteractions(db, scope, page)).length > 0) reached++;
    }
    return reached;
  },
  relatedCustomers: async ({ store, scope, bank }) => {
    const run = { id: bank.runId, asOf, atRisk: 0.5 };
    const of = { customerId: bank.customerId('c1'), limit: 99 };
    const { members, together } = await relatedCustomers(store, scope, run, of);
    expect(members.length).toBe(together.customers);
    return together.customers;
  },
  findCustomersByExternalId: async ({ db, scope }) =>
    (await findCustomersByExternalId(db, scope, ids, { exactly: false })).length,
  findCustomersNamed: async ({ db, scope }) =>
    (await findCustomersNamed(db, scope, { patterns: ['customer'] }, 99)).length,
  customersNamedIn: async ({ db, scope }) => {
    const text = ids.map((_, i) => `Customer ${i + 1}`).join('; ');
    return (await customersNamedIn(db, scope, text, 99)).found.length;
  },
  namesWith: async ({ db, scope }) => (await namesWith(db, scope, [['customer']], 99)).length,
  findCustomersAlike: async ({ db, scope }) =>
    (await findCustomersAlike(db, scope, 'customer', 99)).length,
  findCustomersByNumber: async ({ db, scope }) =>
    (await Promise.all(ids.map((id) => findCustomersByNumber(db, scope, id.slice(1))))).flat()
      .length,

  customersCalled: async ({ db, scope, bank }) =>
    (
      await customersCalled(
        db,
        scope,
        ids.map((id) => bank.customerId(id)),
      )
    ).size,
  customersListed: async ({ db, scope, bank }) =>
    (
      await customersListed(
        db,
        scope,
        ids.map((id) => bank.customerId(id)),
      )
    ).size,
  standings: async ({ db, scope, bank }) => {
    const all = ids.map((id) => bank.customerId(id));
    const of = { now: { id: bank.runId, atRisk: 0.5 }, earlier: null, filters: {} };
    return (await standings(db, scope, of, all)).length;
  },
  crossedSince: async ({ db, scope, bank }) => {
    const [digest] = await listDigests(db);
    const of = { digestId: digest?.id ?? 0, now: bank.runId, told: null };
    return (await crossedSince(db, scope, of, 99)).customers.length;
  },
  putOffUntil: async ({ db, scope, bank }) => {
    const all = ids.map((id) => bank.customerId(id));
    const of = { ownerId: bank.person('m').managerId, today: '2026-01-01' };
    return (await putOffUntil(db, scope, of, all)).size;
  },
  mostAtStake: async ({ db, scope, bank }) => {
    const all = ids.map((id) => bank.customerId(id));
    return (await mostAtStake(db, scope, bank.runId, all, 99)).customers.length;
  },
  knownCustomers: async ({ db, scope, bank }) =>
    (await knownCustomers(db, scope, bank.runId, { after: 0, limit: 99 })).length,
  customerEvents: ({ db, scope, bank }) =>
    countOf(ids, async (id) =>
      (
        await customerEvents(db, scope, bank.runId, { customerId: bank.customerId(id), limit: 9 })
      ).at(0),
    ),
  customerSteps: ({ db, scope, bank }) =>
    countOf(ids, async (id) =>
      (await customerSteps(db, scope, bank.runId, bank.customerId(id))).at(0),
    ),
  firstSteps: async ({ db, scope, bank }) => {
    const all = ids.map((id) => bank.customerId(id));
    return (await firstSteps(db, scope, bank.runId, all)).size;
  },
  customerTags: async ({ db, scope }) => (await customerTags(db, scope)).length,
  getCustomer: ({ db, scope }) => countOf(ids, (id) => getCustomer(db, scope, id)),
  getValue: ({ db, scope }) => countOf(ids, (id) => getValue(db, scope, id)),
};

/** What somebody changes of a customer; each refuses one who is not theirs, or finds nothing of them. */
const changes: Record<
  string,
  (of: { db: Database; acting: Acting; customerId: number; runId: number }) => Promise<unknown>
> = {
  changeOpportunity: ({ db, acting, customerId }) =>
    changeOpportunity(db, all, acting, { customerId, product: 'loan', stage: 'won', today: asOf }),
  claimCustomer: ({ db, acting, customerId, runId }) =>
    claimCustomer(db, all, acting, { customerId, dueOn: asOf, run: { id: runId, asOf } }),
  closeFollowUp: ({ db, acting, customerId }) =>
    closeFollowUp(db, all, acting, { customerId, id: undefined }),
  followCustomer: ({ db, acting, customerId, runId }) =>
    followCustomer(db, all, acting, { customerId, run: { id: runId, atRisk: 0.5 } }),
  logContact: ({ db, acting, customerId }) =>
    logContact(db, all, acting, {
      customerId,
      kind: 'call',
      on: null,
      note: 'x',
      followUpOn: asOf,
    }),
  openRequest: ({ db, acting, customerId }) =>
    openRequest(db, all, acting, { customerId, dueOn: asOf, note: 'x' }),
  overrideRisk: ({ db, acting, customerId }) =>
    overrideRisk(db, all, acting, {
      customerId,
      reason: 'x',
      asOf,
      probability: 0.6,
      until: '2026-12-31',
    }),
  recordOffer: ({ db, acting, customerId }) =>
    recordOffer(db, all, {
      customerId,
      product: 'loan',
      label: null,
      outcome: 'declined',
      on: asOf,
      note: null,
      managerId: acting.managerId,
      key: 'x',
    }),
  remind: ({ db, acting, customerId }) =>
    remind(db, all, acting, { customerId, dueOn: asOf, note: 'x' }),
  snooze: ({ db, acting, customerId }) => snooze(db, all, acting, { customerId, until: asOf }),
  unfollowCustomer: ({ db, acting, customerId }) => unfollowCustomer(db, all, acting, customerId),
};

/** Questions with a test of their own below, or elsewhere in this folder. */
const apart = [
  'managersInReach',
  'typicalCustomer',
  'knownNotAtRisk',
  'segmentMovement',
  'risenRisks',
  'movedCustomers',
  'valueMovers',
  'noteCrossings',
  'noteMoves',
  'surveyTotals',
  'surveyAnswers',
  'leaversSinceRun',
  'customerChanges',
  // Of an action or an offer that was written before: what it is about is looked up again.
  'undoAction',
  'undoOffer',
];

/** Figures of the whole bank that say how many of the customers they count are the asker's, and name nobody. */
const ofTheBank = ['countedAttributes', 'leavingTogether'];

/** Folders of work that is nobody's question: files, runs, the rights of customers, totals. */
const ofTheServer = /^(?:demo|ingest|rights|risk|scoring|totals)\//;

/**
 * Functions that read or write customers' rows and are given no scope: of customers whom their caller found within one, of figures
 * that name nobody, or of what goes out by itself.
 */
const unscoped = [
  // of customers found before, or of who may see them
  ...[
    'askedForByIds',
    'namedCustomers',
    'howManyMayNotSee',
    'whoMayNotSee',
    'stoodInForAmong',
    'openFollowUp',
  ],
  ...['endOverrides', 'saveCampaign', 'putBack', 'callOffCampaign', 'membersOutcome'],
  // counts and yes or no, of nobody by name
  ...['recordsDepartures', 'listCampaigns', 'joinedBy', 'sampledMonths', 'householdsRecorded'],
  ...['customersMeasured', 'eventKindsFound', 'hasFacts', 'hasBook', 'listPeople', 'showPerson'],
  ...['heldBaskets', 'usualBalances', 'comparableRun', 'countOverrides', 'countRows'],
  // of runs, and of what goes out by itself
  ...['eventGrounds', 'measuredEvents', 'writeEvents', 'unreadTexts', 'keepReadTexts'],
  ...['dropStaleOpinions', 'followersToTell', 'claimOutdated', 'untakenOf'],
];

/** The exported functions of the store, each with the file it stands in, its parameters, and its text. */
function exportedFunctions(): { file: string; name: string; given: string; text: string }[] {
  const folder = fileURLToPath(new URL('../../src/store', import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split(/^(?=export )/m)
        .flatMap((text) => {
          const [head = '', name, of] =
            /^export (?:async function|function|const) (\w+)\b(?:<[^>]*>)?( = (?:async )?)?\([^)]*/.exec(
              text,
            ) ?? [];
          return name === undefined ? [] : [{ file, name, given: head + (of ?? ''), text }];
        }),
    );
}

/** The functions of the store that are given a scope. */
const askedWithScope = (): string[] =>
  exportedFunctions().flatMap(({ name, given }) =>
    /scope: Scope|\bPage\b/.test(given) ? [name] : [],
  );

/** Whether a text has a statement over a table with customers' rows. */
const tablesRead = customerTables.flatMap((table) => {
  const name = getTableName(table);
  return [name, name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
});
const readsCustomers = new RegExp(
  `\\b(?:from|join|update|into)\\s+(?:\\$\\{)?(?:${tablesRead.join('|')})\\b|\\.(?:from|innerJoin|leftJoin|update|insert|delete)\\((?:${tablesRead.join('|')})\\)`,
);

it('every function of the store that reads customers’ rows is given a scope, or stands here', () => {
  const without = exportedFunctions().filter(
    ({ file, given, text }) =>
      /: (?:Database|Store)\b/.test(given) &&
      !/scope: Scope|\bPage\b/.test(given) &&
      !ofTheServer.test(file) &&
      readsCustomers.test(text),
  );
  expect(without.length).toBeGreaterThan(20);
  expect(without.map(({ name }) => name).filter((name) => !unscoped.includes(name))).toEqual([]);
});

it('every function of the store that is given a scope is asked here with that of everybody', () => {
  const given = askedWithScope();
  expect(given.length).toBeGreaterThan(70);
  // Conditions, and what holds a customer, are part of others.
  const parts = [
    ...['inScope', 'inReach', 'isOfBooks', 'inOrder', 'pageOf', 'holdCustomer'],
    ...['heldTotals', 'totalsStand', 'totalRows', 'pointsByTotals', 'rankedInOrder'],
  ];
  const asked = [lists, others, changes].flatMap((each) => Object.keys(each));
  expect(
    given.filter((name) => ![...asked, ...apart, ...ofTheBank, ...parts].includes(name)),
  ).toEqual([]);
});

async function countOf(all: readonly string[], find: (id: string) => Promise<unknown>) {
  const found = await Promise.all(all.map(find));
  return found.filter((each) => each !== undefined).length;
}

describe.each(storeKinds)('questions about customers on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let scopes: Record<'all' | 'branch' | 'book' | 'none', Scope>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillValuedBank(store, {
      branches: [
        { externalId: 'P', name: 'Prague' },
        { externalId: 'B', name: 'Brno' },
      ],
      people: [
        { externalId: 'm', name: 'Eva', role: 'manager', branch: 'P' },
        { externalId: 's', name: 'Jan', role: 'supervisor', branch: 'P' },
        { externalId: 'a', name: 'Li', role: 'analyst' },
      ],
      customers: ids.map((externalId, i) => ({
        externalId,
        joinedOn: '2020-01-01',
        name: `Customer ${i + 1}`,
        tags: [externalId],
        branch: i < 3 ? 'P' : 'B',
        ...(i < 2 ? { manager: 'm' } : {}),
        value: {
          clv: 100,
          churnProbability: 0.6,
          tier: i === 0 ? 'high' : 'low',
          segmentId: i === 7 ? null : 1,
          furtherSegments: { habits: i < 5 ? 1 : 2 },
        },
        months: monthsUpTo(asOf, 2).map((day) => ({ ...month, month: day })),
      })),
      segments: [
        { id: 1, names: { en: 'savers', zh: '储户' }, size: 7 },
        { segmentation: 'habits', id: 1, names: { en: 'loyal', zh: '忠实' }, size: 5 },
        { segmentation: 'habits', id: 2, names: { en: 'others', zh: '其他' }, size: 3 },
      ],
      run: { asOf, at: new Date('2026-07-01T00:00:00Z') },
    });
    await store.db.insert(interactions).values(
      ids.map((id) => ({
        customerId: bank.customerId(id),
        externalId: 'met',
        occurredAt: new Date('2026-05-01T00:00:00Z'),
        kind: 'meeting' as const,
      })),
    );
    await store.db.insert(holdings).values(
      ids.map((id) => ({
        customerId: bank.customerId(id),
        externalId: id,
        product: 'savings' as const,
        attributes: { maturesOn: '2026-12-31' },
      })),
    );
    await saveCampaign(
      store.db,
      campaign,
      ids.map((id) => ({
        customerId: bank.customerId(id),
        heldOut: true,
        tier: 'low' as const,
        riskBand: 'unknown' as const,
      })),
    );
    const { managerId } = bank.person('m');
    await store.db.insert(followUps).values(
      ids.map((id) => ({
        customerId: bank.customerId(id),
        kind: 'follow-up' as const,
        ownerId: managerId,
        openedBy: managerId,
        dueOn: asOf,
        openedAt: new Date('2026-07-01T00:00:00Z'),
      })),
    );
    // An analyst reaches everybody.
    const analyst = bank.person('a').managerId;
    await store.db.insert(followUps).values(
      ids.map((id) => ({
        customerId: bank.customerId(id),
        kind: 'claim' as const,
        ownerId: analyst,
        openedBy: analyst,
        dueOn: asOf,
        openedAt: new Date('2026-07-01T00:00:00Z'),
      })),
    );
    await store.db.insert(events).values(
      ids.map((id) => ({
        customerId: bank.customerId(id),
        runId: bank.runId,
        kind: 'anniversary' as const,
        day: asOf,
        figures: { on: asOf, years: 5 },
      })),
    );
    await store.db.insert(opportunities).values(
      ids.map((id) => ({
        customerId: bank.customerId(id),
        ownerId: managerId,
        product: 'loan' as const,
        amount: 100,
        stage: 'lead' as const,
        closesOn: '2026-12-31',
        openedAt: new Date('2026-07-01T00:00:00Z'),
        changedAt: new Date('2026-07-01T00:00:00Z'),
      })),
    );
    const state = { segment: null, atRisk: null };
    await store.db.insert(followedChanges).values(
      ids.map((id) => ({
        customerId: bank.customerId(id),
        managerId,
        runId: bank.runId,
        before: { ...state, tier: 'high' as const },
        after: { ...state, tier: 'low' as const },
      })),
    );
    const digestId = await addDigest(store.db, {
      ownerId: managerId,
      kind: 'threshold',
      channel: 'web',
      address: String(managerId),
      cron: '0 8 * * *',
      timezone: 'UTC',
      locale: 'en',
      createdAt: new Date('2026-07-01T00:00:00Z'),
    });
    await store.db.insert(digestCrossings).values(
      ids.map((id) => ({
        customerId: bank.customerId(id),
        digestId,
        runId: bank.runId,
        before: false,
      })),
    );
    const words = { en: 'Call' };
    await store.db.insert(playbooks).values({
      runId: bank.runId,
      id: 'call',
      words: { name: words, step: words, say: words, owner: 'manager', priority: 1, dueDays: 3 },
    });
    await store.db.insert(stepsTable).values(
      ids.map((id) => ({
        customerId: bank.customerId(id),
        runId: bank.runId,
        playbook: 'call',
        position: 1,
        because: [],
      })),
    );
    await store.db.insert(households).values(
      ids.map((id) => ({
        customerId: bank.customerId(id),
        kind: 'household' as const,
        externalId: 'H',
      })),
    );
    const said = ids.map((id) => ({ customerId: bank.customerId(id), externalId: id }));
    await store.db
      .insert(feedback)
      .values(said.map((each) => ({ ...each, givenOn: asOf, text: 'Fees again.' })));
    await store.db.insert(opinions).values(
      said.map((each) => ({
        ...each,
        source: 'comment' as const,
        saidOn: asOf,
        textMd5: '',
        readBy: 1,
        score: -0.5,
        label: 'negative' as const,
        topics: ['fees', `of ${each.externalId}`],
      })),
    );
    const { branchId } = bank.person('s');
    scopes = {
      all: { kind: 'all' },
      branch: { kind: 'branch', branchId: branchId ?? 0 },
      book: { kind: 'book', managerId: bank.person('m').managerId },
      none: { kind: 'none' },
    };
  });
  afterAll(() => store.close());

  const asked = (scope: Scope, filters: ListFilters = {}, by: Store = store) => ({
    db: by.db,
    store: by,
    scope,
    bank,
    filters,
  });
  /** The store of somebody who may see a scope. */
  const storeOf = (scope: Scope) => store.as({ person: bank.person('m').managerId, scope });

  it.each(Object.entries(changes))(
    '%s that forgets its filter changes nothing foreign',
    async (name, change) => {
      const { managerId } = bank.person('m');
      const acting = { managerId, at: new Date('2026-07-02T00:00:00Z'), intent: name };
      const { db } = storeOf(scopes.book);
      const of = { db, acting, customerId: bank.customerId('c4'), runId: bank.runId };
      const held = async () => [
        await store.db.select().from(followUps).orderBy(followUps.customerId, followUps.id),
        await store.db.select().from(opportunities).orderBy(opportunities.customerId),
        await store.db.select().from(actions),
        await store.db.select().from(interactions),
        await store.db.select().from(offers),
        await store.db.select().from(follows),
        await store.db.select().from(riskOverrides),
      ];
      const before = await held();
      const outcome = await change(of).catch((error: unknown) => error);
      expect(outcome === undefined || outcome instanceof OutOfScope).toBe(true);
      expect(await held()).toEqual(before);
    },
  );

  it.each(Object.entries({ ...lists, ...others }))(
    '%s that forgets its filter gives nothing foreign: the database does not',
    async (_, ask) => {
      const reached = (scope: Scope) => ask(asked(scopes.all, {}, storeOf(scope)));
      expect(await reached(scopes.all)).toBe(8);
      expect(await reached(scopes.branch)).toBe(3);
      expect(await reached(scopes.book)).toBe(2);
      expect(await reached(scopes.none)).toBe(0);
    },
  );

  it.each(Object.entries({ ...lists, ...others }))('%s is held to the scope', async (_, ask) => {
    expect(await ask(asked(scopes.all))).toBe(8);
    expect(await ask(asked(scopes.branch))).toBe(3);
    expect(await ask(asked(scopes.book))).toBe(2);
    expect(await ask(asked(scopes.none))).toBe(0);
  });

  it.each(Object.entries(lists))('%s is held to its filters, within the scope', async (_, ask) => {
    const { branchId, managerId } = bank.person('m');
    if (branchId === null) throw new Error('Eva is of a branch.');
    expect(await ask(asked(scopes.all, { branchId }))).toBe(3);
    expect(await ask(asked(scopes.all, { managerId }))).toBe(2);
    expect(await ask(asked(scopes.all, { tier: 'high' }))).toBe(1);
    expect(await ask(asked(scopes.all, { tier: 'medium' }))).toBe(0);
    expect(await ask(asked(scopes.all, { segment: { segmentation: 'main', id: 1 } }))).toBe(7);
    expect(await ask(asked(scopes.all, { segment: { segmentation: 'habits', id: 2 } }))).toBe(3);
    expect(await ask(asked(scopes.book, { segment: { segmentation: 'habits', id: 2 } }))).toBe(0);
    expect(await ask(asked(scopes.all, { tags: ['c1', 'c4'] }))).toBe(2);
    expect(await ask(asked(scopes.branch, { tags: ['c1', 'c4'] }))).toBe(1);
    expect(await ask(asked(scopes.all, { tags: ['C1'] }))).toBe(0);
    expect(
      await ask(asked(scopes.branch, { tier: 'low', segment: { segmentation: 'main', id: 1 } })),
    ).toBe(2);
  });

  it('what else forgets its filter gives nothing foreign', async () => {
    const { managerId } = bank.person('m');
    const { db } = storeOf(scopes.book);
    const segment = { segmentation: 'main', id: 1 };
    await store.db.insert(follows).values(
      ids.map((id) => ({
        customerId: bank.customerId(id),
        managerId,
        since: new Date(`${asOf}T08:00:00Z`),
        state: { tier: 'medium' as const, segment: null, atRisk: null },
      })),
    );
    await store.db.insert(surveys).values(
      ids.map((id) => ({
        customerId: bank.customerId(id),
        externalId: id,
        answeredOn: asOf,
        score: 5,
        scaleMax: 10,
      })),
    );
    const asked = { filters: {}, from: '2026-01-01' };
    const [answers] = await surveyAnswers(db, scopes.all, bank.runId, asked);
    expect(answers?.times).toBe(2);
    expect((await surveyTotals(db, scopes.all, bank.runId, asked))[0]?.times).toBe(2);
    const none = { segment, filters: { tier: 'low' as const, branchId: 99 } };
    expect(await typicalCustomer(db, scopes.all, bank.runId, none)).toBeUndefined();
    expect(
      await countOf(ids, (id) =>
        customerChanges(db, scopes.all, {
          run: { id: bank.runId, asOf },
          customerId: bank.customerId(id),
          since: asOf,
        }),
      ),
    ).toBe(2);
    await expect(
      db.transaction(async (tx) => {
        const moves = await noteMoves(tx, scopes.all, managerId, { id: bank.runId, atRisk: 0.5 });
        expect(moves).toHaveLength(2);
        throw new Error('as it was');
      }),
    ).rejects.toThrow('as it was');
    const [digest] = await listDigests(db, managerId);
    await expect(
      db.transaction(async (tx) => {
        await tx.execute(sql`delete from digest_crossings`);
        await noteCrossings(tx, scopes.all, {
          digestId: digest?.id ?? 0,
          runId: bank.runId,
          passing: { risk: 0.5, worth: 50 },
          said: {},
          filters: {},
        });
        expect(await tx.select().from(digestCrossings)).toHaveLength(2);
        throw new Error('as it was');
      }),
    ).rejects.toThrow('as it was');
    await store.db.delete(follows);
    await store.db.delete(surveys);
    // It is given no scope: the database alone holds it to one.
    const all8 = ids.map((id) => bank.customerId(id));
    expect(await namedCustomers(db, all8)).toHaveLength(2);
  });

  it('managersInReach are those of whom the scope has a customer', async () => {
    const named = async (scope: Scope, { db } = store) =>
      (await managersInReach(db, scope)).map(({ name }) => name);
    expect(await named(scopes.all)).toEqual(['Eva']);
    expect(await named(scopes.branch)).toEqual(['Eva']);
    expect(await named(scopes.none)).toEqual([]);
    expect(await named(all, storeOf(scopes.none))).toEqual([]);
  });

  it('typicalCustomer is of the scope', async () => {
    const segment = { segmentation: 'main', id: 1 };
    const typical = (scope: Scope) =>
      typicalCustomer(store.db, scope, bank.runId, { segment, filters: {} });
    // All are alike, so the first of each scope stands for it.
    expect(await typical(scopes.all)).toMatchObject({ externalId: 'c1' });
    expect(
      await typicalCustomer(store.db, scopes.all, bank.runId, {
        segment,
        filters: { tier: 'low' },
      }),
    ).toMatchObject({ externalId: 'c2' });
    expect(await typical(scopes.none)).toBeUndefined();
    const { db } = storeOf(scopes.none);
    expect(await typicalCustomer(db, all, bank.runId, { segment, filters: {} })).toBeUndefined();
  });

  it('knownNotAtRisk is held to the scope and to filters', async () => {
    const { managerId } = bank.person('m');
    await store.db.insert(riskOverrides).values(
      ids.map((id) => ({
        customerId: bank.customerId(id),
        managerId,
        at: new Date(`${asOf}T08:00:00Z`),
        reason: 'moves back',
        asOf,
        probability: 0.9,
        until: '2026-09-30',
      })),
    );
    const count = (scope: Scope, filters: ListFilters = {}) =>
      knownNotAtRisk(store.db, scope, bank.runId, { atRisk: 0.5, filters });
    expect(await count(scopes.all)).toBe(8);
    expect(await count(scopes.branch)).toBe(3);
    expect(await count(scopes.book)).toBe(2);
    expect(await count(scopes.none)).toBe(0);
    expect(await count(scopes.all, { tier: 'high' })).toBe(1);
    const { db } = storeOf(scopes.book);
    expect(await knownNotAtRisk(db, all, bank.runId, { atRisk: 0.5, filters: {} })).toBe(2);
    await store.db.delete(riskOverrides);
  });

  it('leavingTogether is of the bank, and says how much of it is outside the scope', async () => {
    await store.db
      .update(customers)
      .set({ closedOn: '2025-03-01' })
      .where(eq(customers.id, bank.customerId('c8')));
    const run = { id: bank.runId, asOf };
    const counts = async (scope: Scope) =>
      (await leavingTogether(store.db, scope, run, { months: 6, dormantDays: 90 })).map(
        ({ stayed, ofOthers }) => [stayed, ofOthers],
      );
    expect(await counts(scopes.all)).toEqual([[7, 0]]);
    expect(await counts(scopes.branch)).toEqual([[7, 4]]);
    expect(await counts(scopes.book)).toEqual([[7, 5]]);
    expect(await counts(scopes.none)).toEqual([[7, 7]]);
    await store.db.update(customers).set({ closedOn: null });
  });

  it('segmentMovement is held to the scope and to filters', async () => {
    await copyRun(store, bank.runId, '2026-05-31');
    const moved = async (scope: Scope, filters: ListFilters = {}, { db } = store) =>
      (
        await segmentMovement(db, scope, bank.runId, { segmentation: 'main', filters })
      )?.flows.reduce((sum, { customers }) => sum + customers, 0);
    expect(await moved(scopes.all)).toBe(7);
    expect(await moved(scopes.branch)).toBe(3);
    expect(await moved(scopes.book)).toBe(2);
    expect(await moved(scopes.none)).toBe(0);
    expect(await moved(scopes.all, { tier: 'high' })).toBe(1);
    expect(await moved(scopes.all, {}, storeOf(scopes.book))).toBe(2);
  });

  it('what is compared with an earlier run is held to the scope and to filters', async () => {
    const earlier = await copyRun(store, bank.runId, '2026-04-30');
    const changed = { churnProbability: 0.5, valueIfStays: 60, tier: 'medium' } as const;
    await store.db.update(customerValues).set(changed).where(eq(customerValues.runId, earlier));
    const now = { id: bank.runId, atRisk: 0.5 };
    const counts = async (scope: Scope, filters: ListFilters = {}, { db } = store) => {
      const runs = { now: bank.runId, earlier, filters };
      const risen = { now, earlier: { id: earlier, atRisk: 0.5 }, step: 0.1, filters };
      const { movers, gainers, gained } = await valueMovers(db, scope, runs, 99);
      expect([movers.length, gained]).toEqual([gainers, 40 * gainers]);
      return [
        (await risenRisks(db, scope, risen)).size,
        (await movedCustomers(db, scope, runs, 1)).customers,
        gainers,
      ];
    };
    expect(await counts(scopes.all)).toEqual([8, 8, 8]);
    expect(await counts(scopes.branch)).toEqual([3, 3, 3]);
    expect(await counts(scopes.book)).toEqual([2, 2, 2]);
    expect(await counts(scopes.none)).toEqual([0, 0, 0]);
    const { managerId } = bank.person('m');
    expect(await counts(scopes.all, { managerId })).toEqual([2, 2, 2]);
    expect(await counts(scopes.all, {}, storeOf(scopes.branch))).toEqual([3, 3, 3]);
    const left = (by: Store) => leaversSinceRun(by.db, all, bank.runId, {});
    expect((await left(store))?.atStart).toBe(8);
    expect((await left(storeOf(scopes.book)))?.atStart).toBe(2);
  });
});
