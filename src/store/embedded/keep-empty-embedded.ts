import { keepEmptyEmbedded } from './empty-embedded.ts';

/*
 * Makes an empty embedded database when the packages are installed, so that no first start has to.
 */
await keepEmptyEmbedded();
