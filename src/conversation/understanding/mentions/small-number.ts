import { markEarliest, type Step } from './step.ts';

const finder = {
  pattern:
    /(?<![\p{Script=Latin}\d=-]|\d[.,])(\d{1,2}|100)(?![\p{Script=Latin}\d%=]|[.,:]\d| ?[万亿元])/u,
  read: ([, number]: RegExpExecArray) => (Number(number) > 0 ? Number(number) : undefined),
};

/**
 * The first number that stands alone, up to a hundred, as something else than a customer.
 * @param entity what it is taken for, such as `limit`
 */
export const smallNumber =
  (entity: string): Step =>
  (mentions) =>
    entity in mentions.entities
      ? mentions
      : markEarliest(mentions, [finder], entity, (number) => ({ [entity]: number }));
