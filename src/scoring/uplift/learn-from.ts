import {
  type Dataset,
  profitableShare,
  qiniByChance,
  qiniPoints,
  trainUplift,
  type UpliftModel,
  upliftCandidates,
  validateUplift,
} from '../../valuation/index.ts';
import type { UpliftCard } from './uplift-card.ts';

/** What an uplift model is learnt from: data alone, so that any thread may learn it. */
export type UpliftTask = {
  dataset: Dataset;
  treated: Uint8Array;
  /** 1 stayed */
  outcome: Uint8Array;
  worth: { contact: number; gained: number } | null;
  seed: number;
};

/** A model and how well it ranks. */
export type LearntUplift = {
  model: UpliftModel;
  method: string;
  evidence: Pick<UpliftCard, 'measured' | 'candidates' | 'byChance' | 'curve' | 'profit'>;
};

const folds = 5;
const permutations = 400;
/** Points of the curve that are kept. */
const kept = 50;

/**
 * Learns whom a campaign moves: the candidate with the highest Qini on customers it did not learn from is trained again on
 * all. A random ranking as good counts once for each candidate, as the best of them was taken.
 */
export function learnFrom({ dataset, treated, outcome, worth, seed }: UpliftTask): LearntUplift {
  const campaign = { treated, outcome };
  const validated = upliftCandidates.map((candidate) =>
    validateUplift(candidate, dataset, campaign, { seed, folds }),
  );
  const best = validated.reduce((most, each) => (each.qini > most.qini ? each : most));
  const ranked = { score: best.score, ...campaign };
  const measured = ({ method, kind, qini, auuc }: (typeof validated)[number]) => ({
    method,
    kind: kind === 'logistic' ? ('logistic' as const) : ('boosting' as const),
    qini,
    auuc,
  });
  const profit = worth === null ? null : profitableShare(ranked, worth);
  return {
    model: trainUplift(best, dataset, campaign, { seed }),
    method: `${best.method} over ${best.kind}`,
    evidence: {
      measured: measured(best),
      candidates: validated.map(measured),
      byChance: Math.min(1, qiniByChance(ranked, permutations, seed) * validated.length),
      curve: curveOf(ranked),
      profit:
        worth === null || profit === null
          ? null
          : { ...worth, best: profit.best, everybody: profit.curve.at(-1)?.profit ?? 0 },
    },
  };
}

function curveOf(ranked: Parameters<typeof qiniPoints>[0]): UpliftCard['curve'] {
  const { customers, height } = qiniPoints(ranked);
  const total = customers.at(-1) ?? 1;
  const every = Math.max(1, Math.floor(customers.length / kept));
  return Array.from(customers, (number, i) => ({
    share: number / total,
    kept: height[i] ?? 0,
  })).filter((_, i) => i % every === 0 || i === customers.length - 1);
}
