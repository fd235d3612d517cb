import { seededRandom } from '../../numeric/random.ts';
import { hashText, type LinearModel, trainLinear } from './linear-model.ts';
import { type SentimentLanguage, type Terms, termsOf } from './terms.ts';
import { isTopic, type Topic, topics } from './topics.ts';

/** What a text says of the bank, from the worst to the best. */
export const sentimentLabels = ['negative', 'neutral', 'positive'] as const;
export type SentimentLabel = (typeof sentimentLabels)[number];

/** A sentence of which it is known what it says, and what of. */
export type LabelledSentence = { label: SentimentLabel; topics: Topic[]; text: string };

/** The models of a language, as data. */
export type SentimentModels = { sentiment: LinearModel; topics: LinearModel };

const seed = 20260101;
const sentimentBits = 17;
const topicBits = 13;

const isLabel = (name: string): name is SentimentLabel =>
  sentimentLabels.some((label) => label === name);

/**
 * Reads lines of a label, topics separated by commas and a sentence, separated by tabs.
 * @throws RangeError naming the line that is not so
 */
export function readSentences(lines: string): LabelledSentence[] {
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, at) => {
      const [label = '', named = '', text = ''] = line.split('\t');
      const found = named.split(',').filter((name) => name !== '');
      const known = found.filter(isTopic);
      if (!isLabel(label) || known.length < found.length || text.trim() === '') {
        throw new RangeError(
          `Line ${at + 1} is ${JSON.stringify(line)}; give ${sentimentLabels.join('|')}, a tab, topics of ${topics.join(',')} or none, a tab, and a sentence.`,
        );
      }
      return { label, topics: known, text };
    });
}

/** Learns what sentences of a language say, and what of. The same sentences give the same models. */
export function trainSentiment(
  sentences: readonly LabelledSentence[],
  language: SentimentLanguage,
): SentimentModels {
  const examples = [...sentences, ...turnsOf(sentences, language)];
  const terms = examples.map(({ text }) => termsOf(text, language));
  const learn = (
    read: (of: Terms) => string[],
    bits: number,
    outputs: readonly string[],
    holds: (of: LabelledSentence, output: string) => boolean,
    exclusive: boolean,
  ) =>
    trainLinear(
      terms.map((each) => hashText(read(each), bits)),
      examples.map((each) => Uint8Array.from(outputs, (output) => (holds(each, output) ? 1 : 0))),
      { outputs, bits, exclusive, seed },
    );
  return {
    sentiment: learn(
      ({ words, classes }) => [...words, ...classes],
      sentimentBits,
      sentimentLabels,
      ({ label }, output) => label === output,
      true,
    ),
    topics: learn(
      ({ words }) => words,
      topicBits,
      topics,
      (each, output) => each.topics.some((topic) => topic === output),
      false,
    ),
  };
}

const turns = 200;
/** Of how many characters a sentence may be that becomes half of another. */
const shortest = { en: 60, zh: 24 };
const joints = {
  en: [', but ', ' but ', ', however ', '. But '],
  zh: ['，但是', '，但', '，不过', '，可是'],
};

/** Pairs of short sentences of opposite labels joined by a turn, as "The queue is long, but …": the last one counts. */
function turnsOf(
  sentences: readonly LabelledSentence[],
  language: SentimentLanguage,
): LabelledSentence[] {
  const random = seededRandom(seed);
  const short = (label: SentimentLabel) =>
    sentences.filter((each) => each.label === label && each.text.length <= shortest[language]);
  const [bad, good] = [short('negative'), short('positive')];
  if (bad.length === 0 || good.length === 0) return [];
  return Array.from({ length: turns }, (_, at) => {
    const against = bad[random.integer(bad.length)]!;
    const for_ = good[random.integer(good.length)]!;
    const [first, last] = at % 2 === 0 ? [against, for_] : [for_, against];
    const joint = joints[language][random.integer(joints[language].length)]!;
    const text = first.text.replace(/[.!。！\s]+$/u, '') + joint + last.text;
    return { label: last.label, topics: [...new Set([...first.topics, ...last.topics])], text };
  });
}
