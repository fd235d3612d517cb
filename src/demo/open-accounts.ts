import type { ProductKind } from '../store/kinds.ts';
import type { Random } from '../valuation/numeric/random.ts';
import { type Account, type Accounts, cents, daysPerMonth } from './accounts.ts';
import type { Day } from './calendar.ts';
import { between, lognormal } from './chance.ts';
import type { Persona } from './persona.ts';
import type { DemoRows } from './rows.ts';

const labels: Readonly<Record<ProductKind, string>> = {
  'current-account': 'Everyday account',
  savings: 'Meridian Saver',
  'term-deposit': 'Twelve-month deposit',
  card: 'Credit card',
  loan: 'Personal loan',
  mortgage: 'Home mortgage',
  investment: 'Balanced fund',
  insurance: 'Household insurance',
  'standing-order': 'Standing order',
};

/** How long debts run. */
const debtMonths = { loan: 60, mortgage: 300 } as const;

/** Opens what a persona holds, each on its day; what would open within the last weeks is not held. */
export function openAccounts(
  random: Random,
  rows: DemoRows,
  persona: Persona,
  customerId: number,
  externalId: string,
  told: { readonly first: Day; readonly today: Day },
): Accounts {
  const { archetype, means, products } = persona;
  const all: Account[] = [];
  const open = (
    product: ProductKind,
    opened: Day,
    euros: number,
    amount: number | null,
    instalment = 0,
  ) => {
    const usual = cents(euros);
    const account: Account = {
      id: `${externalId}-${String(all.length + 1).padStart(2, '0')}`,
      product,
      label: labels[product],
      opened,
      closed: null,
      amount,
      balance: opened < told.first ? usual : 0,
      usual,
      wobble: 0.2 * random.normal(),
      temptation: 0.75,
      instalment,
      months: product === 'loan' || product === 'mortgage' ? debtMonths[product] : null,
      paidOffIn: null,
    };
    all.push(account);
    return account;
  };
  const spread = persona.spread;
  const current = open(
    'current-account',
    persona.joined,
    lognormal(random, archetype.balance * means, 0.4 * spread),
    null,
  );
  const later = () => persona.joined + Math.floor(-900 * spread * Math.log(1 - random.next()));
  const latest = told.today - 45;
  for (const product of products) {
    if (product === 'loan' || product === 'mortgage') {
      openDebt(random, persona, product, latest, told.first, open);
      continue;
    }
    const opened = later();
    if (opened > latest) continue;
    if (product === 'savings') {
      open(product, opened, lognormal(random, archetype.savings * means, 0.6 * spread), null);
    } else if (product === 'term-deposit') {
      const sum = Math.ceil(lognormal(random, archetype.termDeposit * means, 0.5 * spread) / 500);
      open(product, opened, sum * 500, null);
    } else if (product === 'investment') {
      open(product, opened, lognormal(random, archetype.investment * means, 0.7 * spread), null);
    } else if (product === 'card') {
      const limit = Math.ceil(persona.income / 250) * 500;
      open(product, opened, -limit * between(random, 0.03, 0.75) ** 1.3, limit);
    } else {
      const premium = Math.round(lognormal(random, product === 'insurance' ? 28 : 120, 0.5));
      open(product, opened, 0, premium);
    }
  }
  return { customerId, persona, random, rows, all, current, payday: random.integer(28), posted: 0 };
}

function openDebt(
  random: Random,
  persona: Persona,
  product: 'loan' | 'mortgage',
  latest: Day,
  toldFrom: Day,
  open: (p: ProductKind, opened: Day, euros: number, amount: number, instalment: number) => Account,
): void {
  const months = debtMonths[product];
  const earliest = Math.max(persona.joined, latest - Math.floor(months * 0.9 * daysPerMonth));
  const opened = earliest + Math.floor(random.next() * (latest - earliest));
  const median = persona.archetype[product] * Math.sqrt(persona.means);
  const principal = Math.ceil(lognormal(random, median, 0.4 * persona.spread) / 500) * 500;
  if (earliest > latest) return;
  const account = open(product, opened, -principal, principal, cents(principal / months));
  const repaid = Math.max(0, Math.floor((toldFrom - opened) / daysPerMonth));
  account.balance = Math.min(0, account.balance + repaid * account.instalment);
}
