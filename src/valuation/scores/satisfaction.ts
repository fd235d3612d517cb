/**
 * The mean of ratings given as counts.
 *
 * @param counts how often each rating was given: [rating, times] pairs
 * @returns the mean rating; `NaN` where nobody rated
 * @throws RangeError for a rating that is not finite, or given fewer than 0 times
 */
export function meanRating(counts: Iterable<readonly [rating: number, times: number]>): number {
  let sum = 0;
  let total = 0;
  for (const [rating, times] of counts) {
    if (!(Number.isFinite(rating) && Number.isFinite(times) && times >= 0)) {
      throw new RangeError(
        `A rating of ${rating} given ${times} times means nothing; give finite numbers, 0 times or more.`,
      );
    }
    sum += rating * times;
    total += times;
  }
  return total > 0 ? sum / total : Number.NaN;
}

/**
 * The weighted mean Σ wᵢsᵢ / Σ wᵢ, such as satisfaction with several services by importance. A score
 * that is `NaN` is left out, with its weight.
 *
 * @param scores sᵢ, all on the same scale
 * @param weights wᵢ ≥ 0, one for each score
 * @returns the mean on the scale of the scores; `NaN` where no weight is left
 * @throws RangeError when the sizes differ, or a weight is negative or not finite
 */
export function weightedSatisfaction(
  scores: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  if (scores.length !== weights.length) {
    throw new RangeError(
      `There are ${scores.length} scores and ${weights.length} weights; give one weight a score.`,
    );
  }
  let sum = 0;
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    const weight = weights[i]!;
    if (!(Number.isFinite(weight) && weight >= 0)) {
      throw new RangeError(`Weight ${i} is ${weight}; give a finite number, 0 or more.`);
    }
    if (Number.isNaN(scores[i]!)) continue;
    sum += weight * scores[i]!;
    total += weight;
  }
  return total > 0 ? sum / total : Number.NaN;
}

/**
 * The result of a survey: the mean over customers of their totals, and of a single question.
 *
 * @param totals each customer's sum over the questions; `NaN` for one who did not answer
 * @param questions how many questions a total is the sum of, a whole number ≥ 1
 * @returns means on the scale of the answers; `NaN` where nobody answered
 * @throws RangeError for another number of questions
 */
export function surveySatisfaction(
  totals: ArrayLike<number>,
  questions: number,
): { total: number; perQuestion: number } {
  if (!Number.isInteger(questions) || questions < 1) {
    throw new RangeError(`The survey has ${questions} questions; give a whole number from 1.`);
  }
  const known = Array.from(totals).filter((total) => !Number.isNaN(total));
  const total = known.reduce((sum, value) => sum + value, 0) / (known.length || Number.NaN);
  return { total, perQuestion: total / questions };
}
