import type { HouseholdKind, HouseholdRole } from '../store/kinds.ts';
import type { CopyValue } from '../store/store.ts';
import { type Random, seededRandom } from '../valuation/numeric/random.ts';
import { type Day, dayOf } from './calendar.ts';
import { oneOf } from './chance.ts';
import { valuedCustomer } from './exceptions.ts';
import { familyNameOf } from './names.ts';
import type { DemoRows } from './rows.ts';

/** A random stream of its own, so that nothing else of the bank depends on who belongs together. */
const stream = 0x4005e * 2 ** 32;

/** What is known of a customer whose rows are told already. */
type Person = {
  readonly id: number;
  /** the bank's own id */
  readonly number: string;
  readonly family: string | undefined;
  readonly sex: 'female' | 'male';
  readonly birth: Day;
  readonly branch: number;
  readonly manager: number;
  /** infinite for those who are still here */
  readonly left: Day;
  readonly occupation: string;
};

type Candidates = { readonly [Place in 'family' | 'leavers' | 'branch']: Map<string, Person[]> };

/** Of those of an age to have one, how many have a household with another customer. */
const settled = 0.3;
/** How often somebody who left found a partner who left soon after: what makes leaving spread. */
const followed = 0.45;
const soon = 150;
const withChild = 0.35;
const elsewhere = 0.06;
const owners = new Set(['owner of a company', 'entrepreneur', 'director', 'investor']);
const traders = new Set(['shopkeeper', 'craftsman', 'restaurateur', 'consultant', 'farmer']);
const withCompanies = 0.3;
const yearsOld = 365.25;
const tries = 40;

/** Gathers customers as they are told, and tells at the end who of them belong together. */
export class DemoHouseholds {
  readonly #random: Random;
  readonly #today: Day;
  readonly #people: Person[] = [];
  readonly #taken = new Set<Person>();
  readonly #rows: CopyValue[][] = [];

  constructor({ seed, today }: { seed: number; today: Day }) {
    this.#random = seededRandom(stream + (seed >>> 0));
    this.#today = today;
  }

