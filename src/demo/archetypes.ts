/** A product that not every customer of an archetype holds. */
export type OptionalProduct =
  | 'savings'
  | 'term-deposit'
  | 'card'
  | 'loan'
  | 'mortgage'
  | 'investment'
  | 'insurance'
  | 'standing-order';

/** A way of living with a bank: what its people own, earn, do and how readily they leave. Money is in euros. */
export type Archetype = {
  readonly name: string;
  /** share of the customers */
  readonly weight: number;
  /** years */
  readonly age: readonly [number, number];
  readonly occupations: readonly string[];
  /** median income a month */
  readonly income: number;
  /** how many have their income paid into their account here */
  readonly paidHere: number;
  readonly incomeKind: 'deposit' | 'pension';
  /** median balance of the current account */
  readonly balance: number;
  readonly savings: number;
  readonly termDeposit: number;
  readonly investment: number;
  readonly loan: number;
  readonly mortgage: number;
  /** probability of holding each */
  readonly products: Readonly<Partial<Record<OptionalProduct, number>>>;
  /** payments and withdrawals a month */
  readonly payments: number;
  /** receipts a month besides the regular income */
  readonly receipts: number;
  /** yearly growth of the balances, as a change of their logarithm */
  readonly growth: number;
  /** added to the log-rate at which they begin to drift away, or leave at once */
  readonly restlessness: number;
  /** contacts with the manager a month */
  readonly contacts: number;
  /** package fee a month */
  readonly fee: number;
};

