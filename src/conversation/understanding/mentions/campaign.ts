import { spellings } from '../../../language/spellings.ts';
import { campaignSpellings, findSpelling } from '../gazetteer.ts';
import { mentioned, type Step } from './step.ts';

/** Several words, or four characters that need no spaces: no ordinary word is taken for such a name. */
const telling = /\S[ ,]+\S|\p{Script=Han}{4}/u;

/**
 * A campaign, as in "did the spring call campaign help?". Whoever names one "Retention" has to say that it is one: otherwise
 * the word means what it always means.
 */
export const campaign: Step = (mentions, names) => {
  const { text } = mentions.marked;
  const lower = text.toLowerCase();
  const said = spellings('name-words.campaign').some((word) => lower.includes(word));
  const known = campaignSpellings(names).filter(({ typed }) => said || telling.test(typed));
  const found = findSpelling(known, text);
  return found === undefined
    ? mentions
    : mentioned(mentions, { campaign: found.name }, found, 'campaign');
};
