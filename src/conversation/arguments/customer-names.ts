import { folded } from '../../language/fold.ts';
import {
  beginsWord,
  oneCharacterOff,
  oneSlipOff,
  runTogether,
  soundingAs,
  soundingLike,
  wholeWord,
} from '../../language/name-patterns.ts';
import {
  isSpelt,
  type NameFit,
  nameFit,
  nameWords,
  withoutAddress,
} from '../../language/name-words.ts';
import {
  type CustomerMatch,
  findCustomersAlike,
  findCustomersNamed,
} from '../../store/customers/find-customers.ts';
import type { CommandContext } from '../command-context.ts';

type Asker = Pick<CommandContext, 'store' | 'scope'>;
type Typed = ReturnType<typeof nameWords>;

/** Names read from the store to find the one. */
const considered = 30;

/** Whom a typed name means, of whom one alone is taken; and where there is nobody, whose names resemble it. */
export type NamedCustomers = {
  taken: readonly CustomerMatch[];
  alike: readonly CustomerMatch[];
};

const nobody: NamedCustomers = { taken: [], alike: [] };

/**
 * The customers of the asker's scope whom a typed name means: whose name is the same but for case, accents, order, spaces,
 * script, a legal form or words that are left out, and initials. A name with a title is looked for without it, too.
 */
export async function customersNamed(asker: Asker, name: string): Promise<NamedCustomers> {
  const typed = nameWords(name);
  if (typed.words.length === 0) return nobody;
  const begun = await begunBy(asker, typed);
  const plainly = meantAmong(typed, begun);
  if (plainly.length > 0) return { taken: plainly, alike: [] };
  const bare = withoutAddress(name);
  const without = bare === undefined ? nobody : await customersNamed(asker, bare);
  if (without.taken.length > 0) return without;
  const sounding = await soundingSo(asker, typed);
  if (sounding.taken.length > 0) return sounding;
  const near = [...sounding.alike, ...begun];
  if (near.length > 0) return { taken: [], alike: unique(near) };
  return without.alike.length > 0 ? without : { taken: [], alike: await alike(asker, typed) };
}

/** Whose names have words that begin with each of the typed ones. */
const begunBy = ({ store, scope }: Asker, { words }: Typed): Promise<CustomerMatch[]> =>
  findCustomersNamed(
    store.db,
    scope,
    { patterns: words.map(beginsWord), first: words.map(wholeWord) },
    considered,
  );

/** Those of some whose name is the same, best with the same accents; otherwise the same in part. */
function meantAmong(typed: Typed, matches: readonly CustomerMatch[]): CustomerMatch[] {
  const graded = matches.map((match) => {
    const words = nameWords(match.name ?? '');
    return { match, fit: nameFit(typed, words), spelt: isSpelt(typed, words) };
  });
  const fitting = (...fits: readonly (NameFit | undefined)[]) => {
    const some = graded.filter(({ fit }) => fit !== undefined && fits.includes(fit));
    const spelt = some.filter((each) => each.spelt);
    return (spelt.length > 0 ? spelt : some).map(({ match }) => match);
  };
  const same = fitting('same');
  if (same.length > 0) return same;
  // One word may be somebody's family name as well as what a company is called.
  const isOneWord = typed.words.length === 1;
  const whole = isOneWord ? [] : fitting('form');
  // Nor do spaces tell whose name goes on, in a script without.
  if (isOneWord && isHan(typed.words[0] ?? '') && fitting('form').length > 0) return [...matches];
  return whole.length > 0 ? whole : fitting('form', 'initials', 'words');
}

const isHan = (text: string) => /^\p{Script=Han}+$/u.test(text);

/** Whose name is the same with its spaces elsewhere, or when it is read aloud. */
async function soundingSo({ store, scope }: Asker, typed: Typed): Promise<NamedCustomers> {
  const joined = typed.words.join('');
  const isLatin = /^[a-z]+$/.test(joined);
  const like = isLatin ? soundingLike(typed.spelt) : undefined;
  const as = isHan(joined) ? soundingAs(joined) : undefined;
  const patterns = [
    runTogether(typed.words),
    ...(like === undefined ? [] : [like.pattern]),
    ...(as === undefined ? [] : [as]),
  ];
  if (joined.length < 2) return nobody;
  const found = await findCustomersNamed(
    store.db,
    scope,
    { patterns: [patterns.map((pattern) => `(${pattern})`).join('|')] },
    considered,
  );
  const same = meantAmong(typed, found);
  if (same.length > 0) return { taken: same, alike: [] };
  if (like === undefined) {
    // Characters of the same sound are another name; the same name in letters is the same.
    const inLetters = found.filter(({ name }) => /^[a-z -]+$/.test(folded(name ?? '')));
    return inLetters.length > 0 && inLetters.length === found.length
      ? { taken: inLetters, alike: [] }
      : { taken: [], alike: found };
  }
  const inOrder = found.filter(({ name }) => like.inOrder(name ?? ''));
  return { taken: typed.words.length === 1 && inOrder.length > 0 ? inOrder : found, alike: [] };
}

/** Whose names are one slip of the keyboard away, or alike by trigrams. */
async function alike({ store, scope }: Asker, { words }: Typed): Promise<CustomerMatch[]> {
  const text = words.join(' ');
  const slips = words.map((word) => oneSlipOff(word));
  const off = words.length === 1 && isHan(text) ? oneCharacterOff(text) : undefined;
  const patterns =
    off !== undefined
      ? [off]
      : slips.some((slip) => slip !== undefined)
        ? words.map((word, at) => slips[at] ?? wholeWord(word))
        : [];
  const near = await findCustomersNamed(store.db, scope, { patterns }, considered);
  return near.length > 0 ? near : findCustomersAlike(store.db, scope, text, considered);
}

function unique(matches: readonly CustomerMatch[]): CustomerMatch[] {
  return [...new Map(matches.map((match) => [match.id, match])).values()];
}
