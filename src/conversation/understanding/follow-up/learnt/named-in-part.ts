import { folded } from '../../../../language/fold.ts';
import { type Gazetteer, managerParts } from '../../gazetteer.ts';
import type { Mentions } from '../../mentions/step.ts';
import { mentioned } from '../../mentions/step.ts';

/** Shorter is no part of a name: letters, or characters of a script without spaces. */
const shortest = { spaced: 4, joined: 2 };
const joined = /\p{Script=Han}/u;
const inWord = /[\p{L}\p{M}\d]/u;

/** A part of a name that only one of some has, and the name. */
type Part = { said: string; name: string };

/**
 * Mentions with managers and segments that a line names by a part of their name which no other has, as one does once they were
 * spoken of: “Bruno's”, “the dormant ones”.
 * @param typed the line: a name that stands in it in quotation marks is a customer’s
 */
export function namedInPart(found: Mentions, names: Gazetteer, typed: string): Mentions {
  const managers = managerParts(names)
    .map(({ typed, name }) => ({ said: folded(typed), name }))
    .filter(({ said }) => joined.test(said) || said.length >= shortest.spaced);
  const line = folded(typed);
  const mentions = asManager(
    found,
    managers.filter(({ said }) => !line.includes(`"${said}"`)),
  );
  const segments = partsOf(
    names.segments.flatMap((each) => {
      const [name] = Object.values(each);
      return name === undefined ? [] : [{ name, spellings: Object.values(each) }];
    }),
  );
  return within(within(mentions, 'manager', managers), 'segment', segments);
}

/** What was taken for a customer’s name, and is a part of a manager’s, is the manager. */
function asManager(mentions: Mentions, parts: readonly Part[]): Mentions {
  const { customer, ...entities } = mentions.entities;
  if (customer === undefined || 'manager' in entities) return mentions;
  const all = [customer].flat().map(String);
  const meant = parts.find(({ said }) => all.some((each) => folded(each) === said));
  if (meant === undefined) return mentions;
  const left = all.filter((each) => folded(each) !== meant.said);
  return {
    ...mentions,
    entities: {
      ...entities,
      manager: meant.name,
      ...(left.length === 0 ? {} : { customer: left.length === 1 ? left[0] : left }),
    },
  };
}

function within(mentions: Mentions, entity: string, parts: readonly Part[]): Mentions {
  if (entity in mentions.entities) return mentions;
  const text = folded(mentions.marked.text);
  // Folding may change how long a text is: a place in it is one of the text only where it does not.
  if (text.length !== mentions.marked.text.length) return mentions;
  for (const { said, name } of parts) {
    const start = text.indexOf(said);
    if (start < 0) continue;
    const end = start + said.length;
    const isWord =
      joined.test(said) ||
      (!inWord.test(text.charAt(start - 1)) && !/[\p{Script=Latin}\d]/u.test(text.charAt(end)));
    if (isWord) return mentioned(mentions, { [entity]: name }, { start, end }, entity);
  }
  return mentions;
}

/** The words, or the first and the last characters, of names, that are in one of them alone. */
function partsOf(all: readonly { name: string; spellings: readonly string[] }[]): Part[] {
  const found = new Map<string, string | undefined>();
  for (const { name, spellings } of all)
    for (const said of new Set(spellings.flatMap(pieces)))
      found.set(said, found.has(said) ? undefined : name);
  return [...found].flatMap(([said, name]) => (name === undefined ? [] : [{ said, name }]));
}

function pieces(name: string): string[] {
  const text = folded(name);
  if (joined.test(text))
    return text.length > shortest.joined
      ? [text.slice(0, shortest.joined), text.slice(-shortest.joined)]
      : [text];
  return text.split(/[\s,.]+/).filter((word) => word.length >= shortest.spaced);
}
