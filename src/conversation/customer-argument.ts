import { z } from 'zod';
import type { SlashReading } from './command.ts';

/** Arguments of a command about one customer: an id of the bank, or a name. */
export const customerArgument = z.object({ customer: z.string().min(1).max(200) });

/** Reads the customer of a slash form: `1042`, `#1042`, `customer 1042`, `"Zhang Wei"`, `Zhang Wei`. */
export function readCustomer(rest: string): SlashReading {
  const customer = rest
    .trim()
    .replace(/^(customer|client|客户|顾客)\s*(?=\S)/i, '')
    .replace(/^#\s*(?=\S)/, '')
    .replace(/^["“「](.*)["”」]$/, '$1')
    .trim();
  if (customer !== '') return { entities: { customer } };
  return {
    problem: {
      en: 'It needs a customer: an id of the bank, or a name.',
      zh: '需要指明一位客户：客户编号或姓名。',
    },
  };
}
