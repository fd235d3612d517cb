import { filterKeys } from '../../../arguments/kinds.ts';
import type { Intent } from '../../../intent.ts';
import { customersAt, placesIn } from '../references.ts';
import type { Remembered } from '../remembered.ts';
import { customersTaken } from '../situation.ts';
import { spokenOfSingly } from '../spoken-before.ts';
import type { ByRules } from './by-rules.ts';
import { type Heard, kindOf, type Taken } from './heard.ts';

/*
 * What may be chosen of a line after the answers before it, and the features of each: what is asked, of whom, what of before still
 * holds, and what the line says in words of its own. Names of features that begin with “!” are those that many candidates have.
 */

/** Something that may be meant, and the names of its features. */
export type Candidate<Meant> = { meant: Meant; features: readonly string[] };

/** What is meant by a line that must be asked back. */
export const asksBack = 'ask';
/** What is asked of: an intent, or that it is to be asked back. */
export type Asked = Intent | typeof asksBack;

const mostCompared = 5;
/** “Two years”: a number may be of years where months are meant. */
const monthsOfYear = 12;

/** Whom an intent is asked of. */
export function takesOf(intent: Asked, commands: Taken): 'one' | 'several' | 'none' {
  return customersTaken(commands.get(intent));
}

/** Whether the same is asked as was right before. */
const relationTo = ([last]: readonly Remembered[], intent: Asked): 'same' | 'other' =>
  intent === last?.intent ? 'same' : 'other';

/** The intents that may be asked in any conversation, and after any answer. */
const usual: readonly Asked[] = [
  asksBack,
  'unknown',
  'customer.value',
  'customer.explain',
  'customer.trend',
  'customer.compare',
  'ranking.top',
  'ranking.atRisk',
  'digest.add',
  'digest.edit',
];

/** What may be asked: what the line says by itself, what was asked before, and what is asked at any time. */
export function intentCandidates(heard: Heard, commands: Taken): Candidate<Asked>[] {
  const { alone, remembered, words, around, entities, rules } = heard;
  const [last, before] = remembered;
  const list = remembered.find(({ page }) => page !== null);
  const all = new Set<Asked>([
    ...usual,
    ...alone.map(([intent]) => intent),
    ...remembered.slice(0, 2).map(({ intent }) => intent),
    ...(list === undefined ? [] : [list.intent]),
    ...rules.intents,
  ]);
  const likely = new Map<Asked, number>(alone);
  const said = [...words, ...around];
  return [...all].map((intent) => {
    const known = commands.get(intent)?.arguments ?? {};
    const role = [
      ...(intent === last?.intent ? ['last'] : []),
      ...(intent === before?.intent && intent !== last?.intent ? ['before'] : []),
      ...(intent === list?.intent && intent !== last?.intent ? ['list'] : []),
      ...(intent === alone[0]?.[0] ? ['alone'] : []),
    ].join('+');
    const by = byProbability(likely.get(intent) ?? 0);
    const gate =
      intent === last?.intent
        ? 'last'
        : intent === asksBack || intent === 'unknown'
          ? intent
          : `of-${takesOf(intent, commands)}`;
    const lacks = Object.keys(entities).filter((key) => !(key in known));
    const read = readAs(rules, intent);
    return {
      meant: intent,
      features: [
        `!role:${role}`,
        `!${intent}`,
        `!by:${by}`,
        `!by:${by}|${role}`,
        `!by:${by}|${intent}`,
        `!after:${last?.intent}|${intent}`,
        `!kind:${kindOf(last)}|${gate}`,
        `!rules:${read}`,
        `!rules:${read}|${rules.sure}`,
        `!rules:${read}|${role}`,
        `!rules:${read}|${intent}`,
        `!rules:${read}|by:${by}`,
        `!rules:${read}|${rules.sure}|${gate}`,
        ...lacks.flatMap((key) => [`!lacks:${key}`, `!lacks:${key}|${gate}`]),
        ...said.flatMap((each) => [`${gate}|${each}`, `${intent}|${each}`]),
        ...around.map((each) => `!${role}|${each}`),
        ...words
          .filter((each) => each.startsWith('t:'))
          .map((each) => `${gate}|${kindOf(last)}|${each}`),
      ],
    };
  });
}

