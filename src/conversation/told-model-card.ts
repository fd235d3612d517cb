import { z } from 'zod';
import { fewest } from './small-groups.ts';

const ofFew = z.object({ said: z.number().max(fewest - 1) });
const grouped = z.looseObject({
  groups: z.array(z.looseObject({ groups: z.array(z.looseObject({ customers: z.number() })) })),
});

/**
 * A model's card as programs are given it: as it is stored, without figures of so few customers that they would tell of each:
 * groups of them, and how often people were right about those of whom they said that they are not at risk.
 */
export function toldModelCard(card: Record<string, unknown>): Record<string, unknown> {
  const by = grouped.safeParse(card);
  return {
    ...card,
    ...(ofFew.safeParse(card.overrides).success ? { overrides: null } : {}),
    ...(by.success
      ? {
          groups: by.data.groups.map((each) => ({
            ...each,
            groups: each.groups.filter(({ customers }) => customers >= fewest),
          })),
        }
      : {}),
  };
}