  /** Takes note of the customer whose rows were told last; one without a name belongs to nobody. */
  note({ customers }: DemoRows): void {
    const row = customers.at(-1);
    if (row === undefined) return;
    const [id, number, name, sex, birth, branch, manager, , closed, attributes] = row;
    if (name == null) return;
    this.#people.push({
      id: Number(id),
      number: String(number),
      family: familyNameOf(String(name)),
      sex: sex === 'female' ? 'female' : 'male',
      birth: dayOf(String(birth)),
      branch: Number(branch),
      manager: Number(manager),
      left: closed == null ? Number.POSITIVE_INFINITY : dayOf(String(closed)),
      occupation: occupationIn(attributes),
    });
  }

  /** Rows of couples, families with a grown child's account, and companies with their owners. */
  tell(): CopyValue[][] {
    const candidates = this.#candidates();
    this.#tellValuedCustomers(candidates);
    for (const person of this.#people) {
      const lot = this.#random.next();
      if (this.#age(person) < 24 || this.#taken.has(person) || lot >= settled) continue;
      this.#tellFamily(person, candidates);
    }
    for (const person of this.#people) {
      if (owners.has(person.occupation) && this.#random.next() < withCompanies) {
        this.#tellGroup(person, candidates);
      }
    }
    return this.#rows;
  }

  /** The family of the customer of the examples: a partner in the same book, others outside it. */
  #tellValuedCustomers(candidates: Candidates): void {
    const head = this.#people.find(({ number }) => number === String(valuedCustomer));
    if (head === undefined) return;
    const here = (person: Person) => person.left > this.#today;
    const near = candidates.branch.get(String(head.branch)) ?? [];
    const partner = near.find(
      (one) => one.manager === head.manager && this.#suits(one, head) && here(one),
    );
    const young = near.filter(
      (one) => one.manager !== head.manager && this.#age(one) < 23 && here(one),
    );
    const child = young.find(({ family }) => family === partner?.family) ?? young[0];
    const parent = this.#people.find(
      (one) =>
        one.branch !== head.branch &&
        one.family === head.family &&
        this.#age(one) > 70 &&
        here(one),
    );
    if (partner === undefined) return;
    this.#link('household', head, 'head');
    this.#link('household', partner, 'partner', head);
    if (child !== undefined) this.#link('household', child, 'child', head);
    if (parent !== undefined) this.#link('household', parent, 'parent', head);
  }

  #tellFamily(head: Person, { family, leavers, branch }: Candidates): void {
    const place = String(head.branch);
    const spread = head.left <= this.#today && this.#random.next() < followed;
    const abroad = this.#random.next() < elsewhere;
    const namesakes = family.get(abroad ? `${head.family}` : `${head.family} ${place}`) ?? [];
    const partner = spread
      ? this.#draw(
          leavers.get(place) ?? [],
          (one) => this.#suits(one, head) && one.left >= head.left && one.left <= head.left + soon,
        )
      : (this.#draw(namesakes, (one) => this.#suits(one, head)) ??
        this.#draw(branch.get(place) ?? [], (one) => this.#suits(one, head)));
    if (partner === undefined) return;
    this.#link('household', head, 'head');
    this.#link('household', partner, 'partner', head);
    const youngest = Math.max(head.birth, partner.birth);
    while (this.#random.next() < withChild) {
      const child = this.#draw(
        family.get(`${head.family} ${place}`) ?? [],
        (one) => this.#age(one) < 28 && one.birth > youngest + 19 * yearsOld,
      );
      if (child === undefined) return;
      this.#link('household', child, 'child', head);
    }
  }

  #tellGroup(owner: Person, { branch }: Candidates): void {
    const companies: Person[] = [];
    const wanted = 1 + this.#random.integer(3);
    for (let at = 0; at < wanted; at++) {
      const company = this.#draw(
        branch.get(String(owner.branch)) ?? [],
        (one) => traders.has(one.occupation) && !companies.includes(one),
      );
      if (company !== undefined) companies.push(company);
    }
    if (companies.length === 0) return;
    this.#link('group', owner, 'owner');
    for (const company of companies) this.#link('group', company, 'company', owner);
  }

  #link(kind: HouseholdKind, person: Person, role: HouseholdRole, of = person): void {
    this.#taken.add(person);
    const id = `${kind === 'household' ? 'H' : 'G'}-${of.number}`;
    this.#rows.push([person.id, kind, id, role]);
  }

  /** Somebody who is not spoken for and fits, of those looked at; undefined where none of them does. */
  #draw(among: readonly Person[], fits: (one: Person) => boolean): Person | undefined {
    for (let attempt = 0; attempt < tries && among.length > 0; attempt++) {
      const one = oneOf(this.#random, among);
      if (!this.#taken.has(one) && fits(one)) return one;
    }
    return undefined;
  }

  #suits(one: Person, other: Person): boolean {
    return (
      one !== other &&
      one.sex !== other.sex &&
      this.#age(one) >= 22 &&
      Math.abs(one.birth - other.birth) < 12 * yearsOld
    );
  }

  #age({ birth }: Person): number {
    return (this.#today - birth) / yearsOld;
  }

  #candidates(): Candidates {
    const by = (keysOf: (person: Person) => readonly string[]) => {
      const found = new Map<string, Person[]>();
      for (const person of this.#people) {
        for (const key of keysOf(person)) {
          const before = found.get(key);
          if (before === undefined) found.set(key, [person]);
          else before.push(person);
        }
      }
      return found;
    };
    return {
      family: by(({ family, branch }) =>
        family === undefined ? [] : [family, `${family} ${branch}`],
      ),
      leavers: by(({ branch, left }) => (left <= this.#today ? [String(branch)] : [])),
      branch: by(({ branch }) => [String(branch)]),
    };
  }
}

function occupationIn(attributes: CopyValue | undefined): string {
  const read: unknown = JSON.parse(String(attributes ?? '{}'));
  return typeof read === 'object' && read !== null && 'occupation' in read
    ? String(read.occupation)
    : '';
}
