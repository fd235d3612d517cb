import type { MessageKey } from '../../language/message-arguments.ts';
import type { Gazetteer } from '../understanding/gazetteer.ts';
import type { Step } from '../understanding/mentions/step.ts';

/** What kinds of argument there are; each has a file of its own here. */
export type KindName =
  | 'customer'
  | 'customers'
  | 'branch'
  | 'segment'
  | 'segmentation'
  | 'manager'
  | 'tier'
  | 'tag'
  | 'count'
  | 'months'
  | 'monthsAhead'
  | 'until'
  | 'choice'
  | 'assumptions'
  | 'features'
  | 'schedule'
  | 'digest'
  | 'topic'
  | 'contact'
  | 'note'
  | 'day'
  | 'dayBehind'
  | 'number'
  | 'place'
  | 'campaign'
  | 'campaignTerms'
  | 'campaignName'
  | 'product'
  | 'stage'
  | 'amount'
  | 'above'
  | 'worth'
  | 'closing';

/** A key by which an argument is told, as in `branch=Prague`. */
export type Key = {
  /** the one that is shown */
  name: string;
  /** the text of the catalogs that lists it in every language */
  words: MessageKey;
  /** the entity of a value inside a sentence; undefined where the value is not one */
  entity(typed: string, names: Gazetteer): unknown;
};

/** A kind of argument, and how a sentence mentions one, whichever command it is for. */
export type Kind = {
  name: KindName;
  /** the entity of what a sentence mentions; a choice is made by the words of a command instead */
  entity?: string;
  key?: Key;
  /** whether it has signs of equality of its own, as in `margin=+5%`: then it is read before keys are */
  ownKeys?: boolean;
  /** finds it before anything else, for what it says may look like anything else */
  first?: readonly Step[];
  /** finds it in quotation marks */
  quoted?: readonly Step[];
  /** whether what says it may look like a restriction, as “5% more” or “except Sunday”: then it is found before those */
  beforeRestrictions?: boolean;
  /** finds it where the sentence says that it is one */
  said?: readonly Step[];
  /** finds it in what nothing else explains */
  left?: readonly Step[];
  /** finds it where nothing says that it is one, tried beside the other readings of a sentence: “number three” */
  unsaid?: readonly Step[];
  /** whether a small number that stands alone may be one */
  bareNumber?: boolean;
  /** whether a sentence that mentions one is hardly for a command that takes none */
  countsAgainst?: boolean | ((entity: unknown) => boolean);
  /** whether a sentence that does not mention one is hardly for a command that needs one */
  saidWhereNeeded?: boolean;
  /** a kind that says the same in another way: a slash form with both is refused */
  insteadOf?: KindName;
  /** whether lists are held to it */
  isFilter?: boolean;
  /** marks of it that say little about what is asked */
  asides?: readonly string[];
  /** whether it is said of a customer alone, so that an uncertain name beside it is one of theirs */
  ofCustomers?: boolean;
  /** concepts of the vocabularies that only it has to do with, so that an uncertain name beside one is a name of it */
  concepts?: readonly string[];
};
