import { z } from 'zod';
import type { CommandContext } from '../command-context.ts';
import { customersById, customersByNumber } from '../understanding/mentions/customer.ts';
import { quotation } from '../understanding/mentions/quotation.ts';
import { customerNamePart } from '../understanding/tokenise.ts';
import { customerName } from '../wording/customer-words.ts';
import { type Argument, argument, type Taken } from './argument.ts';
import { findCustomer, type Lookup } from './customer-lookup.ts';
import type { Kind } from './kind.ts';
import { inQuotationMarks, type Line, quotationIn, written } from './line.ts';

/** Customers, in sentences. */
export const customerKind: Kind = {
  name: 'customer',
  entity: 'customer',
  quoted: [quotation],
  said: [customersById],
  left: [customersByNumber],
  countsAgainst: true,
  asides: ['another-customer'],
  concepts: [
    'worth',
    'leave',
    'risk',
    'likely',
    'balance',
    'contribution',
    'transactions',
    'whose',
    'customer',
  ],
};

/** The longest id or name there is. */
const longest = 200;
export const idOrName = z.string().min(1).max(longest);

/**
 * A customer, by an id of the bank or by name; a command gets their id in the store.
 * @param restricted whether the command tells of one whose data is restricted; others are not run for them
 */
export function customer({ restricted }: Pick<Lookup, 'restricted'> = {}): Argument<number> {
  return argument({
    kind: customerKind,
    usage: 'ID-OR-NAME',
    description: 'arguments.customer.description',
    said: idOrName,
    take: takeCustomer,
    expected: { code: 'customer.expected', figures: {} },
    needed: { code: 'customer.needed', figures: {} },
    write: customerInSlashForm,
    find: (said, context) => findCustomer(context, said, { restricted }),
    absent: async () => ({
      title: { code: 'titles.whichCustomer', figures: {} },
      summary: { code: 'customer.asked', figures: {} },
      example: '1042',
      instead: ['atRisk', 'top'],
    }),
    refused: (entity, { locale }: CommandContext) => ({
      title: { code: 'titles.oneCustomer', figures: {} },
      summary: { code: 'customer.several', figures: {} },
      choices: [entity].flat().map((id) => ({
        label: customerName({ externalId: String(id), name: null }, locale),
        entity: String(id),
      })),
    }),
    isPlain: customerNamePart,
  });
}

const plainId = /^(?=\D*\d)[A-Za-z0-9_-]{1,41}$/;

/** An id or a name as a slash form takes it: in quotation marks, unless it is an id that can be read as nothing else. */
export function customerInSlashForm(idOrName: string): string {
  return plainId.test(idOrName) && customerNamePart(idOrName)
    ? idOrName
    : inQuotationMarks(idOrName);
}

const punctuation = new Set([...' ,.;:、。!?']);

/** A text without the punctuation at its end. */
export function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && punctuation.has(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/**
 * Reads the customer of a slash form: `1042`, `#1042`, `"Zhang Wei"`, `Zhang Wei`. An id that begins with a digit ends at the
 * first space, unless it stands in quotation marks.
 */
function takeCustomer(line: Line): Taken<string> {
  const text = withoutEnd(line.text.trim());
  const [head = ''] = text.split(' ', 1);
  const quoted = quotationIn(head, line);
  if (quoted !== undefined)
    return {
      ...(quoted === '' ? {} : { said: quoted }),
      plain: true,
      line: { ...line, text: text.slice(1) },
    };
  const said = written(text, line);
  if (said === '') return { line: { ...line, text: '' } };
  const [, id, more] = /^(#?\d+)[ ,;、]+([^ ,;、].*)$/.exec(said) ?? [];
  if (id === undefined || more === undefined) return { said, line: { ...line, text: '' } };
  return /^#?\d+$/.test(more)
    ? { problem: { code: 'customer.oneAtATime', figures: { first: id, second: more } } }
    : { said: id, line: { ...line, text: more } };
}
