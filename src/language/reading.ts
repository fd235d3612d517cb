import type { CampaignOutcome, OpportunityStage, ProductKind } from '../store/kinds.ts';
import type { Days, LeftOut, PartOfDay, Time } from './cron-fields.ts';
import type { DayAhead } from './day-ahead.ts';
import type { Finder } from './finder.ts';
import type { FollowUpReading } from './follow-up.ts';

export type { Finder } from './finder.ts';

/** The words that sentences are made of. */
export type Vocabulary = {
  /** whether spaces stand between its words */
  spaced: boolean;
  /** what belongs to a word between two letters of it, such as an apostrophe */
  joiner: string;
  /**
   * What the words of the field mean: words and phrases by concept. The concepts are the same in every language, so that
   * a sentence meets an example that says the same in another. A word in several concepts counts for the first. A
   * phrase that begins with "=" is meant in that form alone.
   */
  concepts: ReadonlyMap<string, readonly string[]>;
  /**
   * What people of every kind say for what a bank's people speak of: words and phrases by sense. The senses are the same in every
   * language; a phrase may have several. They tell more than an example that happens to use the same word, and take nothing away.
   */
  senses?: ReadonlyMap<string, readonly string[]>;
  /** words that say nothing about what is asked */
  fillers: readonly string[];
  /** words that everybody says in lower case, and that are nobody's name then */
  ordinary?: ReadonlySet<string>;
  /** a word without its endings, in lower case, so that its forms meet; without it, a word is its own root */
  root?(word: string): string;
  /** what a word may be short for, as "endin" is for "ending" */
  longForm?(word: string): string | undefined;
};

/** Which days a schedule is for, from the plainest way of saying so to the one that may mean something else. */
export const recurrences = [
  'workingDayOfMonth',
  'weekdayOfMonth',
  'edgeOfMonth',
  'datesOfMonth',
  'workingDays',
  'weekdays',
  'weekends',
  'dayOfMonth',
  'weekly',
  'daily',
  'partOfDay',
] as const;
export type Recurrence = (typeof recurrences)[number];

/** How people say when something is to happen again and again. */
export type ScheduleReading = {
  days: Partial<Record<Recurrence, Finder<Days>>>;
  /** that days are left out, with what says that they are: “except Sunday”, “, not on holidays” */
  leftOut?: readonly Finder<LeftOut>[];
  /** days that come to others: “also on Sundays” */
  added?: readonly Finder<number[]>[];
  /** when it came before, which is not when it is to come: “instead of every day”, “8:30 is too early”; global */
  before?: RegExp;
  /** several times a day, as they are named: “at 8 and 17:30” */
  timesOfDay?: readonly Finder<Time[]>[];
  /** that it is as soon as a run is published: “after each run” */
  afterRun?: RegExp;
  /** what names a report by its period, and says when it comes only where nothing else does: “the monthly report” */
  ofReport?: RegExp;
  /** the same of a digest, which says nothing more where other days are said: “the daily digest on Mondays” */
  ofDigest?: RegExp;
  /** how often a day, without a time: “twice a day” */
  timesADay?: readonly Finder<number>[];
  times: readonly Finder<Time>[];
  /**
   * that it is every so many weeks, beside the days of the week, which stand in the text as U+F8F0, or without any: “every
   * other U+F8F0”, “fortnightly”
   */
  everyWeeks?: readonly Finder<number>[];
  /** from the week of which date those are counted, as ISO: “from 2027-01-04” */
  countedFrom?: Finder<string>;
  /** a time zone by what people call it, as IANA has it: “Prague time” */
  zones?: readonly Finder<string>[];
  partsOfDay: Partial<Record<PartOfDay, RegExp>>;
  /** days that can be nothing but a schedule; "every month" may be about a contribution */
  plainlyRecurring: RegExp;
  /** what says once more that something recurs, by how its days were told: "a weekly digest on Mondays" */
  repeated: Partial<Record<Recurrence, RegExp>>;
  /**
   * what says more of when than days and a time, and can be nothing else: "other" before the days, "until", a second
   * time. What was found stands in the text as U+F8F0, its days, U+F8F1, its time, and U+F8F2, its part of the day.
   */
  unkept: readonly RegExp[];
  /** what speaks of time and says nothing of when: "who may leave within the next 6 months" */
  aside?: RegExp;
  /** a schedule without days or a time of day that can be nothing else: "every 15 minutes" */
  neverKept: RegExp;
  /** an hour, its group, that follows the days at once */
  hourAfterDays?: RegExp;
  /** words that may stand before and after the name of a time zone */
  aroundZone?: { before: string; after: string };
};

