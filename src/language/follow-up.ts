import type { Finder } from './finder.ts';

/** Ids from here on stand in a line for somebody who is spoken of; `standIn` is such an id in a pattern. */
export const firstStandIn = 70_001;
export const standIn = '70\\d{3}';

/** Whom a text speaks of without a name. `written`: the text in that place once it is known whom, by ids. */
export type SaidReference = {
  /** one customer; several, or one as “they”; or something that may be no customer at all, as “that” */
  whom: 'one' | 'these' | 'something';
  written(ids: readonly string[]): string;
};

/** Places in a list: `count` of them from a `place` on, or from the last backwards. `written` as in a reference. */
export type SaidPlaces = {
  place: number;
  count: number;
  fromEnd: boolean;
  written(ids: readonly string[]): string;
};

/** A branch or a segment that a text speaks of without its name. */
export type SaidGroup = {
  filter: 'branch' | 'segment';
  /** that nothing else can be meant, as “that segment”; “they” may be any customers */
  surely: boolean;
  /** the text in that place once it is known which */
  written(name: string): string;
};

/** Somebody of a list by a figure: the one who is worth most, or likeliest to leave. `written` as in a reference. */
export type SaidExtreme = {
  of: 'value' | 'risk';
  most: boolean;
  written(ids: readonly string[]): string;
};

/** Who is meant by a figure, from the groups of a pattern: `most` and `least` of value, `risky` and `safe` of risk. */
export const extremeIn = (
  groups: Readonly<Record<string, string | undefined>> | undefined,
  written: SaidExtreme['written'],
): SaidExtreme => ({
  of: (groups?.most ?? groups?.least) === undefined ? 'risk' : 'value',
  most: (groups?.most ?? groups?.risky) !== undefined,
  written,
});

/** Somebody of a list by what tells them from the others there, as “Brno” in “the one from Brno”. `written` as in a reference. */
export type SaidTrait = { trait: string; written(ids: readonly string[]): string };

/** What a list may be held to that a text takes off again. */
export type Unheld = 'branch' | 'segment' | 'tier' | 'manager' | 'all';

/** How people go on from what was answered before. */
export type FollowUpReading = {
  /** what begins a line that goes on, and says nothing else: “and”, “what about” */
  opens: RegExp;
  /** the same at its end: “instead”, 呢 */
  closes: RegExp;
  /** what may stand at either end of any line, and says nothing: “please” */
  idleStart: RegExp;
  idleEnd: RegExp;
  /** what may begin a line that asks for another page */
  shows: RegExp;
  /** words beside what differs from before, in a line that says nothing but that; global */
  asides: RegExp;
  references: readonly Finder<SaidReference>[];
  /** “there”, “that segment” */
  groups: readonly Finder<SaidGroup>[];
  /** all of a line, without what opens and closes it, that holds a question to the asker's own customers */
  mine: RegExp;
  /** all of such a line that takes off what a list was held to: “all branches” */
  unheld: readonly Finder<Unheld>[];
  /** all of such a line that goes back to the list before */
  backToList: RegExp;
  /** that it is what is to come that is asked of now */
  ahead: RegExp;
  /** all of such a line that asks of what is to come, and of what was: “and the future?” */
  toCome: RegExp;
  gone: RegExp;
  /** all of such a line that says how many a list is to have, in the group `number`: “top 3” */
  howMany: RegExp;
  /** all of such a line that says how long: in months */
  span: Finder<number>;
  /** all of such a line that is a share or a number of months to be assumed instead; `percent`: it says so */
  level: Finder<{ number: number; percent: boolean }>;
  /** a line that adds `whom` to those who were compared; after it and in `whom` only `comparisonTail` may stand */
  adds: readonly RegExp[];
  /** a line that compares `whom` with the customer before, likewise */
  comparesWith: readonly RegExp[];
  /** a line that leaves `whom` out of those who were compared */
  removes: readonly RegExp[];
  /** that one of two who are named takes the place of the other; `outFirst`: of the first of them */
  swaps: readonly { pattern: RegExp; outFirst: boolean }[];
  /** what may stand beside whom is compared, everywhere: “too”, “to that” */
  comparisonTail: RegExp;
  places: readonly Finder<SaidPlaces>[];
  extremes: readonly Finder<SaidExtreme>[];
  traits: readonly Finder<SaidTrait>[];
  /** of two who were spoken of, the one who was not last: “the other one”; `written` as in a reference */
  other: Finder<{ written(ids: readonly string[]): string }>;
  /** what may stand behind a tier in a line that says nothing but that: “high risk” */
  tierTail: RegExp;
  /** words that speak of customers at large, or of what “they” may stand for */
  antecedent: RegExp;
  /** words that ask who of all, or of the asker, the bank or the bot */
  atLarge: RegExp;
  /** that a question is of everybody, or says itself of whom */
  ofEverybody: RegExp;
  /**
   * all of a line, without what opens and closes it, that asks for what comes next in a list, or before; `single`: for
   * the one that comes next
   */
  next: Finder<{ count?: number; page?: number; single?: true }>;
  previous: Finder<{ count?: number }>;
  /** that a time is one gone by */
  past: RegExp;
  /** what speaks of an answer before as something to be sent, and how a list of customers at risk is called */
  thatAnswer: RegExp;
  atRiskList: string;
  /** a text about a customer, where it says only what about them */
  about(id: string, what: string): string;
  /**
   * that what was just set up is to be otherwise, “no, make that”; words that stand beside what is different; all of a line
   * that agrees to what was asked, and that does not; and an hour, the group `hour`, that is a time of day there
   */
  corrects: RegExp;
  bareTime: RegExp;
  besideChange: RegExp;
  agrees: RegExp;
  declines: RegExp;
  /** a digest by its number, in the place of what pointed at it in a list of digests; and what points at one by what it is */
  digestCalled(number: number): string;
  pointsAtDigest: RegExp;
  /** a text in the standard form of the language, where it is said in a dialect */
  standard?(text: string): string;
  /** words between spaces of these patterns, so that a slip of the keyboard in one of them is seen */
  words: readonly string[];
  /** of those who were spoken of one by one, the one before the last, or the first; `written` as in a reference */
  earlier: Finder<{ which: 'previous' | 'first'; written(ids: readonly string[]): string }>;
  /** all of a line, without what opens and closes it, that asks for the next of a list above or below the one before */
  neighbour: Finder<'above' | 'below'>;
  /** what may stand beside the days and the time when an answer is to be sent, everywhere: “mail me that” */
  besideSending: RegExp;
  /** that a digest is to be set up beside those there are */
  anew: RegExp;
  /** all of a line that asks which digests there are, right after one was changed */
  digestsLeft: RegExp;
  /** that what was assumed before is assumed again */
  sameAssumptions: RegExp;
  /** all of a line that asks for the first page again, and may hold it to something else, which the pattern leaves */
  startOver: RegExp;
  /** a number that says a place, wherever it stands; global */
  ordinals: Finder<number>;
  /** all of a line that asks for the same in another language, by locale */
  inLanguage: Readonly<Record<string, RegExp>>;
};
