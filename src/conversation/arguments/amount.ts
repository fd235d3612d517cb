import { z } from 'zod';
import { currencyDecimals } from '../../language/currency-decimals.ts';
import type { CommandContext } from '../command-context.ts';
import { amountIn } from '../understanding/mentions/opportunity.ts';
import { type Argument, argument } from './argument.ts';
import type { Kind } from './kind.ts';
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
const example: Problem = { code: 'amount.example', figures: {} };

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
  return argument<Said, number>({
    kind: amountKind,
    usage: 'amount=N',
    description: 'arguments.amount.description',
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
    expected: { code: 'amount.expected', figures: { example: [example] } },
    write: (written) =>
      `amount=${typeof written === 'number' ? written : written.replace(' ', '')}`,
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
