import { readFileSync, writeFileSync } from 'node:fs';
import { sentimentLanguages } from './terms.ts';
import { readSentences, trainSentiment } from './train-sentiment.ts';

/** Learns the sentiment models of every language anew from the labelled sentences and writes them. */
for (const language of sentimentLanguages) {
  const file = (name: string) => new URL(name, import.meta.url);
  const sentences = readSentences(readFileSync(file(`sentences/${language}.tsv`), 'utf8'));
  const models = trainSentiment(sentences, language);
  writeFileSync(file(`weights-${language}.json`), `${JSON.stringify(models, null, 2)}\n`);
}
