import { z } from 'zod';
import type { SlashReading } from '../command.ts';

/** Arguments of a command about one customer: an id of the bank, or a name. */
export const customerArgument = z.object({ customer: z.string().min(1).max(200) });

/**
 * Reads the customer of a slash form: `1042`, `#1042`, `customer 1042`, `"Zhang Wei"`, `Zhang Wei`. An id is alone: a name
 * that begins with a number stands in quotation marks.
 */
export function readCustomer(rest: string): SlashReading {
  const words = rest
    .trim()
    .replace(/^(customer|client|客户|顾客)\s*(?=\S)/i, '')
    .replace(/[\s,.;:、。!?]+$/, '')
    .replace(/^#\s*(?=\S)/, '');
  const quoted = /^"(.*)"$/.exec(words)?.[1];
  const customer = (quoted ?? words.replaceAll('"', '')).trim();
  if (customer === '') {
    return {
      problem: {
        en: 'It needs a customer: an id of the bank, or a name.',
        zh: '需要指明一位客户：客户编号或姓名。',
      },
    };
  }
  const more = quoted === undefined ? /^(#?\d+)[\s,;、]+(\S.*)$/.exec(customer) : null;
  if (more === null) return { entities: { customer } };
  const [, id = '', extra = ''] = more;
  return {
    problem: /^#?\d+$/.test(extra)
      ? {
          en: `It takes one customer at a time: ${id}, or ${extra}?`,
          zh: `一次只能问一位客户：是 ${id}，还是 ${extra}？`,
        }
      : {
          en: `After the customer ${id} there is “${extra}”, which I cannot read; leave it away.`,
          zh: `客户 ${id} 后面的“${extra}”我看不懂，请去掉它。`,
        },
  };
}
