import { type LinearModel, readLinear } from './linear-model.ts';
import { languageOfText, type SentimentLanguage, termsOf } from './terms.ts';
import { isTopic, type Topic } from './topics.ts';
import { type SentimentLabel, type SentimentModels, sentimentLabels } from './train-sentiment.ts';
import english from './weights-en.json' with { type: 'json' };
import chinese from './weights-zh.json' with { type: 'json' };

/** `score` from −1, surely against the bank, to 1, surely for it. */
export type Sentiment = { score: number; label: SentimentLabel };

/** What a text says of the bank, and what of, the surest topic first. */
export type Reading = Sentiment & { topics: Topic[] };

type Reader = (text: string) => Reading;

/** Grows with each change of the models, so that what is kept of an earlier one is read anew. */
export const sentimentVersion = 3;

/** A topic is told from this chance on. */
const tellingTopic = 0.35;

const readers = new Map<SentimentLanguage, Reader>();

/**
 * What a text says of the bank: the chance that it speaks for it less the chance that it speaks against it, by a
 * multinomial logistic regression on runs of words, characters and classes of words, and on words that say how somebody
 * feels, with negation and turns such as "but". A request or a fact is neutral.
 *
 * @param locale a language tag; what the text is written in decides where it differs
 */
export function sentiment(text: string, locale: string): Sentiment {
  const { score, label } = readOpinion(text, locale);
  return { score, label };
}

/** The same with the topics of a bank that the text speaks of; none where it names none. */
export function readOpinion(text: string, locale: string | null): Reading {
  const language = languageOfText(text, locale);
  let reader = readers.get(language);
  if (reader === undefined) {
    reader = readerOf(language === 'zh' ? chinese : english, language);
    readers.set(language, reader);
  }
  return reader(text);
}

/** Reads texts of a language by its models. */
export function readerOf(models: SentimentModels, language: SentimentLanguage): Reader {
  const feel = readLinear(models.sentiment, true);
  const speaksOf = readLinear(models.topics, false);
  return (text) => {
    if (!/\p{L}|\p{Extended_Pictographic}/u.test(text))
      return { score: 0, label: 'neutral', topics: [] };
    const { words, classes } = termsOf(text, language);
    const chances = feel([...words, ...classes]);
    const [against = 0, neither = 0, for_ = 0] = chances;
    const best = against > neither ? (against > for_ ? 0 : 2) : neither >= for_ ? 1 : 2;
    return {
      score: for_ - against,
      label: sentimentLabels[best] ?? 'neutral',
      topics: topicsIn(speaksOf(words), models.topics),
    };
  };
}

function topicsIn(chances: Float64Array, { outputs }: LinearModel): Topic[] {
  return outputs
    .map((name, at) => ({ name, chance: chances[at] ?? 0 }))
    .filter(({ chance }) => chance >= tellingTopic)
    .sort((a, b) => b.chance - a.chance)
    .flatMap(({ name }) => (isTopic(name) ? [name] : []));
}
