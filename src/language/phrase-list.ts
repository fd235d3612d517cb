import { readFileSync } from 'node:fs';

/** Words and phrases of a text file, separated by commas or line breaks. */
export function readPhraseList(file: URL): string[] {
  return phrasesIn(readFileSync(file, 'utf8'));
}

/** The same by topic: each begins with a line "# topic". */
export function readPhrasesByTopic(file: URL): Map<string, string[]> {
  const [, ...topics] = readFileSync(file, 'utf8').split(/^# /m);
  return new Map(
    topics.map((topic) => {
      const [name = '', ...lines] = topic.split('\n');
      return [name.trim(), phrasesIn(lines.join('\n'))];
    }),
  );
}

const phrasesIn = (text: string): string[] =>
  text
    .split(/[,，\n]/)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');
