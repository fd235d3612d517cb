import type { Token } from '../../language/reading.ts';
import { kindOf, type MarkedText } from './marked-text.ts';
import { isJoinedFiller, joinedConcept, readSpaced } from './vocabulary.ts';

/** What a sentence says, as the recogniser counts it: concepts, marks and other words, without fillers. */
export function termsOf(tokens: readonly Token[], marked: MarkedText): string[] {
  const terms: string[] = [];
  for (let i = 0; i < tokens.length; ) {
    const { kind, said } = tokens[i]!;
    if (kind === 'spaced') {
      const words = spacedFrom(tokens, i);
      for (const each of readSpaced(words))
        terms.push('concept' in each ? `~${each.concept}` : each.root);
      i += words.length;
      continue;
    }
    const concept = kind === 'joined' ? joinedConcept(said) : undefined;
    if (kind === 'mark') {
      const mark = kindOf(marked, said) ?? '';
      // What no command can keep says nothing about which one is meant.
      if (mark !== 'restriction') terms.push(`<${mark}>`);
    } else if (concept !== undefined) terms.push(`~${concept}`);
    else if (!isJoinedFiller(said)) terms.push(said);
    i++;
  }
  return terms;
}

/** The words between spaces that follow one another from a place. */
export function spacedFrom(tokens: readonly Token[], from: number): string[] {
  const words: string[] = [];
  for (let i = from; tokens[i]?.kind === 'spaced'; i++) words.push(tokens[i]!.said);
  return words;
}
