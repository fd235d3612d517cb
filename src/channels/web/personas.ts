import type { People } from '../../access/people.ts';
import type { Principal } from '../../access/principal.ts';
import { demoPeople } from '../../demo/people.ts';
import type { Locale } from '../../language/locale.ts';

/** Whom a visitor of the demo may speak as. */
export const personaIds = ['manager', 'supervisor', 'analyst', 'outsider'] as const;
export type PersonaId = (typeof personaIds)[number];

/** A persona as the page shows it: a name where the bank knows them, and what they see. */
export type Persona = {
  id: PersonaId;
  name: string | null;
  role: Record<Locale, string>;
  sees: Record<Locale, string>;
};

const described: Record<PersonaId, Pick<Persona, 'role' | 'sees'>> = {
  manager: {
    role: { en: 'Relationship manager', zh: '客户经理' },
    sees: {
      en: 'You are a relationship manager and see your own book of customers.',
      zh: '您是客户经理，可以查看自己的客户组合。',
    },
  },
  supervisor: {
    role: { en: 'Supervisor', zh: '主管' },
    sees: {
      en: 'You are a supervisor and see the customers of your branch.',
      zh: '您是主管，可以查看所在分行的客户。',
    },
  },
  analyst: {
    role: { en: 'Analyst', zh: '分析师' },
    sees: {
      en: 'You are an analyst and see every customer of the bank.',
      zh: '您是分析师，可以查看全行的客户。',
    },
  },
  outsider: {
    role: { en: 'Somebody from outside', zh: '外部人员' },
    sees: {
      en: 'You are not linked to anybody at the bank, so you see no customer.',
      zh: '您未与银行的任何人关联，因此看不到客户。',
    },
  },
};

/** Who a persona is in the demo bank; an outsider is linked to nobody. */
export function principalOf(id: PersonaId, people: People): Promise<Principal> {
  return id === 'outsider' ? Promise.resolve({ kind: 'unlinked' }) : people.byEmail(demoPeople[id]);
}

/** Every persona, with their names once the demo bank is there. */
export function listPersonas(people: People): Promise<Persona[]> {
  return Promise.all(
    personaIds.map(async (id) => {
      const principal = await principalOf(id, people);
      return { id, name: principal.kind === 'linked' ? principal.name : null, ...described[id] };
    }),
  );
}
