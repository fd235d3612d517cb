import {
  bankRoles,
  householdKinds,
  householdRoles,
  interactionKinds,
  offerOutcomes,
  opportunityStages,
  productKinds,
  transactionKinds,
} from '../kinds.ts';

/** What a field holds. References are given as the bank's own ids. */
export type FieldType =
  | 'text'
  | 'email'
  /** the address by which a person of the bank is known, which no other has */
  | 'login'
  | 'phone'
  | 'tags'
  | 'date'
  | 'moment'
  | 'money'
  | 'number'
  | 'boolean'
  | 'code'
  | 'locale'
  | 'customer'
  | 'holding'
  | 'branch'
  | 'manager';

/** What stands between the tags of a staged value: no text that is taken in has it. */
export const betweenTags = '\u001f';

/** What a date is of: something that happened, or a birth, or where something that lasts begins, ends, or is settled. */
export type Dated = 'event' | 'birth' | 'start' | 'end' | 'settlement';

/** A field that a mapping can fill: the column of the table, what it holds, whether a row needs it. */
export type Field = {
  column: string;
  type: FieldType;
  required: boolean;
  /** of a date or a moment */
  dated?: Dated;
  /** the codes allowed, of a `code` */
  oneOf?: readonly string[];
};

/** A column of further facts: of any kind, or names by locale. */
export type FactsColumn = 'attributes' | 'names';

/** A table that an import can fill. */
export type Target = {
  /** the fields that tell its rows apart */
  key: readonly string[];
  /** its columns of further facts, each by a name that the mapping gives */
  factsColumns: readonly FactsColumn[];
  fields: Readonly<Record<string, Field>>;
};

const needed = (column: string, type: FieldType): Field => ({ column, type, required: true });
const optional = (column: string, type: FieldType): Field => ({ column, type, required: false });
const dated = (column: string, dated: Dated, type: 'date' | 'moment' = 'date'): Field => ({
  column,
  type,
  dated,
  required: dated === 'event',
});
const externalId = needed('external_id', 'text');
const customer = needed('customer_id', 'customer');

