import type { SurveyAnswers, surveyTotals } from '../../store/metrics/survey-answers.ts';
import { meanRating, surveySatisfaction, weightedSatisfaction } from '../../valuation/index.ts';

/** What surveys of a period say; null is unknown. */
export type SatisfactionMetrics = {
  answers: number;
  /** `meanRating` from `worst` to `best`, the question's own scale; `satisfaction` the same from 0 to 1 */
  questions: {
    question: string | null;
    answers: number;
    meanRating: number;
    worst: number;
    best: number;
    satisfaction: number;
    weight: number;
  }[];
  /** 0 to 1 */
  weighted: number | null;
  /** of customers who answered every question, each answer from 0 to 10 */
  index: { total: number; perQuestion: number; questions: number; customers: number } | null;
};

/** A question may be called as anything is called that every object has. */
const weightOf = (weights: Readonly<Record<string, number>>, question: string): number =>
  Object.hasOwn(weights, question) ? (weights[question] ?? 1) : 1;

/**
 * The mean rating of each question, the mean over questions by weight, and the survey index: the mean over customers of
 * their totals, and of a single question.
 *
 * @param weights by question; 1 where it has none
 */
export function satisfactionOf(
  answers: readonly SurveyAnswers[],
  totals: Awaited<ReturnType<typeof surveyTotals>>,
  weights: Readonly<Record<string, number>>,
): SatisfactionMetrics {
  const byQuestion = Map.groupBy(answers, ({ question, worst, best }) =>
    JSON.stringify([question, worst, best]),
  );
  const questions = [...byQuestion.values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined) return [];
    const { question, worst, best } = first;
    const rating = meanRating(of.map(({ score, times }) => [score, times] as const));
    return {
      question,
      answers: of.reduce((sum, { times }) => sum + times, 0),
      meanRating: rating,
      worst,
      best,
      satisfaction: (rating - worst) / (best - worst),
      weight: question === null ? 1 : weightOf(weights, question),
    };
  });
  const weighted = weightedSatisfaction(
    questions.map(({ satisfaction }) => satisfaction),
    questions.map(({ weight }) => weight),
  );
  const [first] = totals;
  return {
    answers: questions.reduce((sum, each) => sum + each.answers, 0),
    questions,
    weighted: Number.isNaN(weighted) ? null : weighted,
    index:
      first === undefined
        ? null
        : {
            ...surveySatisfaction(
              totals.flatMap(({ total, times }) => Array<number>(times).fill(total)),
              first.questions,
            ),
            questions: first.questions,
            customers: totals.reduce((sum, { times }) => sum + times, 0),
          },
  };
}
