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
export function features(names: readonly string[]): Features {
  const places = new Uint32Array(names.length);
  for (let i = 0; i < names.length; i++) places[i] = place(names[i]!);
  return places;
}

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
  const most = choices.map(({ candidates }) =>
    candidates.reduce((sum, each) => sum + each.length, 0),
  );
  const learning: Learning = {
    weights,
    squares: new Float32Array(size),
    kept: {
      places: new Uint32Array(most.reduce((a, b) => Math.max(a, b), 0)),
      ends: new Uint32Array(
        choices.reduce((a, { candidates }) => Math.max(a, candidates.length), 0),
      ),
    },
    draw: quickly(random),
  };
  const order = choices.map((_, at) => at);
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    const rate = settings.rate * (1 - (0.9 * epoch) / settings.epochs);
    for (const at of order) step(choices[at]!, learning, rate);
  }
  const scale = weights.reduce((most, each) => Math.max(most, Math.abs(each)), 0) / 32_767 || 1;
  return { weights: Int16Array.from(weights, (each) => Math.round(each / scale)), scale };
}

type Learning = {
  weights: Float32Array;
  squares: Float32Array;
  kept: Kept;
  draw: () => number;
};

/** Where the features kept of each candidate lie, one after the other, and where those of the next begin. */
type Kept = { places: Uint32Array; ends: Uint32Array };

function step(
  { candidates, meant }: Choice,
  { weights, squares, kept, draw }: Learning,
  rate: number,
): void {
  const { places, ends } = kept;
  const scores = new Array<number>(candidates.length);
  let end = 0;
  for (const [i, found] of candidates.entries()) {
    let sum = 0;
    for (let k = 0; k < found.length; k++) {
      const at = found[k]!;
      if (draw() < (at >= half ? settings.commonDropout : settings.seldomDropout)) continue;
      places[end++] = at;
      sum += weights[at]!;
    }
    ends[i] = end;
    scores[i] = sum;
  }
  const likely = softmax(scores);
  const spread = settings.smoothing / candidates.length;
  let from = 0;
  for (let i = 0; i < candidates.length; i++) {
    const error = likely[i]! - (i === meant ? 1 - settings.smoothing : 0) - spread;
    const square = error * error;
    const to = ends[i]!;
    for (let k = from; k < to; k++) {
      const at = places[k]!;
      squares[at]! += square;
      weights[at]! -=
        (rate * (error + settings.decay * weights[at]!)) / Math.sqrt(squares[at]! + 1);
    }
    from = to;
  }
}

/** Numbers uniform in [0, 1), many and quick (xorshift, Marsaglia 2003). */
function quickly(random: () => number): () => number {
  let state = Math.floor(random() * 2 ** 32) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
