import { normalise } from '../../../language/fold.ts';
import { numbersInDigits } from '../../../language/numbers.ts';
import { readings } from '../../../language/readings.ts';
import { readableText } from '../readable-text.ts';
import { pageStages } from './line-edges.ts';
import type { Remembered } from './remembered.ts';

const said = readings.flatMap(({ followUps }) => followUps ?? []);

/** Another page of a list: the next, the one before, or one by its number; `count`, how many it is to have. */
export type SaidPage = {
  turn: 'next' | 'previous';
  count?: number;
  page?: number;
  /** that one customer is asked for, who comes next */
  single?: true;
};

/** The page that a line asks for, where it asks for nothing else. */
export function pageIn(line: string): SaidPage | undefined {
  const texts = [normalise(line), readableText(normalise(line))].flatMap((text) =>
    pageStages(numbersInDigits(text)),
  );
  for (const text of texts)
    for (const { next, previous } of said) {
      const forward = next.pattern.exec(text);
      const ahead = forward && next.read(forward);
      if (ahead) return { turn: 'next', ...ahead };
      const backward = previous.pattern.exec(text);
      const back = backward && previous.read(backward);
      if (back) return { turn: 'previous', ...back };
    }
  return undefined;
}

/** Where a page of a list begins, and how many it takes. */
export function turned(
  { page, customers }: Remembered,
  said: SaidPage,
): { from: number; limit: number } {
  const { from = 1, limit: usual = 10 } = page ?? {};
  const limit = said.count ?? usual;
  if (said.page !== undefined) return { from: (said.page - 1) * usual + 1, limit: usual };
  return said.turn === 'next'
    ? { from: from + customers.length, limit }
    : { from: Math.max(1, from - limit), limit };
}
