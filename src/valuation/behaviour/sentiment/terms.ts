import { chineseTerms, simplified } from './chinese-terms.ts';
import { englishTerms } from './english-terms.ts';
import topicWords from './topic-words.json' with { type: 'json' };

/** The languages that texts are read in. */
export const sentimentLanguages = ['en', 'zh'] as const;
export type SentimentLanguage = (typeof sentimentLanguages)[number];

/** Of a longer text the beginning is read. */
const longest = 2000;
const han = /\p{Script=Han}/gu;

/**
 * The language to read a text in: what it is written in decides, whatever it is said to be, since customers of a bank
 * write in the language they like.
 * @param locale a language tag; null: not known
 */
export function languageOfText(text: string, locale: string | null): SentimentLanguage {
  const start = text.slice(0, longest);
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  const inHan = start.match(han)?.length ?? 0;
  if (letters === 0) return locale?.startsWith('zh') ? 'zh' : 'en';
  return inHan > letters / 4 ? 'zh' : 'en';
}

const topicTermsOf = (words: Readonly<Record<string, string[]>>) =>
  Object.entries(words).map(([topic, of]) => ({
    topic,
    words: of.map((word) => simplified(word.toLowerCase())),
  }));
const topicTerms = { en: topicTermsOf(topicWords.en), zh: topicTermsOf(topicWords.zh) };

/** What a text says, as the terms of a linear model, each once. */
export function termsOf(text: string, language: SentimentLanguage): string[] {
  const plain = text.slice(0, longest).normalize('NFKC').toLowerCase().replaceAll('’', "'");
  const terms = new Set(language === 'zh' ? chineseTerms(plain) : englishTerms(plain));
  for (const { topic, words } of topicTerms[language]) {
    const said = words.filter((word) => terms.has(word)).length;
    if (said > 0) terms.add(`about ${topic}`);
    if (said > 1) terms.add(`about ${topic} twice`);
  }
  return [...terms];
}
