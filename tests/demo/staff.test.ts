import { describe, expect, it } from 'vitest';
import { demoBranches } from '../../src/demo/branches.ts';
import { demoPeople } from '../../src/demo/people.ts';
import { hireStaff } from '../../src/demo/staff.ts';

describe('the staff of the demo bank', () => {
  it.each([1, 1500, 100_000])('serves every branch of a bank of %i customers', (customers) => {
    const { all, managers } = hireStaff(customers, 42);
    expect(all.filter(({ role }) => role === 'analyst').map(({ email }) => email)).toEqual([
      demoPeople.analyst,
    ]);
    for (const branch of demoBranches) {
      const here = all.filter((person) => person.branch === branch);
      expect(here.filter(({ role }) => role === 'supervisor')).toHaveLength(1);
      expect(managers.get(branch.id)?.length).toBeGreaterThanOrEqual(3);
      expect(here.filter(({ role }) => role === 'manager')).toEqual(managers.get(branch.id));
    }
    expect(new Set(all.map(({ email }) => email)).size).toBe(all.length);
    for (const { email } of all) expect(email).toMatch(/^[a-z.-]+\d*@demo\.example$/);
  });

  it('names a supervisor and a manager of one branch to speak as', () => {
    const { all } = hireStaff(1500, 7);
    const manager = all.find(({ email }) => email === demoPeople.manager);
    const supervisor = all.find(({ email }) => email === demoPeople.supervisor);
    expect(manager?.role).toBe('manager');
    expect(supervisor?.role).toBe('supervisor');
    expect(manager?.branch).toBe(supervisor?.branch);
  });
});
