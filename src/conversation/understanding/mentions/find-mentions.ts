import { numbersInDigits } from '../../../language/numbers.ts';
import { kinds } from '../../arguments/kinds.ts';
import type { Gazetteer } from '../gazetteer.ts';
import { byKey } from './by-key.ts';
import { restriction } from './restriction.ts';
import { smallNumber } from './small-number.ts';
import type { Mentions } from './step.ts';

/**
 * Finds what a sentence mentions, but for names of customers: those are found later, among the words. What is told by a key
 * comes first, then what somebody tells in words of their own, what is quoted, then each kind of argument in its order, what none of them can keep among them, and
 * last the numbers that nothing explains.
 * @param text readable
 * @param timezone IANA, for a schedule that names none
 * @param number the entity that a small number that stands alone is taken for, such as `limit`; unless given, a customer
 */
export function findMentions(
  text: string,
  names: Gazetteer,
  timezone: string,
  number?: string,
): Mentions {
  const steps = [
    ...kinds.flatMap(({ key, entity }) =>
      key === undefined || entity === undefined ? [] : [byKey(key, entity)],
    ),
    ...kinds.flatMap(({ entity, unsaid = [] }) => (entity === number ? unsaid : [])),
    ...kinds.flatMap(({ first = [] }) => first),
    ...kinds.flatMap(({ quoted = [] }) => quoted),
    ...kinds.flatMap(({ said = [], beforeRestrictions }) => (beforeRestrictions ? said : [])),
    restriction,
    ...kinds.flatMap(({ said = [], beforeRestrictions }) => (beforeRestrictions ? [] : said)),
    ...(number === undefined ? [] : [smallNumber(number)]),
    ...kinds.flatMap(({ left = [] }) => left),
  ];
  return steps.reduce<Mentions>((mentions, step) => step(mentions, names, timezone), {
    entities: {},
    marked: { text: numbersInDigits(text), marks: [] },
  });
}
