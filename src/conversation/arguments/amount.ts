import { z } from 'zod';
import { currencyDecimals } from '../../language/currency-decimals.ts';
import type { MessageKey } from '../../language/message-arguments.ts';
import type { CommandContext } from '../command-context.ts';
import { amountIn } from '../understanding/mentions/opportunity.ts';
import { type Argument, argument, optional, type Taken } from './argument.ts';
import type { Kind } from './kind.ts';
import type { Line } from './line.ts';
import type { Problem } from './problem.ts';
import { shortened } from './shortened.ts';

/** An amount of money. */
export const amountKind: Kind = {
  name: 'amount',
  entity: 'amount',
  key: { name: 'amount', words: 'argument-words.keys.amount', entity: amountCalled },
  countsAgainst: true,
  ofCustomers: true,
};

/** More is a slip. */
const most = 1e12;
const withUnit = /^(\d{1,13}(?:\.\d{1,4})?) (\S{1,4})$/u;
const said = z.union([z.number().positive().max(most), z.string().regex(withUnit)]);
type Said = z.infer<typeof said>;

/** What a customer is worth at least, of whom somebody is to be told. */
export const worthKind: Kind = {
  name: 'worth',
  entity: 'worth',
  key: { name: 'worth', words: 'argument-words.keys.worth', entity: amountCalled },
  countsAgainst: true,
};

function amountCalled(text: string): Said | undefined {
  const plain = text.trim();
  if (/^\d{1,13}(?:\.\d{1,4})?$/.test(plain)) return inBounds(Number(plain));
  const found = amountIn(plain);
  if (found === undefined || found.start > 0 || plain.slice(found.end).trim() !== '')
    return undefined;
  const { amount, unit } = found.value;
  return unit === undefined ? inBounds(amount) : `${amount} ${unit}`;
}

const inBounds = (amount: number) => (amount > 0 && amount <= most ? amount : undefined);

/** An amount of money in the bank's currency, with as many decimals as that has; of another currency none is taken. */
export function amount(): Argument<number> {
  return money({
    kind: amountKind,
    key: 'amount',
    description: 'arguments.amount.description',
    example: { code: 'amount.example', figures: {} },
    take(line) {
      const found = amountIn(line.text);
      if (found === undefined) return { line };
      const { amount: number, unit } = found.value;
      return {
        said: unit === undefined ? number : `${number} ${unit}`,
        plain: true,
        line: {
          ...line,
          text: `${line.text.slice(0, found.start)} ${line.text.slice(found.end)}`.trim(),
        },
      };
    },
  });
}

/** What a customer is worth at least, as in `worth=50000`. */
export function worth(): Argument<number | undefined> {
  return optional(
    money({
      kind: worthKind,
      key: 'worth',
      description: 'arguments.passing.worth',
      example: { code: 'passing.exampleWorth', figures: {} },
    }),
  );
}

function money({
  kind,
  key,
  description,
  example,
  take,
}: {
  kind: Kind;
  key: string;
  description: MessageKey;
  example: Problem;
  take?(line: Line): Taken<Said>;
}): Argument<number> {
  return argument<Said, number>({
    kind,
    usage: `${key}=N`,
    description,
    said,
    keyed: {
      example,
      value(text) {
        const found = amountCalled(text);
        return found === undefined
          ? {
              problem: {
                code: 'amount.wrong',
                figures: { said: shortened(text), example: [example] },
              },
            }
          : { said: found };
      },
      end: (text) => {
        const plain = /^\d{1,13}(?:\.\d{1,4})?(?![\d,.])/.exec(text)?.[0].length;
        return amountIn(text)?.start === 0
          ? (amountIn(text)?.end ?? text.length)
          : (plain ?? text.length);
      },
    },
    ...(take === undefined ? {} : { take }),
    expected: { code: 'amount.expected', figures: { example: [example] } },
    write: (written) =>
      `${key}=${typeof written === 'number' ? written : written.replace(' ', '')}`,
    async find(written, { bank }: CommandContext) {
      const [, digits = '', unit] = withUnit.exec(String(written)) ?? [];
      if (unit !== undefined && !isCurrency(unit, bank.currency))
        return {
          title: { code: 'amount.title', figures: {} },
          summary: {
            code: 'amount.otherCurrency',
            figures: { said: unit, currency: bank.currency },
          },
        };
      const scale = 10 ** currencyDecimals(bank.currency);
      const number = typeof written === 'number' ? written : Number(digits);
      return { found: Math.round(number * scale) / scale };
    },
  });
}

/** Whether a code or a sign such as `$` may mean a currency. */
function isCurrency(unit: string, currency: string): boolean {
  const sign = (display: 'symbol' | 'narrowSymbol') =>
    new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: display })
      .formatToParts(1)
      .find(({ type }) => type === 'currency')?.value;
  return [currency, sign('symbol'), sign('narrowSymbol'), ...(currency === 'CNY' ? ['RMB'] : [])]
    .map((each) => each?.toUpperCase())
    .includes(unit.toUpperCase());
}
