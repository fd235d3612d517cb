import { readFileSync } from 'node:fs';
import { readerOf } from '../src/valuation/behaviour/sentiment/sentiment.ts';
import {
  type SentimentLanguage,
  sentimentLanguages,
} from '../src/valuation/behaviour/sentiment/terms.ts';
import {
  type LabelledSentence,
  readSentences,
  type SentimentLabel,
  sentimentLabels,
  trainSentiment,
} from '../src/valuation/behaviour/sentiment/train-sentiment.ts';
import { sentiment } from '../src/valuation/index.ts';
import { seededRandom } from '../src/valuation/numeric/random.ts';

/*
 * How right the sentiment model is. `node benchmarks/sentiment.ts FILE [LOCALE]` reads lines of a label and a text,
 * separated by a tab, and prints the accuracy and the confusion table; without a file, five folds of the sentences the
 * models learn from, with micro-averaged F1 of the topics, beside always saying what is most frequent, and the speed.
 */

type Said = { truth: string; found: SentimentLabel };

function print(name: string, said: readonly Said[]): void {
  const right = said.filter(({ truth, found }) => truth === found).length;
  console.log(`${name}: ${right} of ${said.length} right, ${(right / said.length).toFixed(3)}`);
  console.log(['true \\ found', ...sentimentLabels].map((each) => each.padStart(14)).join(''));
  for (const truth of sentimentLabels) {
    const row = sentimentLabels.map(
      (found) => said.filter((each) => each.truth === truth && each.found === found).length,
    );
    console.log([truth, ...row].map((each) => String(each).padStart(14)).join(''));
  }
}

const [file, locale = 'en'] = process.argv.slice(2);
if (file !== undefined) {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('\t'));
  const said = lines.map((line) => {
    const [truth = '', ...text] = line.split('\t');
    return { truth: truth.trim(), found: sentiment(text.join(' '), locale).label };
  });
  print(file, said);
  const missing = said.filter(({ truth }) => !sentimentLabels.some((label) => label === truth));
  if (missing.length > 0)
    console.log(`${missing.length} labels are none of ${sentimentLabels.join(', ')}.`);
} else {
  for (const language of sentimentLanguages) crossValidate(language);
}

function crossValidate(language: SentimentLanguage): void {
  const folds = 5;
  const path = new URL(
    `../src/valuation/behaviour/sentiment/sentences/${language}.tsv`,
    import.meta.url,
  );
  const sentences = seededRandom(1).shuffle(readSentences(readFileSync(path, 'utf8')));
  const said: Said[] = [];
  const topics = { right: 0, told: 0, true: 0 };
  for (let fold = 0; fold < folds; fold++) {
    const held = (_: LabelledSentence, at: number) => at % folds === fold;
    const learnt = trainSentiment(
      sentences.filter((each, at) => !held(each, at)),
      language,
    );
    const read = readerOf(learnt, language);
    for (const sentence of sentences.filter(held)) {
      const found = read(sentence.text);
      said.push({ truth: sentence.label, found: found.label });
      topics.told += found.topics.length;
      topics.true += sentence.topics.length;
      topics.right += found.topics.filter((topic) => sentence.topics.includes(topic)).length;
    }
  }
  print(`${language}, five folds`, said);
  const most = Math.max(
    ...sentimentLabels.map((label) => said.filter(({ truth }) => truth === label).length),
  );
  console.log(`the most frequent label alone: ${(most / said.length).toFixed(3)}`);
  console.log(`topics, micro F1: ${((2 * topics.right) / (topics.told + topics.true)).toFixed(3)}`);
  const began = performance.now();
  for (const { text } of sentences) sentiment(text, language);
  const seconds = (performance.now() - began) / 1000;
  console.log(`${Math.round(sentences.length / seconds)} texts a second\n`);
}
