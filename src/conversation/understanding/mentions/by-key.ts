import { spellings } from '../../../language/spellings.ts';
import type { Key } from '../../arguments/kind.ts';
import { mentioned, type Step } from './step.ts';

const sign = /(?<![\p{L}\d])(\p{L}{1,40}) ?= ?(?:"([^"]+)"|([^\s,;"]+))/gu;

/** What a key tells as slash forms have it, inside a sentence: branch=Prague. */
export const byKey =
  (key: Key, name: string): Step =>
  (mentions, names) => {
    const { text } = mentions.marked;
    if (!text.includes('=')) return mentions;
    const words = spellings(key.words);
    for (const match of text.matchAll(sign)) {
      const [said, word = '', quoted, bare = ''] = match;
      if (!words.includes(word.toLowerCase())) continue;
      const entity = key.entity(quoted ?? bare, names);
      if (entity === undefined) continue;
      const place = { start: match.index, end: match.index + said.length };
      return mentioned(mentions, { [name]: entity }, place, name);
    }
    return mentions;
  };
