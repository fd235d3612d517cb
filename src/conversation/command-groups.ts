import { folded } from '../language/fold.ts';
import { locales } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';

/** What commands are about, in the order in which help tells of them; their words are in the catalogs under `help.groups`. */
export const commandGroups = ['one-customer', 'lists', 'acting', 'digests', 'evidence'] as const;
export type CommandGroup = (typeof commandGroups)[number];

/** The group that a help topic names by its key, or by its heading in any language; undefined where none is called so. */
export function groupCalled(topic: string): CommandGroup | undefined {
  const asked = folded(topic);
  return commandGroups.find(
    (group) =>
      folded(group) === asked ||
      locales().some((locale) => folded(sayIn(locale)(`help.groups.${group}`)) === asked),
  );
}
