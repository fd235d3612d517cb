import { aboveKind } from './above.ts';
import { amountKind, worthKind } from './amount.ts';
import { assumptionsKind } from './assumptions.ts';
import { branchKind } from './branch.ts';
import { campaignKind } from './campaign.ts';
import { campaignNameKind } from './campaign-name.ts';
import { campaignTermsKind } from './campaign-terms.ts';
import { choiceKind } from './choice.ts';
import { closingKind } from './closing.ts';
import { contactKind } from './contact.ts';
import { countKind } from './count.ts';
import { customerKind } from './customer.ts';
import { customersKind } from './customers.ts';
import { dayKind } from './day.ts';
import { dayBehindKind } from './day-behind.ts';
import { digestKind } from './digest.ts';
import { featuresKind } from './features.ts';
import type { Kind } from './kind.ts';
import { managerKind } from './manager.ts';
import { monthsKind } from './months.ts';
import { monthsAheadKind } from './months-ahead.ts';
import { noteKind } from './note.ts';
import { numberKind } from './number.ts';
import { placeKind } from './place.ts';
import { productKind } from './product.ts';
import { scheduleKind } from './schedule.ts';
import { segmentKind } from './segment.ts';
import { segmentationKind } from './segmentation.ts';
import { stageKind } from './stage.ts';
import { tagKind } from './tag.ts';
import { tierKind } from './tier.ts';
import { topicKind } from './topic.ts';
import { untilKind } from './until.ts';

/**
 * Every kind, in the order in which they read a slash form and look through a sentence: a word or a number belongs to the
 * first that takes it. Those whose words are their own come before those that take what is left.
 */
export const kinds: readonly Kind[] = [
  campaignTermsKind,
  productKind,
  stageKind,
  closingKind,
  amountKind,
  contactKind,
  dayKind,
  dayBehindKind,
  assumptionsKind,
  featuresKind,
  aboveKind,
  worthKind,
  scheduleKind,
  digestKind,
  campaignKind,
  segmentationKind,
  segmentKind,
  untilKind,
  branchKind,
  managerKind,
  monthsKind,
  monthsAheadKind,
  tagKind,
  tierKind,
  choiceKind,
  noteKind,
  customerKind,
  customersKind,
  countKind,
  numberKind,
  campaignNameKind,
  placeKind,
  topicKind,
];

/** The entities by which lists are held to some customers. */
export const filterKeys: ReadonlySet<string> = new Set(
  kinds.flatMap(({ isFilter, entity }) => (isFilter && entity !== undefined ? [entity] : [])),
);
