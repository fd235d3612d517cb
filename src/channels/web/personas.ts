import type { People } from '../../access/people.ts';
import type { Principal } from '../../access/principal.ts';
import { demoPeople } from '../../demo/people.ts';
import { inEveryLanguage } from '../../language/messages.ts';

/** Whom a visitor of the demo may speak as. */
export const personaIds = ['manager', 'supervisor', 'analyst', 'outsider'] as const;
export type PersonaId = (typeof personaIds)[number];

/** A persona as the page shows it: a name where the bank knows them, and, by language, who they are and what they see. */
export type Persona = {
  id: PersonaId;
  name: string | null;
  role: Record<string, string>;
  sees: Record<string, string>;
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
      return {
        id,
        name: principal.kind === 'linked' ? principal.name : null,
        role: inEveryLanguage((say) => say(`personas.${id}.role`)),
        sees: inEveryLanguage((say) => say(`personas.${id}.sees`)),
      };
    }),
  );
}
