/**
 * The place of each of some features, by 64 bits of hash in the place of its text: a few bytes a feature where texts in a map
 * take a hundred. A feature that is not among them is taken for one about once in 10¹³ times. Plain data.
 */
export type FeaturePlaces = {
  /** pairs of 32 bits by slot; 0, 0 where it is empty */
  hashes: Uint32Array;
  /** by slot */
  places: Uint32Array;
  size: number;
};

/**
 * Gives features their places, in their order.
 * @throws Error where two of them have one hash: the texts or the hash have to change
 */
export function featurePlaces(features: readonly string[]): FeaturePlaces {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(2, features.length * 1.5)));
  const made: FeaturePlaces = {
    hashes: new Uint32Array(2 * slots),
    places: new Uint32Array(slots),
    size: features.length,
  };
  for (const [place, feature] of features.entries()) {
    const hash = hashOf(feature);
    const { slot, found } = slotOf(made, hash);
    if (found) throw new Error(`Two features have one hash; one of them is “${feature}”.`);
    made.hashes.set(hash, 2 * slot);
    made.places[slot] = place;
  }
  return made;
}

/** The place of a feature; undefined where it has none. */
export function placeOf(places: FeaturePlaces, feature: string): number | undefined {
  const { slot, found } = slotOf(places, hashOf(feature));
  return found ? places.places[slot] : undefined;
}

function slotOf({ hashes }: FeaturePlaces, [high, low]: readonly [number, number]) {
  const mask = hashes.length / 2 - 1;
  let slot = low & mask;
  while (hashes[2 * slot] !== 0 || hashes[2 * slot + 1] !== 0) {
    if (hashes[2 * slot] === high && hashes[2 * slot + 1] === low) return { slot, found: true };
    slot = (slot + 1) & mask;
  }
  return { slot, found: false };
}

/** 64 bits of a text by two multiplications a character (cyrb64, after Murmur's finaliser); never 0, 0. */
function hashOf(text: string): readonly [number, number] {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  const mixed = (value: number, other: number) =>
    (Math.imul(value ^ (value >>> 16), 2246822507) ^
      Math.imul(other ^ (other >>> 13), 3266489909)) >>>
    0;
  const first = mixed(high, low);
  const second = mixed(low, first);
  return first === 0 && second === 0 ? [0, 1] : [first, second];
}
