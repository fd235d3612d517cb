/**
 * The face of the engine: everything other parts of the house call. Vectors are `Float64Array`;
 * `NaN` is missing. Nothing here does I/O or reads a clock, and randomness comes from a seed.
 */
export { type Random, seededRandom } from './numeric/random.ts';
