import { seededRandom } from '../numeric/random.ts';

/**
 * Draws who is held out: at random by the seed, and from each stratum its share, so that both groups are alike in what they
 * are stratified by. What a stratum's share has over whole customers is carried to the next, so that the share of all is met.
 *
 * @param strata the stratum of each customer, by any names
 * @param share of them to hold out, above 0 and below 1
 * @returns 1 held out, 0 treated; one entry a customer
 * @throws RangeError for another share
 */
export function drawHoldOut(strata: readonly string[], share: number, seed: number): Uint8Array {
  if (!(share > 0 && share < 1)) {
    throw new RangeError(`The share to hold out is above 0 and below 1, but was ${share}.`);
  }
  const random = seededRandom(seed);
  const heldOut = new Uint8Array(strata.length);
  const members = new Map<string, number[]>();
  for (const [row, stratum] of strata.entries()) {
    const rows = members.get(stratum);
    if (rows === undefined) members.set(stratum, [row]);
    else rows.push(row);
  }
  let owed = 0;
  for (const stratum of [...members.keys()].sort()) {
    const rows = random.shuffle(members.get(stratum) ?? []);
    owed += rows.length * share;
    const drawn = Math.min(rows.length, Math.max(0, Math.round(owed)));
    owed -= drawn;
    for (const row of rows.slice(0, drawn)) heldOut[row] = 1;
  }
  return heldOut;
}