/** How the rules read a line, and whether that is a certain intent: the first they take it for, another they ask about, or none. */
function readAs({ stance, intents }: ByRules, intent: Asked): string {
  const at = intents.indexOf(intent);
  return `${stance}:${at < 0 ? 'other' : at === 0 ? 'first' : 'next'}`;
}

const byProbability = (probability: number): number =>
  [0.02, 0.1, 0.3, 0.5, 0.7, 0.9].filter((least) => probability > least).length;

/**
 * Whom a line may be about: those it names, whoever was spoken of, those who were compared, rows of a list; each by the ids or
 * names that are known of them, and nobody.
 */
export function customerCandidates(
  heard: Heard,
  intent: Asked,
  commands: Taken,
): Candidate<readonly string[]>[] {
  const takes = takesOf(intent, commands);
  const relation = relationTo(heard.remembered, intent);
  const said = [...heard.words, ...heard.around];
  return whoMayBeMeant(heard)
    .filter(
      ({ ids }) =>
        ids.length === 0 ||
        (takes === 'one' && ids.length === 1) ||
        (takes === 'several' && ids.length > 1 && ids.length <= mostCompared),
    )
    .map(({ ids, ways }) => ({
      meant: ids,
      features: [
        `!${ways.join('+')}`,
        ...ways.flatMap((way) => [
          `!${way}`,
          `!${relation}|${way}`,
          `!${takes}|${way}`,
          `!${intent}|${way}`,
          ...heard.around.map((each) => `!${way}|${each}`),
          ...said.map((each) => `${way}|${each}`),
        ]),
      ],
    }));
}

type MayBeMeant = { ids: readonly string[]; ways: string[] };

