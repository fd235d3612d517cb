import type { CustomerStep } from '../../../store/playbooks/steps.ts';

/** What to raise of itself, where no playbook says it better. */
export type Topic =
  | 'complaint'
  | 'promise'
  | 'income'
  | 'balance'
  | 'closed'
  | 'satisfaction'
  | 'wrote'
  | 'offer'
  | 'stay'
  | 'service'
  | 'plans'
  | 'details'
  | 'leftWhy'
  | 'silentWhy';

/** Something to raise: a step of a playbook, or a topic with words of ours. */
export type ToRaise = { step: CustomerStep } | { topic: Topic };

/** What is known of a customer that decides what to raise. */
export type Situation = {
  departed: 'closed' | 'silent' | null;
  steps: readonly CustomerStep[];
  openComplaint: boolean;
  ownPromise: boolean;
  incomeStopped: boolean;
  /** within the last three months, large for the customer and for the bank */
  largeSumLeft: boolean;
  /** within the last three months */
  productClosed: boolean;
  /** 0 to 1 */
  satisfaction: number | null;
  /** whether that is from what they wrote */
  satisfactionEstimated: boolean;
  atRisk: boolean;
  offer: boolean;
};

const most = 3;
const content = 0.5;

/** The facts by which a playbook's step is about a topic of ours, which then is not raised twice. */
const about: Partial<Record<Topic, RegExp>> = {
  complaint: /complaint/,
  income: /income_stopped/,
  balance: /^(balance_change|balance_fall|largest_withdrawal)/,
  closed: /^products_closed/,
  satisfaction: /^(satisfaction|rating)/,
  wrote: /^(satisfaction|rating)/,
  stay: /^at_risk|^churn_probability/,
};

/**
 * The three things to raise, the first first: what the playbooks say, then what stands out. Who has left is asked for the
 * reason alone.
 */
export function toRaise(of: Situation): ToRaise[] {
  if (of.departed !== null) {
    return [{ topic: of.departed === 'closed' ? 'leftWhy' : 'silentWhy' }];
  }
  const steps = of.steps.slice(0, most);
  const covered = (topic: Topic) =>
    steps.some(({ because }) =>
      because.some(
        ({ fact, value }) =>
          about[topic]?.test(fact) === true ||
          (fact === 'events' && Array.isArray(value) && value.includes(topic)),
      ),
    );
  const candidates: [Topic, boolean][] = [
    ['complaint', of.openComplaint],
    ['promise', of.ownPromise],
    ['income', of.incomeStopped],
    ['balance', of.largeSumLeft],
    ['closed', of.productClosed],
    [
      of.satisfactionEstimated ? 'wrote' : 'satisfaction',
      of.satisfaction !== null && of.satisfaction <= content,
    ],
    ['stay', of.atRisk],
    ['offer', of.offer && !of.openComplaint],
    ['service', !of.atRisk],
    ['plans', true],
    ['details', true],
  ];
  const topics = candidates.flatMap(([topic, holds]) =>
    holds && !covered(topic) ? [{ topic }] : [],
  );
  return [...steps.map((step) => ({ step })), ...topics].slice(0, most);
}