export type Tier = 'high' | 'medium' | 'low';

/** What a sentence may mention, and how people say so. */
export type MentionReading = {
  /** that something is to be sent */
  sending?: RegExp;
  /**
   * that a digest is paused or resumed, and until when: what may begin the words for the day, and what stands right before
   * them; how long, as the day on which that ends; and a time that is no day, behind the word for until
   */
  pausing?: readonly {
    pauses: RegExp;
    digest: RegExp;
    until: RegExp;
    untilBefore: RegExp;
    span?: Finder<DayAhead>;
    untilUnknown: RegExp;
  }[];
  /**
   * that somebody is to be told when customers pass a churn probability: that it is so, the probability as a share, “as soon as”,
   * and what customers are worth at least
   */
  passing?: {
    tells: RegExp;
    crossing: Finder<number>;
    asSoonAs: RegExp;
    /** what stands before the amount that they are worth, and what may stand right behind it */
    worth: { before: RegExp; after: RegExp };
  };
  /** one of somebody's digests, by its number */
  digest?: Finder<number>;
  /** the same where the sentence can be about nothing else: “number three”, “#3” */
  digestAlone?: Finder<number>;
  /** what stands before the name of a segmentation, as in "by spending habits" */
  bySegmentation?: readonly string[];
  /** a branch that is called one: what its name ends in, and one of any name */
  branch?: { endings: readonly string[]; named?: Finder<string> };
  /**
   * that customers are the asker's own; what says so of another manager, after and before the name; and forms of a name
   * that say so, too
   */
  manager?: {
    mine: RegExp;
    owns?: RegExp;
    ownedBy?: RegExp;
    forms?(name: string): string[];
    /** a manager of any name */
    named?: Finder<string>;
    /** what stands after a word that is no manager's name there, as "Street" */
    notNames?: RegExp;
  };
  /**
   * what says of customers, or of how many of them, more than any argument can: "older than 60", "top 7.5"; where it
   * leaves somebody out, as "except", only that word
   */
  restriction?: RegExp;
  /** what stands before what somebody is asked to be: "is 1042 a" */
  predicate?: RegExp;
  /** a figure that something is to be ranked, divided or drawn by: "by balance" */
  byFigure?: RegExp;
  /** groups that an answer is to be told apart by: "by branch" */
  dividedBy?: Readonly<Record<Division, RegExp>>;
  /** whatever else ends a sentence and says by what something is to be told apart, each the group of its match */
  byAnything?: RegExp;
  /** what stands before a word that says which customers are meant, up to it, and after one: "in", "customers" */
  narrowing?: { before: RegExp; after: RegExp };
  /** what says of some months that they are gone by: "last" */
  past?: RegExp;
  /** a tag, by what it is called */
  tag?: Finder<string>;
  /** what customers are that no list can be held to: "women" */
  trait?: RegExp;
  /** what stands before something that is to be left out, up to it: "not in" */
  negation?: RegExp;
  /** what stands after something that is to be left out: 以外 */
  negationAfter?: RegExp;
  /** a stretch of time to come, in months; one that is shorter is a month */
  coming?: Finder<number>;
  /** a day of the year to come, as `12-25`, or as `next-12-31` of the calendar year after this one */
  until?: readonly Finder<string>[];
  /** by when, where that is no day of the year to come: “by Easter” */
  noDay?: RegExp;
  /** months gone by, as a number of them */
  months?: Finder<number>;
  /** a calendar year */
  year?: RegExp;
  /** lengths of time that are not months, and amounts */
  measure?: RegExp;
  tier?: Finder<Tier>;
  /** ids, each the group of its match: those named as such, and those that their surroundings show to be one */
  customer?: { named: readonly RegExp[]; shown: readonly RegExp[] };
  /** how many to list; `first`: those that come first, as in "top 10" */
  limit?: Finder<{ count: number; first: boolean }>;
};

