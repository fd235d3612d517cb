import type { Principal, QuestionSource } from '../access/principal.ts';
import type { Locale } from '../language/locale.ts';
import type { ExportFormat } from '../language/reading.ts';
import type { Readers } from './channel.ts';
import type { ExportFile } from './export/exported.ts';
import type { Intent } from './intent.ts';
import type { Reply } from './reply.ts';

/** What a line of text was understood to ask. */
export type Parse = {
  intent: Intent;
  /** customer, branch, segment, manager, tier, limit, metric, horizonMonths, sortBy, schedule, note … */
  entities: Record<string, unknown>;
  /** 0 to 1 */
  confidence: number;
  locale: Locale;
  /** where it is not clear what was meant: the intents that are asked about instead of an answer, the likeliest first */
  asks?: readonly Intent[];
  /** what a sentence says that its answer does not go by, in its own words; the answer says so */
  notApplied?: string;
  /** a slash form used wrongly: what is wrong and how it goes */
  error?: { message: string; usage: string };
};

/**
 * Characters of a platform's own text, with its markup, that a channel reads a question from: whoever takes markup away
 * cuts the text first, since anybody can send a megabyte.
 */
export const longestMarkup = 4000;

export type Question = {
  /** as the person typed it, without the mention of the bot; `/value …`, `value …` or a sentence */
  text: string;
  principal: Principal;
  channel: QuestionSource;
  /** where on the channel, so that a digest can be sent there later: a Slack conversation, a Teams conversation key, a manager's id */
  address: string;
  /** a thread or a session within the address, where a question may go on from those before */
  thread?: string;
  /** whether it begins its thread: then it goes on from what was asked last at the address, in any thread but `apartThread` */
  beginsThread?: true;
  /** true where others read along: a channel or a group */
  shared: boolean;
  /** the reader's language where the platform or the person says so; otherwise the language of the text decides */
  locale?: Locale;
  /** what changes something is only told of, and done when it is asked again: see `sure` of a command's context */
  asksFirst?: true;
  /** a program that said its person agreed to a change, in their place: the log of access says so */
  confirmedBy?: 'program';
  /** what somebody else wrote: whoever asks wants the value of the customer whom it mentions, whatever `text` says */
  mentionedIn?: string;
  /** the file to give its list as, whatever the text says of it */
  exportAs?: ExportFormat;
  /**
   * Who reads what is posted to an address of the channel; absent where it has no rooms, or cannot be asked. With it, an answer that
   * goes to the asker alone in a room can be shared there.
   */
  readers?: (address: string) => Promise<Readers>;
  /** whether only a link to the answer is shown: the answer gives its form, and the log says so */
  linkOnly?: true;
  /** a platform that asks for the person and that the answer stands in, where it is none of the channels: the log says so */
  through?: 'slackbot';
  /** whether the answer goes to the asker alone in a room, even one that everybody there may see: then that can be shared, too */
  quietly?: true;
};

/** The thread of what a page of somebody's own asks by itself, from which no line goes on. */
export const apartThread = 'home';

/** Where an answer goes that somebody shares: the room and thread where they asked; `told`: what they are told once it is there. */
export type SharedTo = { address: string; thread?: string; told: string };

/**
 * What came of a question. asked_back: it was asked what was meant; not_understood: no command was found in it; hindered: it names
 * something that is not there, lacks something, or nothing is valued yet; unseen: it is about a customer whom the bank does not have or
 * the asker may not see; refused: it is not for whoever asked; misused: a slash form used wrongly; busy: too much was asked at once.
 */
export const answerOutcomes = [
  'answered',
  'asked_back',
  'not_understood',
  'hindered',
  'unseen',
  'refused',
  'misused',
  'busy',
  'failed',
] as const;
export type AnswerOutcome = (typeof answerOutcomes)[number];

export type Answer = {
  intent: Intent;
  outcome: AnswerOutcome;
  /** of a sentence: whether it was plain to the reader what is asked, before any language model was; absent for slash forms */
  reading?: 'sure' | 'unsure';
  entities: Record<string, unknown>;
  reply: Reply;
  /** the numbers themselves, unformatted */
  data: Record<string, unknown>;
  locale: Locale;
  /** where `linkOnly` was asked for: the slash form that asks the same, with customers by id; absent where it changed something */
  form?: string;
  /** the key by which the answer can be voted on; absent where it cannot, as by somebody nobody knows */
  votable?: string;
  /** the list as a file, where one was asked for: for the same eyes as the reply, and kept nowhere */
  file?: ExportFile;
  /** where the reply is posted, for all who read there, instead of where the question came from */
  sharedTo?: SharedTo;
};

/** What every channel is given. Never throws for anything a person typed. */
export type Conversation = {
  answer(question: Question): Promise<Answer>;
  parse(text: string, locale?: Locale): Promise<Parse>;
};
