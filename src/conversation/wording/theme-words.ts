import type { Say } from '../../language/messages.ts';
import type { LastOpinion } from '../../store/opinions/themes.ts';
import { isTopic } from '../../valuation/index.ts';
import type { CommandContext } from '../command-context.ts';

/** What a topic of customers' texts is called; one of another version by its key. */
export function themeName(theme: string, say: Say): string {
  return isTopic(theme) ? say(`themes.${theme}`) : theme;
}

const longest = 160;

/** A text as a quotation, shortened at a word where it is long. */
export function quoted(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  const characters = Array.from(plain);
  if (characters.length <= longest) return plain;
  return `${characters.slice(0, longest).join('').trimEnd()}…`;
}

/** What a customer last said, with how they felt and what about, in a sentence. */
export function lastOpinionSentence(
  { source, saidOn, text, label, topics }: LastOpinion,
  { say, format }: Pick<CommandContext, 'say' | 'format'>,
): string {
  return say('themes.lastSaid', {
    source,
    day: format.day(saidOn),
    text: quoted(text),
    label,
    about: topics.length === 0 ? 'none' : format.list(topics.map((topic) => themeName(topic, say))),
  });
}
