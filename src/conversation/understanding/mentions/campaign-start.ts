import { earliest } from '../../../language/earliest.ts';
import type { CampaignStartReading, Finder } from '../../../language/reading.ts';
import { readings } from '../../../language/readings.ts';
import type { CampaignOutcome, ProductKind } from '../../../store/kinds.ts';
import { branchSpellings, type Gazetteer, nameFor, segmentSpellings } from '../gazetteer.ts';
import { productIn } from './opportunity.ts';
import { type Mentions, mentioned, type Step } from './step.ts';

/** The terms of a campaign as somebody says them. */
export type CampaignTermsSaid = {
  /** to hold out, 0.01 to 0.9 */
  share?: number | undefined;
  days?: number | undefined;
  outcome?: CampaignOutcome | undefined;
  product?: ProductKind | undefined;
  /** to be able to see: customers in 100, or money a customer */
  effect?: number | undefined;
  /** on how many days it is judged */
  looks?: number | undefined;
  /** for customers at risk alone */
  atRisk?: true | undefined;
  /** how many customers the plan had that is agreed to: with as many, it is drawn */
  draw?: number | undefined;
};

const all = readings.flatMap(({ campaignStart }) => campaignStart ?? []);

/**
 * On which terms a campaign is to be started, where a sentence says that one is: its name, the share to hold out, its days, what
 * it is judged by and whether it is for those at risk.
 */
export const campaignStart: Step = (mentions, names) => {
  const { text } = mentions.marked;
  const speaking = all.filter(({ starts, not }) => starts.test(text) && !not.test(text));
  if (speaking.length === 0) return mentions;
  return withTerms(withName(mentions, speaking, names), speaking);
};

/** What it is to be called, in quotation marks or behind words that say so; the name of a branch or a segment is none. */
function withName(
  mentions: Mentions,
  speaking: readonly CampaignStartReading[],
  names: Gazetteer,
): Mentions {
  const found = earliest(
    [
      { pattern: /"([^"]{1,80})"/u, read: ([, name]: RegExpExecArray) => name },
      ...speaking.flatMap(({ name }) => name),
    ],
    mentions.marked.text,
  );
  if (found === undefined || found.value.trim() === '') return mentions;
  const known = [...branchSpellings(names), ...segmentSpellings(names)];
  if (nameFor(known, found.value) !== undefined) return mentions;
  return mentioned(mentions, { campaignName: found.value.trim() }, found, 'campaignName');
}

function withTerms(mentions: Mentions, speaking: readonly CampaignStartReading[]): Mentions {
  const terms: CampaignTermsSaid = {};
  let rest = mentions;
  const take = <T>(finders: readonly Finder<T>[], keep: (value: T) => void) => {
    const found = earliest(finders, rest.marked.text);
    if (found === undefined) return;
    keep(found.value);
    rest = mentioned(rest, {}, found, 'campaignTerms');
  };
  take(
    speaking.flatMap(({ share }) => share),
    (share) => {
      terms.share = Math.round(share * 10_000) / 10_000;
    },
  );
  take(
    speaking.flatMap(({ days }) => days),
    (days) => {
      terms.days = days;
    },
  );
  take(
    speaking.map(({ atRisk }) => ({ pattern: atRisk, read: () => true as const })),
    (atRisk) => {
      terms.atRisk = atRisk;
    },
  );
  take(
    speaking.flatMap(({ outcomes }) =>
      outcomes.map(([outcome, pattern]) => ({ pattern, read: () => outcome })),
    ),
    (outcome) => {
      terms.outcome = outcome;
    },
  );
  const product =
    terms.outcome === undefined || terms.outcome === 'conversion'
      ? productIn(rest.marked.text)
      : undefined;
  if (product !== undefined) {
    Object.assign(terms, { outcome: 'conversion', product: product.value });
    rest = mentioned(rest, {}, product, 'campaignTerms');
  }
  return Object.keys(terms).length === 0
    ? rest
    : { ...rest, entities: { ...rest.entities, campaignTerms: terms } };
}