/** Groups of customers that an answer may be told apart by. */
export type Division = 'branch' | 'segment' | 'tier' | 'manager' | 'product' | 'tag';

/** What people tell of a customer, rather than ask: a contact they had, or the customer with them, or that there is no risk. */
export type Told =
  | 'called'
  | 'calledMe'
  | 'met'
  | 'emailed'
  | 'emailedMe'
  | 'visited'
  | 'visitedMe'
  | 'notAtRisk'
  | 'requested';

/** How people tell what they did or know, and what they are to do. */
export type StatementReading = {
  /** the words by which each is told, behind the group `lead` where there is one; the earliest in a sentence counts */
  told: Readonly<Record<Told, readonly RegExp[]>>;
  /** what asks, so that nothing is told */
  asks: RegExp;
  /** what stands between what is told and a note about it; what is looked ahead for belongs to the note */
  noteBegins: RegExp;
  /** what may end a note and say that there is more to do, up to the end: “follow up on Friday”; and words that say so */
  followUp: RegExp;
  furtherWork: RegExp;
  /** how a day begins by which what is asked for is due, and what may stand behind it, at the end of a note */
  deadline: { opens: RegExp; behind: RegExp };
  /** of those ends, what says more than that there is more to do, so that the note keeps it: “I promised an answer” */
  promised: RegExp;
  /** that there is more to do, anywhere in a note */
  speaksOfFollowUp: RegExp;
  /** that somebody is to do something on a day */
  reminding: RegExp;
  /** that it is to happen again and again: then a day is none to come */
  recurring: RegExp;
  /** what stands before what a reminder is about */
  about: RegExp;
};

/** An amount of money as it is said; `unit` is an ISO 4217 code or a sign such as `€`, absent where none is said. */
export type SaidAmount = { amount: number; unit?: string | undefined };

/** How people speak of starting a campaign. */
export type CampaignStartReading = {
  /** that one is to be started, and that a text asks about one instead */
  starts: RegExp;
  not: RegExp;
  /** the share to hold out, above 0 and below 1 */
  share: readonly Finder<number>[];
  /** for how many days */
  days: readonly Finder<number>[];
  /** what it is to be called, without quotation marks */
  name: readonly Finder<string>[];
  /** that it is for those at risk */
  atRisk: RegExp;
  /** what it is judged by */
  outcomes: readonly (readonly [CampaignOutcome, RegExp])[];
};

/** How people speak of what a customer may buy, and how far that is. */
export type OpportunityReading = {
  /** that a text speaks of opportunities */
  named: RegExp;
  /** of several at one place, the earlier counts */
  products: readonly (readonly [ProductKind, RegExp])[];
  /** the earlier counts where several are said */
  stages: readonly (readonly [OpportunityStage, RegExp])[];
  /** what stands before or after a product that a question is held to, as "for", and a stage that it is: "at the proposal stage" */
  within: { before: RegExp; after?: RegExp; stage: RegExp };
  amounts: readonly Finder<SaidAmount>[];
  /**
   * a number beside a product, whose characters stand in the text as U+E000, at the end of what is found: it is an amount
   * where the customer is named apart
   */
  bareAmounts: readonly Finder<SaidAmount>[];
  /** what stands before the day on which it is to close */
  closes: RegExp;
  /** by when it is to close, where that is no day: a month is meant up to its end */
  closing: readonly Finder<DayAhead>[];
  /** what stands before what is to be done next, which goes on to the end */
  nextStep: RegExp;
  /** the same where what it is the next step of stands between, which belongs to the text before */
  nextStepOf: RegExp;
  /** that a customer wants what is named beside it */
  wants: RegExp;
  /** that they want it no longer, or want to be rid of it: then it is no opportunity */
  ends: RegExp;
};