/** The kinds of people the demo bank serves; what a segmentation should find again. */
export const archetypes: readonly Archetype[] = [
  {
    name: 'student',
    weight: 0.11,
    age: [18, 26],
    occupations: ['student'],
    income: 700,
    paidHere: 0.15,
    incomeKind: 'deposit',
    balance: 900,
    savings: 1500,
    termDeposit: 2000,
    investment: 1000,
    loan: 3000,
    mortgage: 60_000,
    products: { savings: 0.22, card: 0.1, loan: 0.05, 'standing-order': 0.1 },
    payments: 0.85,
    receipts: 0.5,
    growth: 0.2,
    restlessness: 0.25,
    contacts: 0.02,
    fee: 0,
  },
  {
    name: 'young professional',
    weight: 0.18,
    age: [24, 36],
    occupations: ['engineer', 'nurse', 'teacher', 'designer', 'accountant', 'cook'],
    income: 2400,
    paidHere: 0.75,
    incomeKind: 'deposit',
    balance: 3000,
    savings: 8000,
    termDeposit: 6000,
    investment: 5000,
    loan: 9000,
    mortgage: 120_000,
    products: {
      savings: 0.4,
      'term-deposit': 0.05,
      card: 0.35,
      loan: 0.12,
      mortgage: 0.05,
      investment: 0.1,
      insurance: 0.12,
      'standing-order': 0.3,
    },
    payments: 0.85,
    receipts: 0.12,
    growth: 0.12,
    restlessness: 0.15,
    contacts: 0.03,
    fee: 5,
  },
  {
    name: 'family',
    weight: 0.22,
    age: [30, 55],
    occupations: ['manager', 'technician', 'teacher', 'doctor', 'driver', 'civil servant'],
    income: 3400,
    paidHere: 0.8,
    incomeKind: 'deposit',
    balance: 4800,
    savings: 13_000,
    termDeposit: 12_000,
    investment: 9000,
    loan: 12_000,
    mortgage: 140_000,
    products: {
      savings: 0.5,
      'term-deposit': 0.08,
      card: 0.38,
      loan: 0.14,
      mortgage: 0.26,
      investment: 0.1,
      insurance: 0.35,
      'standing-order': 0.5,
    },
    payments: 0.9,
    receipts: 0.1,
    growth: 0.03,
    restlessness: -0.3,
    contacts: 0.04,
    fee: 7,
  },
  {
    name: 'affluent saver',
    weight: 0.09,
    age: [42, 72],
    occupations: ['director', 'lawyer', 'surgeon', 'architect', 'entrepreneur'],
    income: 6500,
    paidHere: 0.35,
    incomeKind: 'deposit',
    balance: 20_000,
    savings: 85_000,
    termDeposit: 60_000,
    investment: 80_000,
    loan: 30_000,
    mortgage: 220_000,
    products: {
      savings: 0.85,
      'term-deposit': 0.5,
      card: 0.45,
      loan: 0.05,
      mortgage: 0.1,
      investment: 0.5,
      insurance: 0.3,
      'standing-order': 0.3,
    },
    payments: 0.7,
    receipts: 0.3,
    growth: 0.04,
    restlessness: 0.3,
    contacts: 0.16,
    fee: 20,
  },
  {
    name: 'private client',
    weight: 0.03,
    age: [45, 78],
    occupations: ['owner of a company', 'investor', 'notary', 'surgeon', 'heir'],
    income: 12_000,
    paidHere: 0.25,
    incomeKind: 'deposit',
    balance: 60_000,
    savings: 240_000,
    termDeposit: 200_000,
    investment: 350_000,
    loan: 80_000,
    mortgage: 450_000,
    products: {
      savings: 0.85,
      'term-deposit': 0.6,
      card: 0.6,
      loan: 0.05,
      mortgage: 0.12,
      investment: 0.75,
      insurance: 0.35,
      'standing-order': 0.3,
    },
    payments: 0.8,
    receipts: 0.4,
    growth: 0.03,
    restlessness: 0.7,
    contacts: 0.3,
    fee: 45,
  },
  {
    name: 'dormant saver',
    weight: 0.1,
    age: [28, 80],
    occupations: ['clerk', 'farmer', 'retired', 'homemaker', 'technician'],
    income: 1500,
    paidHere: 0,
    incomeKind: 'deposit',
    balance: 1200,
    savings: 7000,
    termDeposit: 10_000,
    investment: 5000,
    loan: 5000,
    mortgage: 80_000,
    products: { savings: 0.8, 'term-deposit': 0.12, insurance: 0.05 },
    payments: 0.14,
    receipts: 0.06,
    growth: 0,
    restlessness: 0,
    contacts: 0.01,
    fee: 0,
  },
  {
    name: 'pensioner',
    weight: 0.12,
    age: [62, 90],
    occupations: ['retired'],
    income: 1300,
    paidHere: 0.85,
    incomeKind: 'pension',
    balance: 4000,
    savings: 15_000,
    termDeposit: 15_000,
    investment: 10_000,
    loan: 4000,
    mortgage: 50_000,
    products: {
      savings: 0.45,
      'term-deposit': 0.22,
      card: 0.1,
      loan: 0.03,
      insurance: 0.2,
      'standing-order': 0.5,
    },
    payments: 0.7,
    receipts: 0.05,
    growth: -0.02,
    restlessness: -0.4,
    contacts: 0.06,
    fee: 3,
  },
  {
    name: 'small business',
    weight: 0.09,
    age: [28, 62],
    occupations: ['shopkeeper', 'craftsman', 'restaurateur', 'consultant', 'farmer'],
    income: 9000,
    paidHere: 0,
    incomeKind: 'deposit',
    balance: 24_000,
    savings: 15_000,
    termDeposit: 20_000,
    investment: 15_000,
    loan: 35_000,
    mortgage: 180_000,
    products: {
      savings: 0.25,
      'term-deposit': 0.06,
      card: 0.4,
      loan: 0.35,
      mortgage: 0.08,
      insurance: 0.4,
      'standing-order': 0.4,
    },
    payments: 1.8,
    receipts: 1.1,
    growth: 0.04,
    restlessness: 0.4,
    contacts: 0.09,
    fee: 25,
  },
  {
    name: 'expat',
    weight: 0.06,
    age: [25, 50],
    occupations: ['engineer', 'researcher', 'analyst', 'diplomat', 'translator'],
    income: 4200,
    paidHere: 0.55,
    incomeKind: 'deposit',
    balance: 7000,
    savings: 12_000,
    termDeposit: 12_000,
    investment: 10_000,
    loan: 10_000,
    mortgage: 200_000,
    products: {
      savings: 0.35,
      'term-deposit': 0.05,
      card: 0.4,
      loan: 0.04,
      investment: 0.08,
      insurance: 0.15,
      'standing-order': 0.3,
    },
    payments: 1,
    receipts: 0.4,
    growth: 0.08,
    restlessness: 0.45,
    contacts: 0.05,
    fee: 8,
  },
];
