import { markEarliest, type Step } from './step.ts';

/** What a small number that stands alone may be: a customer's id, how many to list, a digest's number. */
export type NumberReading = 'customer' | 'limit' | 'digest';

const finder = {
  pattern: /(?<![\p{Script=Latin}\d=-]|\d[.,])(\d{1,2}|100)(?![\p{Script=Latin}\d%=]|[.,:]\d)/u,
  read: ([, number]: RegExpExecArray) => (Number(number) > 0 ? Number(number) : undefined),
};

/** The first number that stands alone, up to a hundred, as something else than a customer. */
export const smallNumber =
  (kind: NumberReading): Step =>
  (mentions) =>
    kind in mentions.entities
      ? mentions
      : markEarliest(mentions, [finder], kind, (number) => ({ [kind]: number }));