/** What in a text chooses one of a few values, by the name of the choice and the value, as `metric.balance`. */
export type ChoiceReading = Readonly<Record<string, RegExp>>;

/** How people ask for a segment whose name they know in part. */
export type SegmentReading = {
  /**
   * whole sentences that ask what one is like, without what ends them: `name` is what it is called, `said` what says of
   * it that it is a segment
   */
  asked: readonly RegExp[];
  /** matches `said` where it says nothing else */
  explicit: RegExp;
  /** what is in no name of a segment */
  generic: RegExp;
  /** what a sentence ends in, up to the name, where it names people by what they are, as segments do */
  people?: RegExp;
  /** any sentence that says of a `name` that it is one */
  within?: RegExp;
};

/** What somebody supposes of a customer. */
export type AssumptionName = 'retention' | 'margin' | 'horizon' | 'discount';

/** An assumption as it is said, from `start` to `end`; `whom` is what it says there about whom it is. */
export type SaidAssumption = {
  name: AssumptionName;
  number: string;
  unit?: 'percent' | 'points' | 'months' | 'years' | undefined;
  /** that the number is a fall */
  fewer: boolean;
  /** whether the number is what the figure changes by, or the level it changes to; undefined where it is just named */
  change?: 'by' | 'to' | undefined;
  whom?: string;
  start: number;
  end: number;
};

/** Words that tell where a customer's name is among words with capitals, all in lower case. */
export type NameWords = {
  /** inside names: "de" */
  particles: readonly string[];
  /** before a name: "Mr" */
  titles: readonly string[];
  /** before a name, too: "customer" */
  introductions: readonly string[];
  /** before whom a sentence is about: "is" */
  beforeSubjects: readonly string[];
  /** before places and times: "in" */
  beforePlaces: readonly string[];
  /** before no name: "the" */
  articles: readonly string[];
  /** capitals that begin no name: "Monday" */
  never: readonly string[];
  /** the ending of a possessive, at the end of a word */
  possessive: RegExp;
};

/** A piece of a sentence as it stands there, from `start` to `end`. `known`: one of the vocabulary. */
export type Token = {
  /** spaced: a word of a language that puts spaces between words; joined: of one that does not; mark: of something found */
  kind: 'spaced' | 'joined' | 'mark';
  said: string;
  start: number;
  end: number;
  known: boolean;
};

/** What the vocabulary has of a language without spaces. */
export type KnownWords = {
  isPhrase(text: string): boolean;
  /** whether ordinary sentences have two characters side by side again and again */
  isPair(text: string): boolean;
  /** whether whatever may be a name at all is to be found, however odd: where a name must not be told on */
  anyName?: true;
};

/** Where a name stands; `sure`: it can be nothing else. */
export type NamePlace = { start: number; end: number; sure: boolean };

/** How names are typed in Latin letters that are written in characters. */
export type Transcription = {
  /** the ways to divide a word into syllables, the longest first; none where it is no such word */
  syllables(word: string): string[][];
  /** the characters that are read as a syllable, or begin with a letter */
  characters(syllable: string): string;
  /** the syllables as which a character may be read */
  readings(character: string): readonly string[];
};

/** Whole texts that are not a question but want a civil answer. */
export type SmallTalk = Partial<Record<'hello' | 'thanks' | 'bye', RegExp>>;

