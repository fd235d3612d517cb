import { NamesInUse, type NamingWords, numbered, type SegmentName } from './settled-names.ts';

/** The words for a segment whose mean of a feature is above the bank's, and for one below. */
export type FeatureWords = { high: SegmentName; low: SegmentName };

/** A segment to be named, with how much the mean of each feature differs from the bank's. */
export type SegmentToName = {
  id: string;
  /** feature → (segment mean − bank mean) / standard deviation in the bank */
  standardScores: Readonly<Record<string, number>>;
  /** the name it already has in some of the languages */
  name?: SegmentName;
};

/** From this standard score on a feature distinguishes a segment: Cohen's "medium" difference (1988, ch. 2). */
const DISTINCT = 0.5;
/** From this one on a feature may still distinguish two segments that would have the same name. */
const FAINTLY_DISTINCT = 0.1;
const MOST_WORDS = 3;
/** In Latin letters; a full-width character counts as two. */
const WIDEST = 44;

/**
 * Names segments by what distinguishes each from the bank, strongest first: "high balance, quiet,
 * long-standing". Names are unique in each language: where the plain words would
 * repeat, a further feature, then "very", then a number is added.
 *
 * @param segments in any order; the names do not depend on it
 * @param vocabulary feature → its words; where it lacks a language, the feature is named by its key
 * @param wording language → its words, for each language to name segments in
 * @param taken names already in use, which no segment gets
 * @returns id → name, short enough for a chart's label
 */
export function nameSegments(
  segments: readonly SegmentToName[],
  vocabulary: Readonly<Record<string, FeatureWords>>,
  wording: Readonly<Record<string, NamingWords>>,
  taken: readonly SegmentName[] = [],
): Map<string, SegmentName> {
  const used = new NamesInUse(taken);
  const names = new Map<string, SegmentName>();
  // The milder segment comes first, so that of two similar ones the stronger is called "very".
  const ordered = segments
    .map(({ id, standardScores, name = {} }) => ({
      id,
      ranked: rankFeatures(standardScores),
      name,
    }))
    .sort((a, b) => strength(a.ranked) - strength(b.ranked) || (a.id < b.id ? -1 : 1));
  for (const { id, ranked, name } of ordered) {
    const missing = Object.fromEntries(
      Object.entries(wording).filter(([language]) => name[language] === undefined),
    );
    for (const candidate of candidates(ranked, vocabulary, missing)) {
      if (used.has(candidate)) continue;
      used.add(candidate);
      names.set(id, { ...name, ...candidate });
      break;
    }
  }
  return names;
}

type RankedFeature = { feature: string; score: number };

function rankFeatures(standardScores: SegmentToName['standardScores']): RankedFeature[] {
  return Object.entries(standardScores)
    .map(([feature, score]) => ({ feature, score }))
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score) || (a.feature < b.feature ? -1 : 1));
}

function strength(ranked: readonly RankedFeature[]): number {
  return Math.abs(ranked[0]?.score ?? 0);
}

/** Names to try in turn, without end, so that one of them is free. */
function* candidates(
  ranked: readonly RankedFeature[],
  vocabulary: Readonly<Record<string, FeatureWords>>,
  wording: Readonly<Record<string, NamingWords>>,
): Generator<SegmentName> {
  const words = (from: number) =>
    ranked
      .filter(({ score }) => Math.abs(score) >= from)
      .map(({ feature, score }) => wordFor(feature, score, vocabulary, wording));
  const distinct = words(DISTINCT).slice(0, MOST_WORDS);
  const faint = words(FAINTLY_DISTINCT);

  const plain =
    distinct.length > 0 ? join(distinct, wording) : inEach(wording, ({ middle }) => middle);
  yield plain;
  for (const extra of faint.slice(distinct.length)) {
    yield join([...distinct.slice(0, MOST_WORDS - 1), extra], wording);
  }
  const [first, ...others] = distinct;
  if (first !== undefined) {
    const stronger = inEach(wording, ({ very }, language) => very(first[language] ?? ''));
    yield join([stronger, ...others], wording);
  }
  for (let number = 2; ; number++) yield numbered(plain, number, wording);
}

function inEach(
  wording: Readonly<Record<string, NamingWords>>,
  say: (words: NamingWords, language: string) => string,
): SegmentName {
  return Object.fromEntries(
    Object.entries(wording).map(([language, words]) => [language, say(words, language)]),
  );
}

function wordFor(
  feature: string,
  score: number,
  vocabulary: Readonly<Record<string, FeatureWords>>,
  wording: Readonly<Record<string, NamingWords>>,
): SegmentName {
  const level = score > 0 ? 'high' : 'low';
  const known = vocabulary[feature]?.[level] ?? {};
  const spoken = feature
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return inEach(wording, (words, language) => known[language] ?? words[level](spoken));
}

/** Joins as many of the words, in order, as fit into a label in every language, and at least the first. */
function join(
  words: readonly SegmentName[],
  wording: Readonly<Record<string, NamingWords>>,
): SegmentName {
  for (let count = words.length; ; count--) {
    const name = inEach(wording, ({ and }, language) =>
      words
        .slice(0, count)
        .map((word) => word[language] ?? '')
        .reduce(and),
    );
    if (count <= 1 || Object.values(name).every((text) => widthOf(text) <= WIDEST)) return name;
  }
}

function widthOf(text: string): number {
  return text.length + (text.match(/[\u2e80-\uffef]/g)?.length ?? 0);
}
