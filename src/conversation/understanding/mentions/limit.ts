import { earliest } from '../../../language/earliest.ts';
import { readings } from '../../../language/readings.ts';
import { kindOf } from '../marked-text.ts';
import { mentioned, type Step } from './step.ts';

const finders = readings.flatMap(({ mentions }) => mentions?.limit ?? []);

/** How many to list, however often it is said; "top 10" and 10 customers are marked apart. */
export const limit: Step = (mentions, names, timezone) => {
  const found = earliest(finders, mentions.marked.text);
  if (found === undefined) return mentions;
  const { count, first } = found.value;
  const known = mentions.entities.limit;
  if (known !== undefined && known !== count) return mentions;
  const more = mentioned(mentions, { limit: count }, found, first ? 'first' : 'limit');
  return limit(more, names, timezone);
};

const beforeMark = /(?<![\p{L}\d.,])(\d{1,3}) +([\uE000-\uF8FF])/gu;
/** The marks of what counts whom it stands before. */
const filters = ['branch', 'segment', 'tier', 'tag'];

/** A number before a filter counts customers: 20 of Prague, 15 dormant savers. */
export const limitOfFilter: Step = (mentions) => {
  if ('limit' in mentions.entities) return mentions;
  const { marked } = mentions;
  for (const match of marked.text.matchAll(beforeMark)) {
    const [said, number = '', of = ''] = match;
    if (Number(number) === 0 || !filters.includes(kindOf(marked, of) ?? '')) continue;
    const place = { start: match.index, end: match.index + said.length - of.length };
    return mentioned(mentions, { limit: Number(number) }, place, 'limit');
  }
  return mentions;
};
