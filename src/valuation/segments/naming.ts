import { NamesInUse, type SegmentText } from './settled-names.ts';

/** What to call a segment whose mean of a feature lies above the bank's, and one below. */
export type FeatureWords = { high: SegmentText; low: SegmentText };

/** A segment to be named: by how much the mean of each feature differs from the bank's. */
export type SegmentToName = {
  id: string;
  /** feature → (segment mean − bank mean) / standard deviation in the bank */
  standardScores: Readonly<Record<string, number>>;
};

/** From here a feature sets a segment apart: Cohen's "medium" difference (1988, ch. 2). */
const APART = 0.5;
/** A weaker feature may still tell two segments of the same name from each other. */
const FAINTLY_APART = 0.1;
const MOST_WORDS = 3;
/** In Latin letters; a Chinese character is as wide as two. */
const WIDEST = 44;

/**
 * Names segments by what sets each apart from the bank, strongest first: "high balance, quiet,
 * long-standing" / "高余额、低活跃、老客户". Names are unique in each language; where the plain words would
 * repeat, a further feature, "very" / "特别", and at last a number tell them apart.
 *
 * @param segments in any order; the names do not depend on it
 * @param vocabulary feature → its words; a feature without words is named by its key
 * @param taken names already in use, which are not given again
 * @returns id → name, short enough for a chart's label
 */
export function nameSegments(
  segments: readonly SegmentToName[],
  vocabulary: Readonly<Record<string, FeatureWords>>,
  taken: readonly SegmentText[] = [],
): Map<string, SegmentText> {
  const used = new NamesInUse(taken);
  const names = new Map<string, SegmentText>();
  // The milder segment comes first, so that of two alike the stronger one is called "very".
  const ordered = segments
    .map((segment) => ({ id: segment.id, ranked: rankFeatures(segment) }))
    .sort((a, b) => strength(a.ranked) - strength(b.ranked) || (a.id < b.id ? -1 : 1));
  for (const { id, ranked } of ordered) {
    for (const name of candidates(ranked, vocabulary)) {
      if (used.has(name)) continue;
      used.add(name);
      names.set(id, name);
      break;
    }
  }
  return names;
}

type RankedFeature = { feature: string; score: number };

function rankFeatures({ standardScores }: SegmentToName): RankedFeature[] {
  return Object.entries(standardScores)
    .map(([feature, score]) => ({ feature, score }))
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score) || (a.feature < b.feature ? -1 : 1));
}

function strength(ranked: readonly RankedFeature[]): number {
  return Math.abs(ranked[0]?.score ?? 0);
}

/** Names to try in turn; it never ends, so one of them is free. */
function* candidates(
  ranked: readonly RankedFeature[],
  vocabulary: Readonly<Record<string, FeatureWords>>,
): Generator<SegmentText> {
  const words = (from: number) =>
    ranked
      .filter(({ score }) => Math.abs(score) >= from)
      .map(({ feature, score }) => wordFor(feature, score, vocabulary));
  const telling = words(APART).slice(0, MOST_WORDS);
  const faint = words(FAINTLY_APART);

  const plain = telling.length > 0 ? join(telling) : { en: 'middle of the bank', zh: '中间客户' };
  yield plain;
  for (const extra of faint.slice(telling.length)) {
    yield telling.length > 0 ? join([...telling.slice(0, MOST_WORDS - 1), extra]) : join([extra]);
  }
  const [first, ...others] = telling;
  if (first !== undefined)
    yield join([{ en: `very ${first.en}`, zh: `特别${first.zh}` }, ...others]);
  for (let number = 2; ; number++) {
    yield { en: `${plain.en} ${number}`, zh: `${plain.zh}${number}` };
  }
}

function wordFor(
  feature: string,
  score: number,
  vocabulary: Readonly<Record<string, FeatureWords>>,
): SegmentText {
  const known = vocabulary[feature];
  if (known !== undefined) return score > 0 ? known.high : known.low;
  const spoken = feature
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return score > 0
    ? { en: `high ${spoken}`, zh: `${spoken}偏高` }
    : { en: `low ${spoken}`, zh: `${spoken}偏低` };
}

/** As many of the words, in order, as a label holds: always the first. */
function join(words: readonly SegmentText[]): SegmentText {
  for (let count = words.length; ; count--) {
    const name = {
      en: words
        .slice(0, count)
        .map(({ en }) => en)
        .join(', '),
      zh: words
        .slice(0, count)
        .map(({ zh }) => zh)
        .join('、'),
    };
    if (count <= 1 || Math.max(widthOf(name.en), widthOf(name.zh)) <= WIDEST) return name;
  }
}

function widthOf(text: string): number {
  return text.length + (text.match(/[\u2e80-\uffef]/g)?.length ?? 0);
}
