/**
 * A choice among candidates that differ from line to line: the probability of each is softmax(w · x), where x counts its
 * features (the conditional logit of McFadden 1974). Features are hashed to places (Weinberger et al. 2009).
 */
export type Logit = {
  /** in units of `scale` */
  weights: Int16Array;
  scale: number;
};

/** A candidate, as the places of its features. */
export type Features = Uint32Array;

const size = 2 ** 19;
/** Features that every candidate of a kind has, and that tell most, have the upper half to themselves. */
const half = size / 2;
/** What begins the name of such a feature. */
const common = '!';

/** How it is learnt: shares of features left out each time, how much of the truth is spread, and what pulls weights to nought. */
const settings = {
  epochs: 8,
  rate: 0.3,
  seldomDropout: 0.4,
  commonDropout: 0.1,
  smoothing: 0.05,
  decay: 0.003,
};

/** The places of features by their names; names that begin with “!” are those that many candidates have. */
export const features = (names: readonly string[]): Features => Uint32Array.from(names, place);

/** FNV-1a with its bits mixed once more. */
function place(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    hash ^= name.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return ((hash >>> 0) % half) + (name.startsWith(common) ? half : 0);
}

function score(weights: Float32Array | Int16Array, found: Features): number {
  let sum = 0;
  for (let i = 0; i < found.length; i++) sum += weights[found[i]!]!;
  return sum;
}

function softmax(scores: number[]): number[] {
  const highest = Math.max(...scores);
  const parts = scores.map((each) => Math.exp(each - highest));
  const whole = parts.reduce((sum, each) => sum + each, 0);
  return parts.map((each) => each / whole);
}

/** How likely each candidate is the one; nothing for none. */
export const probabilitiesOf = (
  { weights, scale }: Logit,
  candidates: readonly Features[],
): number[] =>
  candidates.length === 0 ? [] : softmax(candidates.map((each) => scale * score(weights, each)));

/** A choice that was made: the candidates there were, and the place of the one that was meant. */
export type Choice = { candidates: readonly Features[]; meant: number };

/**
 * Learns from choices by stochastic gradient descent, the step of each weight by its past gradients (AdaGrad, Duchi et al.
 * 2011).
 * @param random uniform in [0, 1); the same numbers give the same weights
 */
export function learnChoices(choices: readonly Choice[], random: () => number): Logit {
  const weights = new Float32Array(size);
  const squares = new Float32Array(size);
  const order = choices.map((_, at) => at);
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    const rate = settings.rate * (1 - (0.9 * epoch) / settings.epochs);
    for (const at of order) step(choices[at]!, { weights, squares }, rate, random);
  }
  const scale = weights.reduce((most, each) => Math.max(most, Math.abs(each)), 0) / 32_767 || 1;
  return { weights: Int16Array.from(weights, (each) => Math.round(each / scale)), scale };
}

function step(
  { candidates, meant }: Choice,
  { weights, squares }: { weights: Float32Array; squares: Float32Array },
  rate: number,
  random: () => number,
): void {
  const kept = candidates.map((each) =>
    each.filter((at) => random() >= (at >= half ? settings.commonDropout : settings.seldomDropout)),
  );
  const likely = softmax(kept.map((each) => score(weights, each)));
  for (const [i, found] of kept.entries()) {
    const spread = settings.smoothing / kept.length;
    const error = likely[i]! - (i === meant ? 1 - settings.smoothing : 0) - spread;
    const square = error * error;
    for (let k = 0; k < found.length; k++) {
      const at = found[k]!;
      squares[at]! += square;
      weights[at]! -=
        (rate * (error + settings.decay * weights[at]!)) / Math.sqrt(squares[at]! + 1);
    }
  }
}