/** The tables an import can fill, in the order in which they refer to each other. */
export const targets = {
  branches: {
    key: ['externalId'],
    factsColumns: ['attributes', 'names'],
    fields: { externalId, name: needed('name', 'text'), region: optional('region', 'text') },
  },
  managers: {
    key: ['externalId'],
    factsColumns: [],
    fields: {
      externalId,
      email: optional('email', 'login'),
      name: needed('name', 'text'),
      role: { ...needed('role', 'code'), oneOf: bankRoles },
      branch: optional('branch_id', 'branch'),
      lead: optional('lead', 'text'),
      locale: optional('locale', 'locale'),
      timezone: optional('timezone', 'text'),
      active: needed('active', 'boolean'),
    },
  },
  customers: {
    key: ['externalId'],
    factsColumns: ['attributes'],
    fields: {
      externalId,
      name: optional('name', 'text'),
      sex: { ...optional('sex', 'code'), oneOf: ['female', 'male', 'other'] },
      birthDate: dated('birth_date', 'birth'),
      branch: optional('branch_id', 'branch'),
      manager: optional('manager_id', 'manager'),
      joinedOn: dated('joined_on', 'start'),
      closedOn: dated('closed_on', 'end'),
      doNotContact: optional('do_not_contact', 'boolean'),
      doNotProfile: optional('do_not_profile', 'boolean'),
      phone: optional('phone', 'phone'),
      email: optional('email', 'email'),
      tags: optional('tags', 'tags'),
      left: optional('left', 'boolean'),
      labelledOn: { column: 'labelled_on', type: 'date', dated: 'settlement', required: false },
    },
  },
  households: {
    key: ['customer', 'kind', 'household'],
    factsColumns: [],
    fields: {
      customer,
      household: needed('external_id', 'text'),
      kind: { ...needed('kind', 'code'), oneOf: householdKinds },
      role: { ...optional('role', 'code'), oneOf: householdRoles },
      endedOn: dated('ended_on', 'end'),
    },
  },
  holdings: {
    key: ['customer', 'externalId'],
    factsColumns: ['attributes'],
    fields: {
      customer,
      externalId,
      product: { ...needed('product', 'code'), oneOf: productKinds },
      label: optional('label', 'text'),
      openedOn: dated('opened_on', 'start'),
      closedOn: dated('closed_on', 'end'),
      amount: optional('amount', 'money'),
      status: optional('status', 'text'),
    },
  },
  balances: {
    key: ['customer', 'holding', 'asOf'],
    factsColumns: [],
    fields: {
      customer,
      holding: needed('holding_id', 'holding'),
      asOf: dated('as_of', 'event'),
      amount: needed('amount', 'money'),
    },
  },
  transactions: {
    key: ['customer', 'externalId'],
    factsColumns: [],
    fields: {
      customer,
      externalId,
      holding: optional('holding_id', 'holding'),
      bookedOn: dated('booked_on', 'event'),
      amount: needed('amount', 'money'),
      kind: { ...needed('kind', 'code'), oneOf: transactionKinds },
      balanceAfter: optional('balance_after', 'money'),
      counterparty: optional('counterparty', 'text'),
    },
  },
  interactions: {
    key: ['customer', 'externalId'],
    factsColumns: [],
    fields: {
      customer,
      externalId,
      occurredAt: dated('occurred_at', 'event', 'moment'),
      kind: { ...needed('kind', 'code'), oneOf: interactionKinds },
      note: optional('note', 'text'),
      resolvedAt: dated('resolved_at', 'settlement', 'moment'),
      manager: optional('manager_id', 'manager'),
    },
  },
  surveys: {
    key: ['customer', 'externalId'],
    factsColumns: [],
    fields: {
      customer,
      externalId,
      answeredOn: dated('answered_on', 'event'),
      score: needed('score', 'number'),
      scaleMin: optional('scale_min', 'number'),
      scaleMax: needed('scale_max', 'number'),
      question: optional('question', 'text'),
    },
  },
  feedback: {
    key: ['customer', 'externalId'],
    factsColumns: [],
    fields: {
      customer,
      externalId,
      givenOn: dated('given_on', 'event'),
      text: needed('text', 'text'),
      language: optional('language', 'text'),
      rating: optional('rating', 'number'),
    },
  },
  offers: {
    key: ['customer', 'externalId'],
    factsColumns: [],
    fields: {
      customer,
      externalId,
      product: { ...needed('product', 'code'), oneOf: productKinds },
      label: optional('label', 'text'),
      offeredOn: dated('offered_on', 'event'),
      outcome: { ...needed('outcome', 'code'), oneOf: offerOutcomes },
      answeredOn: dated('answered_on', 'settlement'),
      note: optional('note', 'text'),
      manager: optional('manager_id', 'manager'),
    },
  },
  opportunities: {
    key: ['customer', 'externalId'],
    factsColumns: [],
    fields: {
      customer,
      externalId,
      product: { ...needed('product', 'code'), oneOf: productKinds },
      amount: optional('amount', 'money'),
      stage: { ...needed('stage', 'code'), oneOf: opportunityStages },
      nextStep: optional('next_step', 'text'),
      closesOn: dated('closes_on', 'end'),
      openedAt: dated('opened_at', 'event', 'moment'),
      changedAt: dated('changed_at', 'event', 'moment'),
      manager: needed('owner_id', 'manager'),
    },
  },
} as const satisfies Record<string, Target>;

/** The name of a table that an import can fill. */
export type TargetName = keyof typeof targets;

/** The names, in the order in which the tables refer to each other. */
export const targetNames = [
  'branches',
  'managers',
  'customers',
  'households',
  'holdings',
  'balances',
  'transactions',
  'interactions',
  'surveys',
  'feedback',
  'offers',
  'opportunities',
] as const satisfies readonly TargetName[];