function whoMayBeMeant({ line, own, numbers, remembered, entities, rules }: Heard): MayBeMeant[] {
  const found = new Map<string, MayBeMeant>();
  const add = (way: string, ids: readonly (string | null | undefined)[] | undefined) => {
    if (ids === undefined || ids.some((id) => id == null)) return;
    const all = [...new Set(ids.flatMap((id) => id ?? []))];
    const key = all.toSorted().join('+');
    const known = found.get(key);
    if (known === undefined) found.set(key, { ids: all, ways: [way] });
    else known.ways.push(way);
  };
  add('nobody', []);
  const [last] = remembered;
  const singles = spokenOfSingly(remembered.filter(({ page }) => page === null)).map(
    ({ externalId }) => externalId,
  );
  const [newest, earlier] = singles;
  const isOfLast = kindOf(last) === 'one' && last?.customers[0] !== null;
  const set = remembered
    .find((answer) => kindOf(answer) === 'several')
    ?.customers.map((each) => each?.externalId);
  if (own.length > 0) {
    add('own', own);
    add('last-own', own.slice(-1));
    if (newest !== undefined) add('spoken+own', [newest, ...own]);
    if (set !== undefined) {
      add('set+own', [...set, ...own]);
      add(
        'set-own',
        set.filter((id) => id === undefined || !own.includes(id)),
      );
      for (const [at, id] of set.entries())
        if (own.length === 1) add(`set-swap-${at}`, [...set.filter((each) => each !== id), ...own]);
    }
  }
  add(isOfLast ? 'spoken' : 'spoken-before', newest === undefined ? undefined : [newest]);
  if (earlier !== undefined) {
    add('earlier', [earlier]);
    add('last-two', [earlier, newest]);
  }
  if (singles.length > 2) {
    add('first', singles.slice(-1));
    add('last-three', singles.slice(0, 3).toReversed());
  }
  if (set !== undefined) {
    add('set', set);
    const place = placesIn(line)?.value;
    const at = place && (place.fromEnd ? set.length - place.place : place.place - 1);
    if (at !== undefined && place?.count === 1 && set[at] !== undefined) {
      add('set-place', [set[at]]);
      add('set-without-place', set.toSpliced(at, 1));
    }
    if (newest !== undefined && set.length === 2)
      add(
        'other-of-set',
        set.filter((id) => id !== newest),
      );
  }
  const lists = remembered.filter(({ page, customers }) => page !== null && customers.length > 0);
  for (const [older, list] of lists.slice(0, 2).entries()) {
    const of = older === 0 ? '' : '-older';
    const rows = rowsOf(list);
    const placed = placesOf(line, list);
    const numbered = numbers.flatMap(({ number }) => rows(number) ?? []);
    add(`place${of}`, placed[0]);
    if (placed.length > 1) add(`places${of}`, placed.flat());
    if (placed.length > 0 && newest !== undefined)
      add(`spoken+place${of}`, [newest, ...placed.flat()]);
    if (placed.length > 0 && own.length > 0) add(`own+place${of}`, [...own, ...placed.flat()]);
    if (numbered.length > 0) add(`number${of}`, numbered.slice(0, 1));
    if (numbered.length > 1) {
      add(`numbers${of}`, numbered);
      add(`last-number${of}`, numbered.slice(-1));
    }
    if (numbered.length > 0 && placed.length > 0)
      add(`places+numbers${of}`, [...placed.flat(), ...numbered]);
    if (set !== undefined) {
      if (numbered.length > 0) add(`set+number${of}`, [...set, ...numbered]);
      if (placed.length > 0) add(`set+place${of}`, [...set, ...placed.flat()]);
    }
    for (const count of [1, 2, 3]) add(`top-${count}${of}`, rows(1, count));
    add(`bottom${of}`, list.customers.slice(-1).map(idOf));
    const at = list.customers.findIndex((each) => each?.externalId === newest);
    if (newest !== undefined && at >= 0) {
      add(`below${of}`, rows(at + 1 + (list.page?.from ?? 1)));
      add(`above${of}`, at === 0 ? undefined : rows(at - 1 + (list.page?.from ?? 1)));
    }
    const there = list.customers.filter(
      (each) => each?.branch != null && each.branch === entities.branch,
    );
    if (there.length === 1) add(`there${of}`, there.map(idOf));
  }
  if (rules.customers.length > 0) add(`rules-${rules.stance}`, rules.customers);
  return [...found.values()];
}

const idOf = (customer: Remembered['customers'][number] | undefined): string | undefined =>
  customer?.externalId;

/** The customers of a list from a place on, by their ids; undefined where it has no such place. */
const rowsOf =
  (list: Remembered) =>
  (place: number, count = 1): (string | undefined)[] | undefined =>
    customersAt(list, { place, count, fromEnd: false })?.map((each) => idOf(each ?? undefined));

/** Those in each of the places that a line speaks of. */
function placesOf(line: string, list: Remembered): (string | undefined)[][] {
  const found: (string | undefined)[][] = [];
  let rest = line;
  for (let turns = 0; turns < mostCompared; turns++) {
    const said = placesIn(rest);
    if (said === undefined) break;
    const there = customersAt(list, said.value);
    if (there !== undefined) found.push(there.map((each) => idOf(each ?? undefined)));
    rest = `${rest.slice(0, said.start)} ; ${rest.slice(said.end)}`;
  }
  return found;
}

/** How the rules read a line, whether for the same intent, and whether they give an argument a certain value, another, or none. */
function saidByRules(
  { stance, intents, entities }: ByRules,
  intent: Asked,
  key: string,
  value: unknown,
): string {
  const isSame = intents[0] === intent;
  const read = entities[key];
  const says =
    read === undefined
      ? value === undefined
        ? 'none-too'
        : 'none'
      : String(read) === String(value)
        ? 'the-same'
        : 'another';
  return `${stance}|${isSame}|${says}`;
}

