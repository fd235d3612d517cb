/** A stream of random numbers that a seed decides completely. */
export type Random = {
  /** The next number, uniform on [0, 1), with 53 random bits. */
  next(): number;
  /** The next draw of a standard normal variable. */
  normal(): number;
  /**
   * The next whole number, uniform on 0 to `below` − 1.
   *
   * @param below a whole number from 1 to 2³²
   * @throws RangeError for another
   */
  integer(below: number): number;
  /** Puts the items in random order, in place, and returns the same array. */
  shuffle<Items extends Int32Array | Uint32Array | Float64Array | unknown[]>(items: Items): Items;
};

/**
 * A seeded generator: sfc32 (Doty-Humphrey's small fast counting generator, as in PractRand), whose state
 * splitmix32 fills from the seed. The same seed gives the same stream on every machine.
 *
 * @param seed any finite number; its lower 32 bits and its multiple of 2³² both count
 * @throws RangeError when the seed is not finite
 */
export function seededRandom(seed: number): Random {
  if (!Number.isFinite(seed)) {
    throw new RangeError(
      `The seed must be a finite number, but it is ${seed}. Give a whole number.`,
    );
  }
  let mixed = (seed | 0) ^ Math.imul(Math.floor(seed / 2 ** 32) | 0, 0x9e3779b1);
  const splitmix = (): number => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let word = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return word ^ (word >>> 15);
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let counter = 1;
  let spareNormal = Number.NaN;

  const word = (): number => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + out;
    c |= 0;
    return out >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) word();

  const next = (): number => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;

  const integer = (below: number): number => {
    if (!Number.isInteger(below) || below < 1 || below > 2 ** 32) {
      throw new RangeError(`integer(below) needs a whole number from 1 to 2^32, but got ${below}.`);
    }
    return Math.floor(next() * below);
  };

  return {
    next,
    integer,
    normal() {
      if (!Number.isNaN(spareNormal)) {
        const spare = spareNormal;
        spareNormal = Number.NaN;
        return spare;
      }
      // Marsaglia's polar method gives two independent normals at a time.
      for (;;) {
        const u = 2 * next() - 1;
        const v = 2 * next() - 1;
        const square = u * u + v * v;
        if (square > 0 && square < 1) {
          const scale = Math.sqrt((-2 * Math.log(square)) / square);
          spareNormal = v * scale;
          return u * scale;
        }
      }
    },
    shuffle(items) {
      for (let last = items.length - 1; last > 0; last--) {
        const other = integer(last + 1);
        const held = items[last]!;
        items[last] = items[other]!;
        items[other] = held;
      }
      return items;
    },
  };
}
