import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { plainName } from '../plain-name.ts';

/*
 * What of a pattern of names an index can look up. The index of trigrams finds little of a pattern in which any letter may be another
 * or may be followed by a space: nearly every name has some trigram of it. Two indexes have names by what such a pattern asks for.
 */

/**
 * The words of a name, each also without any one of its letters, as an array: two words are one slip of the keyboard apart only if these have
 * something in common. An index is on it, which only this very expression uses.
 */
export const slipKeys = (name: SQLWrapper): SQL => sql`bellwether_slips(${plainName(name)})`;

/** The branch of a customer, as an array: an index of names has it, which only this very expression uses. */
export const branchKeys = (branchId: SQLWrapper): SQL => sql`(array[${branchId}])`;

/**
 * That customers are of a branch, as indexes of names look it up together with a name: how many customers of others have such a name makes no
 * difference to what is read then, and so to how long it takes.
 */
export const ofBranchByName = (branch: SQLWrapper, branchId: number): SQL =>
  sql`${branchKeys(branch)} && array[${branchId}::int]`;

/** How much of a name without what stands between its words is in the index that {@link joinedName} is for. */
const joinedLength = 64;

/** The beginning of a name without what stands between its words. An index is on it, which only this very expression uses. */
export const joinedName = (name: SQLWrapper): SQL =>
  sql`left(regexp_replace(${plainName(name)}, ${sql.raw(`'[ .,·&/''-]+'`)}, '', 'g'), ${sql.raw(String(joinedLength))})`;

const slip = /^\(\^\|\[\^a-z0-9\]\)\(\.\?.*\|([a-z0-9]{4,19})\.\)\(\$\|\[\^a-z0-9\]\)$/;
const whole = /^\(\^\|\[\^a-z0-9\]\)([a-z0-9]+)\(\$\|\[\^a-z0-9\]\)$/;
const between = "[ .,·&/'-]*";
const together = /^\(\^([^|()]+)\(\[ \.,·&\/'-\]\*\$\|\[ ,\]\)\)(?:\|(\(.+\)))?$/;

/** Words shorter than this have no place among the keys of names. */
const shortestKey = 3;

/**
 * A condition on the ids of `customers` that holds for whoever's name all of some patterns may be in, and that indexes look up;
 * undefined where the patterns are none that it is of use for.
 * @param name the column
 * @param patterns as of `findCustomersNamed`: of words with a slip, or of one name run together
 * @param branchId the branch they are held to, if any
 */
export function idsByNameKeys(
  name: SQLWrapper,
  patterns: readonly string[],
  branchId?: number,
): SQL | undefined {
  const ofBranch = (condition: SQL, held: (branchId: number) => SQL) =>
    sql`select id from customers where ${condition}${branchId === undefined ? sql`` : sql` and ${held(branchId)}`}`;
  const of = (condition: SQL) => ofBranch(condition, (id) => ofBranchByName(sql`branch_id`, id));
  const ofJoined = (condition: SQL) => ofBranch(condition, (id) => sql`branch_id = ${id}::int`);
  const [only] = patterns;
  const [, letters, others] =
    patterns.length === 1 && only !== undefined ? (together.exec(only) ?? []) : [];
  if (letters !== undefined) {
    const joined = letters.split(between).join('');
    if (!/^[a-z0-9]+$/.test(joined) || joined.length > joinedLength) return undefined;
    const begins = sql`${joinedName(name)} ~>=~ ${joined} and ${joinedName(name)} ~<~ ${`${joined}\u{10ffff}`}`;
    return others === undefined
      ? ofJoined(begins)
      : sql`${ofJoined(begins)} union ${of(sql`${plainName(name)} ~ ${others}`)}`;
  }
  const words = patterns.map((pattern) => slip.exec(pattern)?.[1] ?? whole.exec(pattern)?.[1]);
  const known = words.filter((word) => word !== undefined);
  if (known.length < patterns.length || !patterns.some((pattern) => slip.test(pattern)))
    return undefined;
  const keys = patterns.flatMap((pattern, at) => {
    const word = known[at] ?? '';
    if (word.length < shortestKey) return [];
    return [sql`${slipKeys(name)} && ${textArray(slip.test(pattern) ? withoutOne(word) : [word])}`];
  });
  const joined = known.join('');
  return sql`${of(sql.join(keys, sql` and `))}
    union ${ofJoined(sql`${joinedName(name)} = any(${textArray(withoutOne(joined))})`)}`;
}

/** A text, and what is left of it without any one of its letters. */
const withoutOne = (text: string): string[] => [
  ...new Set([text, ...Array.from(text, (_, at) => text.slice(0, at) + text.slice(at + 1))]),
];

/** Of letters and digits alone. */
const textArray = (texts: readonly string[]): SQL => sql`${`{${texts.join(',')}}`}::text[]`;