/** Whether what was held before holds on. */
export function carriedCandidates(
  { words, around, held, remembered, entities, rules }: Heard,
  intent: Asked,
  key: string,
  commands: Taken,
): Candidate<boolean>[] {
  const of = held.find((each) => each.key === key);
  const relation = intent === remembered[0]?.intent ? 'same' : `of-${takesOf(intent, commands)}`;
  const group = filterKeys.has(key) ? 'filter' : key;
  const said = [...words, ...around];
  const byRules = saidByRules(rules, intent, key, of?.value);
  const dense = [
    `${group}|${byRules}`,
    `${key}|${byRules}`,
    `${group}|${relation}|${byRules}`,
    `${key}`,
    `${key}|${of?.ago}`,
    `${group}|${relation}`,
    `${group}|${relation}|${Math.min(of?.ago ?? 0, 2)}`,
    `${group}|${of?.intent}>${intent}`,
    ...Object.keys(entities).flatMap((each) => [`${group}|${relation}|${each}`, `${key}|${each}`]),
  ];
  return [
    {
      meant: true,
      features: [
        ...dense.map((each) => `!carried:${each}`),
        ...said.flatMap((each) => [
          `carried:${group}|${relation}|${each}`,
          `carried:${key}|${each}`,
          `carried:${filterKeys.has(key)}|${each}`,
        ]),
      ],
    },
    { meant: false, features: [] },
  ];
}

/** Whether a filter that a line mentions is what it is to be held to: “without the dormant ones” mentions one, too. */
export function mentionedCandidates(
  { words, around, held, entities, remembered, rules }: Heard,
  intent: Asked,
  key: string,
): Candidate<boolean>[] {
  const relation = relationTo(remembered, intent);
  const isHeld = held.some((each) => each.key === key && each.value === entities[key]);
  const said = [...words, ...around];
  return [
    {
      meant: true,
      features: [
        `!mentioned:${key}`,
        `!mentioned|${saidByRules(rules, intent, key, entities[key])}`,
        `!mentioned:${key}|${saidByRules(rules, intent, key, entities[key])}`,
        `!mentioned|${relation}`,
        `!mentioned|held:${isHeld}`,
        `!mentioned|held:${isHeld}|${relation}`,
        `!mentioned:${key}|held:${isHeld}`,
        ...said.flatMap((each) => [`mentioned|${isHeld}|${each}`, `mentioned:${key}|${each}`]),
      ],
    },
    { meant: false, features: [] },
  ];
}

/** Which of a few values an argument is given in words; undefined where none is. */
export function valueCandidates(
  heard: Heard,
  intent: Asked,
  key: string,
  values: readonly string[],
  commands: Taken,
): Candidate<string | undefined>[] {
  const { words, around, held, line, terms, remembered, entities, rules } = heard;
  const argument = commands.get(intent)?.arguments[key];
  const chosen = argument?.chosen(line, terms);
  const loosely = looselyChosen(argument, line);
  const relation = relationTo(remembered, intent);
  const before = held.find((each) => each.key === key)?.value;
  const taken = values.filter((value) => argument?.schema.safeParse(value).success);
  return [undefined, ...taken].map((value) => ({
    meant: value,
    features: [
      `!${key}=${value}`,
      `!${key}=${value}|${intent}`,
      `!${key}|${relation}|said:${value !== undefined}`,
      `!${key}|chosen:${value === chosen}|none:${chosen === undefined}|${value === undefined}`,
      `!${key}|loosely:${value === loosely}|none:${loosely === undefined}|${value === undefined}|${relation}`,
      `!${key}|before:${value === before}|${value === undefined}|${relation}`,
      `!${key}|mentioned:${value === entities[key]}|${value === undefined}`,
      `!${key}|${saidByRules(rules, intent, key, value)}|${value === undefined}`,
      `!${key}|${saidByRules(rules, intent, key, value)}|${value === undefined}|${relation}`,
      `!${key}|${saidByRules(rules, intent, key, value)}|before:${value === before}`,
      ...[...words, ...around].map((each) => `${key}=${value}|${each}`),
    ],
  }));
}

