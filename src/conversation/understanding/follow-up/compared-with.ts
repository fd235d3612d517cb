import { plainCharacters } from '../../../language/characters.ts';
import { readings } from '../../../language/readings.ts';
import type { Intent } from '../../intent.ts';
import { saysNothing } from './differences.ts';
import type { FollowUp } from './remembered.ts';
import { again, asked, type Situation, takesCustomers, understood } from './situation.ts';
import { customersIn } from './spoken-of.ts';

const said = readings.flatMap(({ followUps }) => followUps ?? []);
const adds = said.flatMap((each) => each.adds);
const comparesWith = said.flatMap((each) => each.comparesWith);
const tails = said.flatMap((each) => each.comparisonTail);
/** A comparison takes no more. */
const mostCompared = 5;

/** “Add 1035 to that”, after a comparison, and “compare with 1055”, after one customer. */
export function besideOthers(situation: Situation): FollowUp | undefined {
  const { alone, reading, remembered } = situation;
  const [newest] = remembered;
  const ids = customersIn(alone.entities);
  if (newest === undefined || ids.length === 0 || newest.customers.length === 0) return undefined;
  const several = takesCustomers(newest.intent, reading) === 'several';
  if (!several && newest.customers.length > 1) return undefined;
  // Two are compared with one another.
  if (!several && ids.length > 1) return undefined;
  if (!saysOnly(situation, several ? adds : comparesWith, ids)) return undefined;
  const intent = several ? newest.intent : comparison(situation);
  if (intent === undefined) return undefined;
  const before = newest.customers.flatMap((each) => each ?? []);
  if (before.length < newest.customers.length) return asked(situation, 'gone', { intent });
  const customer = [...new Set([...before.map(({ externalId }) => externalId), ...ids])];
  if (customer.length < 2 || customer.length > mostCompared) return undefined;
  return understood(
    { ...again(alone, { intent }), entities: { customer } },
    { intent, customers: before },
  );
}

/** “Drop 1055”, “1100 instead of 1042”, after a comparison: the comparison without, or with another. */
export function otherwiseCompared(situation: Situation): FollowUp | undefined {
  const { alone, line, reading, remembered } = situation;
  const [newest] = remembered;
  const ids = customersIn(alone.entities);
  if (newest === undefined || takesCustomers(newest.intent, reading) !== 'several')
    return undefined;
  const before = newest.customers.flatMap((each) => each?.externalId ?? []);
  const text = plainCharacters(line)
    .trim()
    .replace(/[\s.!?。！？]+$/u, '');
  const gone = ids.length === 2 ? swapped(text, ids) : removed(text, ids);
  if (gone === undefined || !before.includes(gone.out)) return undefined;
  if (before.length < newest.customers.length) return undefined;
  const left = before.flatMap((id) => (id === gone.out ? (gone.added ?? []) : id));
  const customer = [...new Set(left)];
  const { intent } = newest;
  if (customer.length > 1 && customer.length <= mostCompared)
    return understood(
      { ...again(alone, { intent }), entities: { customer } },
      {
        intent,
        customers: newest.customers.flatMap((each) =>
          each && customer.includes(each.externalId) ? each : [],
        ),
      },
    );
  return asked(situation, 'customer', {
    intent,
    candidates: customer.map((id) => ({ intent: 'customer.value', entities: { customer: id } })),
  });
}

/** Which of two who are named takes the place of the other. */
function swapped(text: string, ids: readonly string[]): { out: string; added: string } | undefined {
  const [first, second] = ids.toSorted((a, b) => text.indexOf(a) - text.indexOf(b));
  const swap = said.flatMap(({ swaps }) => swaps).find(({ pattern }) => pattern.test(text));
  if (swap === undefined || first === undefined || second === undefined) return undefined;
  return swap.outFirst ? { out: first, added: second } : { out: second, added: first };
}

/** Who is to be left out. */
function removed(
  text: string,
  ids: readonly string[],
): { out: string; added?: string } | undefined {
  for (const pattern of said.flatMap(({ removes }) => removes)) {
    const whom = pattern.exec(text)?.groups?.whom;
    const out = ids.find((id) => whom?.includes(id));
    if (out !== undefined) return { out };
  }
  return undefined;
}

/** Whether a line is wholly one of some patterns, with nothing but customers as whom it is about. */
function saysOnly(
  { line }: Situation,
  patterns: readonly RegExp[],
  ids: readonly string[],
): boolean {
  const text = plainCharacters(line);
  const withoutTail = (part: string) => tails.reduce((rest, tail) => rest.replace(tail, ' '), part);
  return patterns.some((pattern) => {
    const match = pattern.exec(text);
    const whom = match?.groups?.whom;
    if (match === null || whom === undefined || !ids.some((id) => whom.includes(id))) return false;
    const rest = withoutTail(text.slice(match[0].length));
    if (/[\p{L}\d]/u.test(rest)) return false;
    return saysNothing(withoutTail(ids.reduce((said, id) => said.replace(id, ' '), whom)));
  });
}

/** The command that compares customers. */
const comparison = ({ reading }: Situation): Intent | undefined =>
  reading.commands.find(({ intent }) => takesCustomers(intent, reading) === 'several')?.intent;
