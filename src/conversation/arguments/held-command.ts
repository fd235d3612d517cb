import type { DigestFilters } from '../../store/digests/digest-filters.ts';
import { filters } from './filters.ts';
import { slashForm } from './grammar.ts';

/**
 * The slash form of a list that is held to the same as an answer, so that the buttons under the answer lead on within it.
 *
 * @param word of the list, such as `at-risk`
 * @param said what the answer is held to, as entities
 */
export function commandHeldTo(word: string, said: DigestFilters): string {
  return slashForm(word, filters, said) ?? word;
}
