import { stages } from '../valuation/scores/lifecycle.ts';

/*
 * Words the store admits, apart from its tables: who reads a configuration or a command line needs the words alone, and
 * loading the tables takes longer than answering.
 */

/** The channels people talk to the bot on. Each is a folder of `src/channels`. */
export const channelNames = ['slack', 'teams', 'web', 'terminal'] as const;
export type ChannelName = (typeof channelNames)[number];

/**
 * What a digest tells of: who is at risk, whose value moved most, what a book adds up to, its segments, what befell customers, who
 * passes a churn probability, and what changed in a period.
 */
export const digestKinds = [
  'at-risk',
  'events',
  'movers',
  'book',
  'segments',
  'threshold',
  'report',
] as const;
export type DigestKind = (typeof digestKinds)[number];

/** How long a report looks back. */
export const reportKinds = ['weekly', 'monthly', 'quarterly'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** What goes out of a digest where there is nothing new: nothing, or a line that says so. */
export const whenNothings = ['skip', 'line'] as const;
export type WhenNothing = (typeof whenNothings)[number];

/** What can befall the money of a customer, or their dealings with the bank, that is worth a word. */
export const eventKinds = [
  'income',
  'inflow',
  'outflow',
  'to-other-bank',
  'deposit-maturing',
  'loan-repaid',
  'awake',
  'complaint',
  'complaint-waiting',
  'anniversary',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** What a token may read by the REST API. */
export const readingScopes = [
  'customers',
  'interactions',
  'values',
  'predictions',
  'metrics',
] as const;

/** What a token may be made for: to read, or to ask and act as its person does in chat. */
export const tokenScopes = [...readingScopes, 'chat'] as const;
export type TokenScope = (typeof tokenScopes)[number];

/** The roles of those who see customers, and figures of them. */
export const roles = ['manager', 'lead', 'supervisor', 'analyst'] as const;

/**
 * A bank employee's role, which decides whose customers they may see. An auditor and an operator see none, and no figure of them:
 * they are of the log of access, and of the server.
 */
export const bankRoles = [...roles, 'auditor', 'operator'] as const;
export type Role = (typeof bankRoles)[number];

/** Whether a role sees customers, or figures of them. */
export const seesCustomers = (role: Role): boolean => roles.some((each) => each === role);

/** What analysts of a bank see, as its configuration has it: every customer, or figures of groups of customers alone. */
export const analystsSee = ['customers', 'aggregates'] as const;
export type AnalystsSee = (typeof analystsSee)[number];

/** What a holding can be. */
export const productKinds = [
  'current-account',
  'savings',
  'term-deposit',
  'card',
  'loan',
  'mortgage',
  'investment',
  'insurance',
  'standing-order',
] as const;
export type ProductKind = (typeof productKinds)[number];

/** Holdings whose balances are the customer's money: deposits and investments, no debts. */
export const depositKinds = [
  'current-account',
  'savings',
  'term-deposit',
  'investment',
] as const satisfies readonly ProductKind[];

/** Holdings whose balances are owed to the bank. */
export const debtKinds = ['card', 'loan', 'mortgage'] as const satisfies readonly ProductKind[];

/** What a transaction can be. */
export const transactionKinds = [
  'deposit',
  'withdrawal',
  'transfer-in',
  'transfer-out',
  'card-payment',
  'interest',
  'fee',
  'penalty-interest',
  'loan-payment',
  'pension',
  'other',
] as const;
export type TransactionKind = (typeof transactionKinds)[number];

/** How a customer and the bank can have met. */
export const interactionKinds = [
  'call',
  'meeting',
  'email',
  'visit',
  'message',
  'complaint',
] as const;
export type InteractionKind = (typeof interactionKinds)[number];

/** What of somebody's doing can be open with a customer: to get in touch again, to look after them, a request, a complaint. */
export const followUpKinds = ['follow-up', 'claim', 'request', 'complaint'] as const;
export type FollowUpKind = (typeof followUpKinds)[number];

/** How far an opportunity that is open can be. */
export const openStages = ['lead', 'qualified', 'proposal', 'negotiation'] as const;
export type OpenStage = (typeof openStages)[number];

/** How far an opportunity can be; the last two end it. */
export const opportunityStages = [...openStages, 'won', 'lost'] as const;
export type OpportunityStage = (typeof opportunityStages)[number];

/** What became of a product offered to a customer; open: not answered yet. */
export const offerOutcomes = ['accepted', 'declined', 'open'] as const;
export type OfferOutcome = (typeof offerOutcomes)[number];

/** How customers can belong together: people who live as one, or companies and who owns or runs them. */
export const householdKinds = ['household', 'group'] as const;
export type HouseholdKind = (typeof householdKinds)[number];

/** What somebody can be to the others of a household or a group of companies. */
export const householdRoles = [
  'head',
  'partner',
  'child',
  'parent',
  'company',
  'owner',
  'other',
] as const;
export type HouseholdRole = (typeof householdRoles)[number];

/** What a model can be for. */
export const modelKinds = ['churn', 'clv', 'segments', 'offers', 'uplift'] as const;
export type ModelKind = (typeof modelKinds)[number];

/** What a campaign is judged by: that customers stay, what they bring in, or that they take a product. */
export const campaignOutcomes = ['retention', 'contribution', 'conversion'] as const;
export type CampaignOutcome = (typeof campaignOutcomes)[number];

/** The stages a customer may be in; the last is for those who have left. */
export const storedStages = [...stages, 'left'] as const;

/**
 * How far a delivery can be. due: to be made and sent; sending: a platform may have it, which is looked up before it is sent
 * again; sent; settled: it was looked for, and had arrived; failed: given up; skipped: there was nothing to send, or nobody to
 * send it to; late: its time was missed by more than a digest may be late.
 */
export const deliveryStates = [
  'due',
  'sending',
  'sent',
  'settled',
  'failed',
  'skipped',
  'late',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/**
 * Why a digest was paused by itself. gone: its conversation is archived or deleted, or the bot was removed from it; ownerGone:
 * its owner is no longer an active person of the bank.
 */
export const pauseReasons = ['gone', 'ownerGone'] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** How somebody signs in to the web page: by a link from a chat that knows them, by a code sent to their address, or by the bank's own provider. */
export const signInKinds = ['link', 'code', 'openid'] as const;
export type SignInKind = (typeof signInKinds)[number];

/** What came of something that the log of access holds. */
export const accessOutcomes = ['allowed', 'refused'] as const;
export type AccessOutcome = (typeof accessOutcomes)[number];

/**
 * Why something was refused. unlinked: nobody knows who asks; role: it is not for their role; unseen: there is no such customer, or
 * none whom they may see; token: none that is valid, or one that may not read this; busy: too much was asked at once; ended: the
 * right to see it has ended since; readers: it was to be shared where somebody may not see it.
 */
export const refusalReasons = [
  'unlinked',
  'role',
  'unseen',
  'token',
  'busy',
  'ended',
  'readers',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];
