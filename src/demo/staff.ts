import type { Role } from '../store/kinds.ts';
import { seededRandom } from '../valuation/numeric/random.ts';
import { type Branch, demoBranches } from './branches.ts';
import { drawName } from './names.ts';
import { demoPeople } from './people.ts';

/** A person who works at the demo bank. */
export type Employee = {
  readonly id: number;
  readonly externalId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** null: of the whole bank */
  readonly branch: Branch | null;
};

export type Staff = {
  readonly all: readonly Employee[];
  /** the relationship managers of each branch, by the branch's id */
  readonly managers: ReadonlyMap<number, readonly Employee[]>;
};

const customersPerBook = 200;
const fewestManagers = 3;

/**
 * The demo bank's staff: one analyst, a supervisor for each branch, and enough relationship managers for books of
 * about 200 customers, three a branch at least. The people of `demoPeople` are among them.
 */
export function hireStaff(customers: number, seed: number): Staff {
  const random = seededRandom(seed);
  const all: Employee[] = [];
  const taken = new Set<string>(Object.values(demoPeople));
  const hire = (name: string, email: string, role: Employee['role'], branch: Branch | null) => {
    const id = all.length + 1;
    const employee = {
      id,
      externalId: `E${String(id).padStart(4, '0')}`,
      email,
      name,
      role,
      branch,
    };
    all.push(employee);
    return employee;
  };
  const hireAnyone = (role: Employee['role'], branch: Branch) => {
    const name = drawName(random, branch.staffNames, random.next() < 0.5 ? 'female' : 'male');
    return hire(name, freeAddress(name, taken), role, branch);
  };

  hire('Avery Quinn', demoPeople.analyst, 'analyst', null);
  const managers = new Map<number, Employee[]>();
  for (const branch of demoBranches) {
    const book: Employee[] = [];
    if (branch === demoBranches[0]) {
      hire('Jan Dvořák', demoPeople.supervisor, 'supervisor', branch);
      book.push(hire('Petra Nováková', demoPeople.manager, 'manager', branch));
    } else {
      hireAnyone('supervisor', branch);
    }
    const wanted = Math.max(
      fewestManagers,
      Math.round((customers * branch.weight) / customersPerBook),
    );
    while (book.length < wanted) book.push(hireAnyone('manager', branch));
    managers.set(branch.id, book);
  }
  return { all, managers };
}

function freeAddress(name: string, taken: Set<string>): string {
  const local = name
    .normalize('NFD')
    .replace(/[^A-Za-z -]/g, '')
    .toLowerCase()
    .replaceAll(' ', '.');
  let address = `${local}@demo.example`;
  for (let again = 2; taken.has(address); again++) address = `${local}${again}@demo.example`;
  taken.add(address);
  return address;
}
