import { earliest } from '../../../language/earliest.ts';
import type { SaidAmount } from '../../../language/reading.ts';
import { readings } from '../../../language/readings.ts';
import { amountIn } from './opportunity.ts';
import { type Mentions, mentioned, type Step } from './step.ts';

const said = readings.flatMap(({ mentions }) => mentions?.passing ?? []);

/**
 * That somebody is to be told when customers pass a churn probability, and what these are worth at least: “tell me when any
 * customer worth over 50,000 passes 40 %”.
 */
export const passing: Step = (mentions) => {
  const { text } = mentions.marked;
  for (const { tells, crossing, asSoonAs, worth } of said) {
    if (!tells.test(text)) continue;
    const found = earliest([crossing], text);
    if (found === undefined) continue;
    const above = mentioned(mentions, { above: found.value }, found, 'above');
    return withWorth(withoutSoon(above, asSoonAs), worth);
  }
  return mentions;
};

/** A number behind “worth”, where no currency and no separators say that it is an amount. */
const plainAmount = /^ ?(\d{3,12})(?![\p{L}\d-]|[.,]\d)/u;

function withWorth(
  mentions: Mentions,
  { before, after }: (typeof said)[number]['worth'],
): Mentions {
  const { text } = mentions.marked;
  const match = before.exec(text);
  if (match === null) return mentions;
  const from = match.index + match[0].length;
  const rest = text.slice(from);
  const plain = plainAmount.exec(rest);
  const found = amountIn(rest);
  const at =
    found !== undefined && rest.slice(0, found.start).trim() === ''
      ? { entity: entityOf(found.value), end: found.end }
      : plain === null
        ? undefined
        : { entity: Number(plain[1]), end: plain[0].length };
  if (at === undefined) return mentions;
  const end = from + at.end + (after.exec(rest.slice(at.end))?.[0].length ?? 0);
  return mentioned(mentions, { worth: at.entity }, { start: match.index, end }, 'worth');
}

const entityOf = ({ amount, unit }: SaidAmount) =>
  unit === undefined ? amount : `${amount} ${unit}`;

/** “As soon as” it happens is no other time than when it does. */
function withoutSoon(mentions: Mentions, asSoonAs: RegExp): Mentions {
  const found = earliest([{ pattern: asSoonAs, read: () => true }], mentions.marked.text);
  return found === undefined ? mentions : mentioned(mentions, {}, found, 'above');
}
