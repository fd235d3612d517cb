import {
  beginsWord,
  soundingLike,
  startsTogether,
  wholeWord,
} from '../../language/name-patterns.ts';
import { type NameWords, nameFit, nameWords } from '../../language/name-words.ts';
import { namesWith } from '../../store/customers/find-customers.ts';
import type { Scope } from '../../store/scope.ts';
import type { Store } from '../../store/store.ts';
import { customersNamed } from '../arguments/customer-names.ts';
import type { RegisteredCommand } from '../command.ts';
import type { Gazetteer } from './gazetteer.ts';
import { joinedRuns, type NameRun, nameRuns } from './name-runs.ts';
import { type Reading, readLine, type Understanding } from './read-line.ts';

/** How many names are read from the store for each run of words. */
const perRun = 5;

type Asker = { store: Store; scope: Scope };

/**
 * A line with the names of customers in quotation marks, where it was read without them though somebody in the asker's
 * scope is called what stands there: “my meeting with zheng xiuwen”. The store is asked only where a word may be a name that
 * was not found. Where nobody is called so, the line is as it was.
 */
export async function withNamesQuoted(
  line: string,
  reading: Reading,
  asker: Asker,
): Promise<string> {
  const spaced = nameRuns(line);
  const runs = [...spaced.runs, ...joinedRuns(line)];
  if (runs.length === 0 || /["“”„«»「」『』]/.test(line)) return line;
  const understanding = readLine(line, reading);
  if (!understanding.sentence) return line;
  const lacks = lacksCustomer(understanding, reading.commands);
  const known = [understanding.entities.customer ?? []].flat().map(String);
  const ofBank = bankWords(reading.names);
  const tried = runs.filter(({ said, words }) =>
    ofBank.has(said.toLowerCase())
      ? false
      : lacks ||
        // What was found may be a part of what stands there.
        known.some((name) => said !== name && said.includes(name)) ||
        (known.length === 0 && words > 1),
  );
  if (tried.length === 0) return line;
  const longer = lacks ? spaced.besides : [];
  const fitting = await fittingRuns([...longer, ...tried], asker, lacks);
  if (fitting.length > 0) return readWith(quoted(line, apart(fitting)), reading) ?? line;
  const [longest] = tried.toSorted((a, b) => b.said.length - a.said.length);
  if (!lacks || longest === undefined) return line;
  const { taken, alike } = await customersNamed(asker, longest.said);
  return taken.length + alike.length > 0
    ? (readWith(quoted(line, [longest]), reading) ?? line)
    : line;
}

/** A line, if it is read as one about customers. */
function readWith(line: string, reading: Reading): string | undefined {
  const { intent, entities } = readLine(line, reading);
  const command = reading.commands.find((each) => each.intent === intent);
  return 'customer' in entities && command !== undefined && 'customer' in command.arguments
    ? line
    : undefined;
}

/** Whether a line was read as one about a customer that it does not name, or was not read clearly and names none. */
function lacksCustomer(
  { intent, entities, asks }: Understanding,
  commands: readonly RegisteredCommand[],
): boolean {
  if ('customer' in entities) return false;
  const command = commands.find((each) => each.intent === intent);
  return asks.length > 0 || intent === 'unknown' || command?.arguments.customer?.required === true;
}

/** Words that are names of something else of the bank. */
function bankWords({ branches, segments, managers }: Gazetteer): ReadonlySet<string> {
  const all = [
    ...branches.flatMap(({ name, aliases }) => [name, ...aliases]),
    ...segments.flatMap((names) => Object.values(names)),
    ...managers,
  ];
  return new Set(all.map((name) => name.toLowerCase()));
}

/**
 * The runs that are what somebody is called, the longest first: wholly, by initials or by its sound, or, with `inPart`, by
 * some words of it.
 */
async function fittingRuns(
  runs: readonly NameRun[],
  { store, scope }: Asker,
  inPart: boolean,
): Promise<NameRun[]> {
  const typed = runs.map((run) => ({ run, name: nameWords(run.said) }));
  const fits = (name: NameWords, names: readonly string[]) =>
    names.some((each) => {
      const fit = nameFit(name, nameWords(each));
      return fit !== undefined && (inPart || fit !== 'words');
    });
  const lists = typed.map(({ name }) => patternsOf(name)).filter((list) => list.length > 0);
  const spelt = await namesWith(store.db, scope, lists, perRun);
  const found = typed.filter(({ name }) => fits(name, spelt));
  if (found.length > 0) return found.map(({ run }) => run);
  const heard = typed.map((each) => ({ ...each, like: soundingLike(each.name.spelt) }));
  const patterns = heard.flatMap(({ name: { words }, like }) => [
    ...(like === undefined ? [] : [like.pattern]),
    ...(words.join('').length > 1 ? [startsTogether(words)] : []),
  ]);
  if (patterns.length === 0) return [];
  const alternation = [...new Set(patterns)].map((pattern) => `(${pattern})`).join('|');
  const sounding = await namesWith(store.db, scope, [[alternation]], perRun * runs.length);
  return heard
    .filter(
      ({ name, like }) => fits(name, sounding) || sounding.some((each) => like?.anyOrder(each)),
    )
    .map(({ run }) => run);
}

/** What a name has in it that is one in Latin letters; nothing for another, of which no index knows. */
function patternsOf({ words }: NameWords): string[] {
  if (!words.every((word) => /^[a-z\d]+$/.test(word)) || !words.some((word) => word.length > 1))
    return [];
  return words.map((word) => (word.length > 1 ? wholeWord(word) : beginsWord(word)));
}

/** Those that have no word in common with one before them. */
function apart(runs: readonly NameRun[]): NameRun[] {
  const all: NameRun[] = [];
  for (const run of runs)
    if (all.every(({ start, end }) => run.end <= start || run.start >= end)) all.push(run);
  return all;
}

/** A line with some runs of it in quotation marks. */
function quoted(line: string, runs: readonly NameRun[]): string {
  return runs
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (text, { start, end }) =>
        `${text.slice(0, start)}"${text.slice(start, end)}"${text.slice(end)}`,
      line,
    );
}
