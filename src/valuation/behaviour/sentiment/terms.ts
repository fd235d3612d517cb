import { chineseClasses, chineseTerms, simplified } from './chinese-terms.ts';
import { englishClasses, englishTerms } from './english-terms.ts';
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

/** A text as the terms of linear models, each once: what it is about, and what it says of that. */
export type Terms = { words: string[]; classes: string[] };

/** What a text says, as terms. */
export function termsOf(text: string, language: SentimentLanguage): Terms {
  const plain = text.slice(0, longest).normalize('NFKC').toLowerCase().replaceAll('’', "'");
  const words = new Set(language === 'zh' ? chineseTerms(plain) : englishTerms(plain));
  const classes = new Set(language === 'zh' ? chineseClasses(plain) : englishClasses(plain));
  for (const { topic, words: named } of topicTerms[language]) {
    const said = named.filter((word) => words.has(word)).length;
    if (said > 0) words.add(`about ${topic}`);
    if (said > 1) words.add(`about ${topic} twice`);
  }
  return { words: [...words], classes: [...classes] };
}