/** The files that a table can be had as, and the one that an answer is printed as. */
export const exportFormats = ['csv', 'xlsx', 'pdf'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * How people ask for a table as a file, by its format. An `ending` is what a line ends in, a `beginning` what it begins with
 * where the file is named there; `around` is what stands before what is to be exported, once an ending was taken off.
 */
export type ExportReading = {
  ending: Readonly<Record<ExportFormat, RegExp>>;
  beginning: Readonly<Record<ExportFormat, RegExp>>;
  /** a line that says nothing else */
  alone: Readonly<Record<ExportFormat, RegExp>>;
  around: RegExp;
};

/** What a question wants to hear first, the forms that are told apart first before the others. */
export const questionForms = ['howMany', 'when', 'who', 'why', 'yesNo'] as const;
export type QuestionForm = (typeof questionForms)[number];

/** What a question supposes, so that yes or no can be said to it. */
export const claims = ['leave', 'stay', 'fall', 'rise', 'valuable', 'help', 'default'] as const;
export type Claim = (typeof claims)[number];

/**
 * How people ask. `opening` is what stands before a question and asks nothing itself; `forms` are looked for behind it, and
 * that of yes or no in the whole text. `negated`: the question supposes the opposite, which is not told apart.
 */
export type QuestionReading = {
  opening: RegExp;
  forms: Readonly<Record<QuestionForm, RegExp>>;
  claims: Readonly<Record<Claim, RegExp>>;
  negated: RegExp;
};

/**
 * How one language is read. A language's folder may have one, `reading/reading.ts`; lines in a language without are read
 * by slash forms, and by the readings of the others. Patterns ignore case where the language has it.
 */
export type Reading = {
  vocabulary: Vocabulary;
  /** a text with each character that is written in several ways in the one that the vocabulary has, place for place */
  plain?(text: string): string;
  /** the other characters that `plain` takes for one */
  otherWays?(character: string): string;
  transcription?: Transcription;
  /** legal forms of companies as a name ends in them, by how they are shortened */
  legalForms?: Readonly<Record<string, string>>;
  /** what stands right behind the name of somebody who is spoken of with respect */
  titlesBehind?: readonly string[];
  /** an id that is said digit for digit or as a number, in digits: "one oh four two" */
  spokenId?(text: string): string | undefined;
  /** a text with the short forms of chat written out */
  writtenOut?(text: string): string;
  /** what tells why something is asked, and greetings before it; global */
  fillerPhrases?: readonly RegExp[];
  /** a text with its numbers in digits where they count or name something */
  numbersInDigits?(text: string): string;
  /** other forms of a name of the bank, such as "dormant saver" of "dormant savers" */
  formsOfName?(name: string): string[];
  /** a whole number of this language alone; undefined for anything else */
  numeral?(text: string): number | undefined;
  schedule?: ScheduleReading;
  mentions?: MentionReading;
  statements?: StatementReading;
  opportunities?: OpportunityReading;
  campaignStart?: CampaignStartReading;
  exports?: ExportReading;
  questions?: QuestionReading;
  /** a day to come */
  dayAhead?: readonly Finder<DayAhead>[];
  /** a day gone by, today, or one that is said to be still to come and so cannot be meant */
  dayBehind?: readonly Finder<DayAhead>[];
  segments?: SegmentReading;
  /** each finds the first assumption that is said in one way */
  assumptions?: readonly ((text: string) => SaidAssumption | undefined)[];
  choices?: ChoiceReading;
  names?: NameWords;
  /** a customer's name, in a language that has no capitals to tell by */
  findName?(tokens: readonly Token[], known: KnownWords): NamePlace | undefined;
  smallTalk?: SmallTalk;
  followUps?: FollowUpReading;
};

const defined = new WeakSet<object>();

/** Makes a reading known; a language's `reading/reading.ts` exports it as its default. */
export function defineReading(reading: Reading): Reading {
  defined.add(reading);
  return reading;
}

/** Whether a file's export was made by `defineReading`. */
export function isReading(value: unknown): value is Reading {
  return typeof value === 'object' && value !== null && defined.has(value);
}
