import { SimpleLinearRegression } from 'ml-regression';

/** Fewest customers who both answered and wrote, from whom it is learnt what a tone means. */
const enough = 100;

/** Satisfaction, one entry a customer, 0 to 1; `NaN` is unknown. */
export type KnownSatisfaction = {
  /** as answered and, where nobody asked, as estimated */
  values: Float64Array;
  /** 1 where it is estimated */
  estimated: Uint8Array;
};

/**
 * Fills in the satisfaction of customers who answered nothing from the tone of what they wrote. An answer is never changed.
 *
 * What a tone means is learnt, by least squares, from those who did both, where they are 100 or more: those who write are
 * more pleased or more angry in words than in answers. Where the answers do not rise with the tone, nothing is estimated.
 * With fewer it is (1 + tone) / 2.
 *
 * @param answered 0 to 1; `NaN` where they answered nothing
 * @param tone Σ scores / (texts + 1), each score from −1, against the bank, to 1, for it, so that one text says less than
 *   several; `NaN` where they wrote nothing
 * @throws RangeError when the sizes differ
 */
export function estimateSatisfaction(
  answered: Float64Array,
  tone: Float64Array,
): KnownSatisfaction {
  if (answered.length !== tone.length) {
    throw new RangeError(
      `There are ${answered.length} answers and ${tone.length} tones; give one of each a customer.`,
    );
  }
  const both = [...answered.keys()].filter(
    (row) => !Number.isNaN(answered[row]!) && !Number.isNaN(tone[row]!),
  );
  const of = meaningOf(
    both.map((row) => tone[row]!),
    both.map((row) => answered[row]!),
  );
  const estimated = new Uint8Array(answered.length);
  const values = answered.map((answer, row) => {
    if (!Number.isNaN(answer) || Number.isNaN(tone[row]!) || of === null) return answer;
    estimated[row] = 1;
    return Math.min(1, Math.max(0, of(tone[row]!)));
  });
  return { values, estimated };
}

/** What a tone says of satisfaction; null where it says nothing. */
function meaningOf(
  tones: readonly number[],
  answers: readonly number[],
): ((tone: number) => number) | null {
  if (tones.length < enough) return (tone) => (1 + tone) / 2;
  if (tones.every((tone) => tone === tones[0])) return null;
  const { slope, intercept } = new SimpleLinearRegression([...tones], [...answers]);
  return slope > 0 ? (tone) => intercept + slope * tone : null;
}
