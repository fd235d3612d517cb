import type { Accounts } from './accounts.ts';
import { archetypes } from './archetypes.ts';
import { demoBranches } from './branches.ts';
import type { Day } from './calendar.ts';
import { languageIn } from './comments.ts';
import { demoPeople } from './people.ts';
import type { Persona } from './persona.ts';
import type { Setting } from './setting.ts';
import type { Employee, Staff } from './staff.ts';

/** A customer who is told otherwise than chance would. */
export type Exception = {
  readonly persona?: (drawn: Persona, today: Day) => Persona;
  readonly manager?: (staff: Staff) => Employee | undefined;
  readonly accounts?: (accounts: Accounts, setting: Setting) => void;
  /** left this long before today, before the history begins */
  readonly leftDaysAgo?: number;
  /** has accounts and never used them */
  readonly silent?: boolean;
  readonly nameless?: boolean;
  /** drifts from this month of the history on, and is still here */
  readonly driftsFrom?: number;
};

/** The customer of the examples: valued for years, now taking the money elsewhere, with a complaint unanswered. */
export const valuedCustomer = 1042;

const yearsAgo = (years: number) => Math.floor(years * 365.25);
const affluent = archetypes.find(({ name }) => name === 'affluent saver') ?? archetypes[0]!;

const exceptions = new Map<number, Exception>([
  [
    valuedCustomer,
    {
      persona: (drawn, today) => ({
        ...drawn,
        archetype: affluent,
        branch: demoBranches[0]!,
        name: 'Zhang Wei',
        sex: 'male',
        language: languageIn('CN'),
        nationality: 'CN',
        occupation: 'architect',
        origin: 'referral',
        birth: today - yearsAgo(51.3),
        joined: today - yearsAgo(9.4),
        income: 6800,
        paidHere: true,
        means: 2.6,
        products: new Set(['savings', 'term-deposit', 'mortgage', 'card', 'insurance']),
        contentment: 0.62,
        liveliness: 1.6,
        savingHabit: 1,
        spread: 0,
      }),
      manager: ({ all }) => all.find(({ email }) => email === demoPeople.manager),
      accounts: ({ all }, { today }) => {
        // The deposit falls due two and a half months before today, and is not renewed.
        for (const account of all) {
          if (account.product !== 'term-deposit') continue;
          account.opened = today - 75 - 4 * 365;
          account.temptation = 1;
        }
      },
      driftsFrom: 19,
    },
  ],
  [13, { nameless: true }],
  [101, { persona: (drawn, today) => ({ ...drawn, joined: today - 1 }), silent: true }],
  [
    202,
    {
      persona: (drawn, today) => ({ ...drawn, joined: today - yearsAgo(1.3), paidHere: false }),
      silent: true,
    },
  ],
  [
    303,
    {
      persona: (drawn, today) => ({
        ...drawn,
        joined: Math.min(drawn.joined, today - yearsAgo(4)),
        products: new Set(['card']),
      }),
      accounts: ({ current }) => {
        current.usual = -185_000;
        current.balance = -185_000;
      },
    },
  ],
  [
    404,
    {
      persona: (drawn) => ({
        ...drawn,
        sex: 'male',
        name: 'Dom João Maximiliano José Francisco Leopoldo Carlos António Rafael Gabriel de Saxe-Coburgo e Bragança Albuquerque de Vasconcelos e Sousa Coutinho Monteiro Paim da Costa Pereira de Lacerda',
      }),
    },
  ],
  [
    505,
    {
      persona: (drawn, today) => ({
        ...drawn,
        birth: Math.min(drawn.birth, today - yearsAgo(40)),
        joined: today - yearsAgo(11),
      }),
      leftDaysAgo: yearsAgo(6),
    },
  ],
]);

/** How a customer is told otherwise; undefined for all but a few. */
export function exceptionOf(number: number): Exception | undefined {
  return exceptions.get(number);
}
