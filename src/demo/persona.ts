import type { Random } from '../valuation/numeric/random.ts';
import { type Archetype, archetypes, type OptionalProduct } from './archetypes.ts';
import { type Branch, demoBranches } from './branches.ts';
import type { Day } from './calendar.ts';
import { between, lognormal, oneOf, weighted } from './chance.ts';
import { type Language, languageIn } from './comments.ts';
import { drawName, type NameTradition, type Sex } from './names.ts';

/** Who a customer is: what does not change over the months told. */
export type Persona = {
  readonly archetype: Archetype;
  readonly branch: Branch;
  readonly name: string;
  readonly sex: Sex;
  readonly language: Language;
  readonly nationality: string;
  readonly occupation: string;
  /** how they came to the bank */
  readonly origin: 'branch' | 'online' | 'referral' | 'broker';
  readonly birth: Day;
  readonly joined: Day;
  /** a month */
  readonly income: number;
  readonly paidHere: boolean;
  /** how wealthy among their archetype: multiplies every balance */
  readonly means: number;
  readonly products: ReadonlySet<OptionalProduct>;
  /** what their satisfaction, 0 to 1, comes back to */
  readonly contentment: number;
  /** multiplies how much they use their accounts */
  readonly liveliness: number;
  /** probability of moving money to or from savings in a month */
  readonly savingHabit: number;
  /** how far their balances may lie from the archetype's: 1 as usual, 0 exactly there */
  readonly spread: number;
};

const yearsOfHistory = 12;
const daysPerYear = 365.25;

const nationalities: Readonly<Partial<Record<NameTradition, string>>> = {
  ukrainian: 'UA',
  vietnamese: 'VN',
  pinyin: 'CN',
  chinese: 'CN',
  polish: 'PL',
  bulgarian: 'BG',
  hindi: 'IN',
  french: 'FR',
};

const origins = [
  { weight: 0.45, origin: 'branch' },
  { weight: 0.3, origin: 'online' },
  { weight: 0.17, origin: 'referral' },
  { weight: 0.08, origin: 'broker' },
] as const;

const optionalProducts = [
  'savings',
  'term-deposit',
  'card',
  'loan',
  'mortgage',
  'investment',
  'insurance',
  'standing-order',
] as const;

/** Draws a customer of a bank whose history ends on `today`. */
export function drawPersona(random: Random, today: Day): Persona {
  const branch = weighted(random, demoBranches);
  const archetype = weighted(random, archetypes);
  const { tradition } = weighted(random, branch.customerNames);
  const sex: Sex = random.next() < 0.51 ? 'female' : 'male';
  const age = between(random, archetype.age[0], archetype.age[1]);
  // Somewhat more joined lately than long ago, which makes up for those who have left since.
  const years = Math.min(yearsOfHistory * random.next() ** 1.15, age - 16);
  const products = new Set<OptionalProduct>();
  for (const product of optionalProducts) {
    if (random.next() < (archetype.products[product] ?? 0)) products.add(product);
  }
  return {
    archetype,
    branch,
    name: drawName(random, tradition, sex),
    sex,
    language: languageIn(nationalities[tradition]),
    nationality: nationalities[tradition] ?? branch.country,
    occupation: oneOf(random, archetype.occupations),
    origin: weighted(random, origins).origin,
    birth: today - Math.floor(age * daysPerYear),
    joined: today - 2 - Math.floor(years * daysPerYear),
    income: lognormal(random, archetype.income, 0.35),
    paidHere: random.next() < archetype.paidHere,
    means: lognormal(random, 1, 0.75),
    products,
    contentment: Math.min(0.97, Math.max(0.2, 0.72 + 0.11 * random.normal())),
    liveliness: lognormal(random, 1, 0.35),
    savingHabit: between(random, 0.08, 0.32),
    spread: 1,
  };
}
