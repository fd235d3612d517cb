import { z } from 'zod';
import { nearestName } from '../../language/edit-distance.ts';
import { type PlaybookFact, playbookFact, playbookFacts } from './facts.ts';

/** How a number is compared. */
export type Comparison = '>' | '>=' | '<' | '<=' | '=';

/** What one fact is held to. Of several words, one is enough. */
export type Test =
  | { kind: 'number'; comparison: Comparison; threshold: number }
  | { kind: 'words'; anyOf: string[] }
  | { kind: 'flag'; value: boolean };

/** A condition of a playbook; `at` is where it stands in the playbook, for messages. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { fact: string; test: Test; at: (string | number)[] };

const joints = ['all', 'any', 'not'] as const;
const deepest = 10;
const mostParts = 200;
const mostProblems = 20;

const comparisons: Readonly<Record<string, Comparison>> = {
  '>': '>',
  '>=': '>=',
  '<': '<',
  '<=': '<=',
  '=': '=',
};
const comparedNumber = /^(>=|<=|>|<|=)\s*(-?\d{1,15}(?:\.\d{1,10})?)\s*(%?)$/;

/** What refuses a part of a condition: where, and why in one sentence. */
type Refuse = (at: (string | number)[], message: string) => void;

/** How many parts (comparisons, all, any and not) are still read, so that no condition is read without end. */
type Left = { parts: number };

/** A condition as it is written in YAML, checked against the facts there are. */
export const condition = z.unknown().transform((given, context): Condition => {
  const left: Left = { parts: mostParts };
  let problems = 0;
  const refuse: Refuse = (path, message) => {
    if (++problems <= mostProblems) context.addIssue({ code: 'custom', path, message });
  };
  const read = readCondition(given, [], refuse, left);
  if (left.parts < 0) {
    const message = `a condition has at most ${mostParts} parts; split the playbook`;
    context.addIssue({ code: 'custom', path: [], message });
  }
  return problems > 0 || left.parts < 0 ? z.NEVER : read;
});

function readCondition(
  given: unknown,
  at: (string | number)[],
  refuse: Refuse,
  left: Left,
): Condition {
  const nothing: Condition = { all: [] };
  if (left.parts < 0) return nothing;
  if (at.length > 2 * deepest) {
    refuse(at, `conditions stand at most ${deepest} deep in each other`);
    return nothing;
  }
  const entries = entriesOf(given);
  if (entries === undefined || entries.length === 0) {
    left.parts--;
    refuse(at, 'expected a condition, such as "tier: high", or all, any or not of conditions');
    return nothing;
  }
  const parts = entries.map(([key, value]): Condition => {
    if (--left.parts < 0) return nothing;
    const there = [...at, key];
    if (key === 'not') return { not: readCondition(value, there, refuse, left) };
    if (key === 'all') return { all: readList(value, there, refuse, left) };
    if (key === 'any') return { any: readList(value, there, refuse, left) };
    const fact = playbookFact(key);
    if (fact === undefined) {
      refuse(there, `there is no fact ${quoted(key)}; ${nearestOf(key, namesKnown)}`);
      return nothing;
    }
    return { fact: key, test: readTest(fact, value, there, refuse), at: there };
  });
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { all: parts };
}

const namesKnown = [...joints, ...playbookFacts.map(({ name }) => name)];

function entriesOf(given: unknown): [string, unknown][] | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  return Object.entries(given);
}

function readList(
  given: unknown,
  at: (string | number)[],
  refuse: Refuse,
  left: Left,
): Condition[] {
  if (!Array.isArray(given) || given.length === 0) {
    refuse(at, `${at.at(-1)} needs a list of at least one condition, each on a line with a hyphen`);
    return [];
  }
  return given.map((each: unknown, i) => readCondition(each, [...at, i], refuse, left));
}

function readTest(
  fact: PlaybookFact,
  given: unknown,
  at: (string | number)[],
  refuse: Refuse,
): Test {
  switch (fact.kind) {
    case 'number':
      return readNumber(fact, given, at, refuse);
    case 'flag': {
      if (typeof given === 'boolean') return { kind: 'flag', value: given };
      refuse(at, `${fact.name} is true or false, not ${shown(given)}`);
      return { kind: 'flag', value: false };
    }
    case 'choice':
    case 'set':
      return readWords(fact.name, given, at, refuse, (word) =>
        fact.words.includes(word)
          ? undefined
          : `${fact.name} is never ${quoted(word)}; ${nearestOf(word, fact.words)}`,
      );
    case 'segment':
      return readWords(fact.name, given, at, refuse, () => undefined);
  }
}

function readNumber(
  { name, unit }: Extract<PlaybookFact, { kind: 'number' }>,
  given: unknown,
  at: (string | number)[],
  refuse: Refuse,
): Test {
  const relative = unit === 'share' || unit === 'change' || unit === 'points';
  if (typeof given === 'number' && Number.isFinite(given)) {
    return { kind: 'number', comparison: '=', threshold: given };
  }
  const [, sign = '', digits, percent] =
    typeof given === 'string' ? (comparedNumber.exec(given.trim()) ?? []) : [];
  const comparison = comparisons[sign];
  if (digits === undefined || comparison === undefined) {
    const example = relative ? '"<= -0.3"' : '"> 90"';
    refuse(at, `${name} is a number: compare it by > >= < <= or =, as in ${example}`);
    return { kind: 'number', comparison: '=', threshold: 0 };
  }
  if (percent === '%' && !relative) {
    refuse(at, `${name} is no share, so it cannot be compared to a percentage`);
  }
  const threshold = Number(digits) / (percent === '%' ? 100 : 1);
  return { kind: 'number', comparison, threshold };
}

function readWords(
  name: string,
  given: unknown,
  at: (string | number)[],
  refuse: Refuse,
  wrong: (word: string) => string | undefined,
): Test {
  const words: unknown[] = Array.isArray(given) ? given : [given];
  const test: Test = { kind: 'words', anyOf: [] };
  if (words.length === 0) refuse(at, `${name} needs a word, or a list of words`);
  if (words.length > mostParts) {
    refuse(at, `${name} is compared to at most ${mostParts} words`);
    return test;
  }
  for (const [i, word] of words.entries()) {
    const there = Array.isArray(given) ? [...at, i] : at;
    const text = typeof word === 'number' ? String(word) : word;
    if (typeof text !== 'string' || text.trim() === '') {
      refuse(there, `${name} is compared to a word, not to ${shown(word)}`);
      continue;
    }
    const why = wrong(text);
    if (why === undefined) test.anyOf.push(text);
    else refuse(there, why);
  }
  return test;
}

/** What is allowed instead: the nearest name, or a few and how many more. */
export function nearestOf(text: string, allowed: readonly string[]): string {
  const near = nearestName(text, allowed);
  if (near !== undefined) return `did you mean ${near}?`;
  const most = 12;
  const some = allowed.slice(0, most).join(', ');
  return allowed.length > most
    ? `expected one of ${some} and ${allowed.length - most} more, listed in docs/playbooks.md`
    : `expected ${allowed.length === 1 ? '' : 'one of '}${some}`;
}

const longestShown = 40;

function quoted(text: string): string {
  return JSON.stringify(text.length > longestShown ? `${text.slice(0, longestShown)}…` : text);
}

function shown(given: unknown): string {
  if (typeof given === 'string') return quoted(given);
  return typeof given === 'object' && given !== null
    ? Array.isArray(given)
      ? 'a list'
      : 'a mapping'
    : String(given);
}
