import { commands } from '../registry.ts';
import { loadRecogniser } from './load-recogniser.ts';

/** Learns to read sentences when the packages are installed, so that no start has to wait for it. */
loadRecogniser(commands);