function looselyChosen(
  argument: NonNullable<ReturnType<Taken['get']>>['arguments'][string] | undefined,
  line: string,
): unknown {
  const taken = argument?.take?.({ text: line, quoted: [] }, 'UTC');
  return taken !== undefined && 'said' in taken ? taken.said : undefined;
}

/** Which of the numbers of a line an argument is given; undefined where none is. */
export function numberCandidates(
  { words, around, numbers, entities, held, remembered, rules }: Heard,
  intent: Asked,
  key: 'limit' | 'horizonMonths',
): Candidate<number | undefined>[] {
  const relation = relationTo(remembered, intent);
  const list = remembered.find(({ page }) => page !== null);
  const shown = list?.customers.length ?? 0;
  const before = held.find((each) => each.key === key)?.value;
  const mentioned = typeof entities[key] === 'number' ? entities[key] : undefined;
  const found = new Map<number, string[]>();
  const add = (number: number, names: string[]) =>
    found.set(number, [...(found.get(number) ?? []), ...names]);
  if (mentioned !== undefined) add(mentioned, ['mentioned', `mentioned|${relation}`]);
  for (const { number, before: left, after } of numbers) {
    const names = [
      'said',
      `before:${left}`,
      `after:${after}`,
      `beyond:${number > shown}`,
      `beyond:${number > shown}|${relation}`,
      `count:${numbers.length}`,
    ];
    add(number, names);
    if (key === 'horizonMonths')
      add(
        number * monthsOfYear,
        names.map((each) => `${each}|times`),
      );
  }
  const read = rules.entities[key];
  if (typeof read === 'number') add(read, ['rules', `rules|${rules.stance}`]);
  const said = [...words, ...around];
  return [
    {
      meant: undefined,
      features: [
        `!${key}|none`,
        `!${key}|none|${relation}`,
        `!${key}|none|mentioned:${mentioned !== undefined}`,
        `!${key}|none|numbers:${numbers.length}`,
        `!${key}|none|${saidByRules(rules, intent, key, undefined)}`,
        ...said.map((each) => `${key}|none|${each}`),
      ],
    },
    ...[...found].map(([number, names]) => ({
      meant: number,
      features: [
        `!${key}|same:${number === before}`,
        `!${key}|${saidByRules(rules, intent, key, number)}`,
        `!${key}|${saidByRules(rules, intent, key, number)}|same:${number === before}`,
        ...names.flatMap((each) => [`!${key}|${each}`, `!${key}|${each}|${relation}`]),
        ...said.map((each) => `${key}|some|${each}`),
      ],
    })),
  ];
}

/** Where a list is to begin: at a row, by turning to the next or the previous page; undefined where that is not said. */
export function pageCandidates(
  { words, around, numbers, remembered, rules }: Heard,
  intent: Asked,
): Candidate<number | undefined>[] {
  const list = remembered.find((each) => each.page !== null && each.intent === intent);
  const { from = 1, limit = 10 } = list?.page ?? {};
  const said = [...words, ...around];
  const relation = relationTo(remembered, intent);
  const candidate = (meant: number | undefined, way: string): Candidate<number | undefined> => ({
    meant,
    features: [
      `!page:${way}`,
      `!page:${way}|${saidByRules(rules, intent, 'from', meant)}`,
      `!page:${way}|${relation}`,
      ...around.map((each) => `!page:${way}|${each}`),
      ...said.map((each) => `page:${way}|${each}`),
    ],
  });
  const next = from + (list?.customers.length ?? limit);
  return [
    candidate(undefined, 'stay'),
    ...(list === undefined ? [] : [candidate(next, 'next')]),
    ...(from > 1 ? [candidate(Math.max(1, from - limit), 'previous')] : []),
    ...numbers
      .filter(({ number }) => number !== next && number !== from && number > 1)
      .map(({ number }) => candidate(number, 'number')),
  ];
}
