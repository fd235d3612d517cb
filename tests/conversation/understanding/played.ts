import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Principal } from '../../../src/access/principal.ts';
import type { Answer, Conversation } from '../../../src/conversation/conversation.ts';
import { named } from '../../banks/talked-of-bank.ts';

/*
 * Conversations in a file: turns, each a line, and an empty line between conversations. What a turn is to be understood as
 * stands behind "=>": an intent and entities of it, as in "why? => customer.explain customer=1042"; `#2` is the second
 * customer of the list last shown, `1024+1042` several, `digest=1` the first digest that was set up in the conversation; `confirm` after the intent, that it changes nothing but asks
 * first; `ask` alone, that it asks which is meant. Lines that begin with "//" are remarks.
 */

/** A turn of a conversation, and what it is to be understood as. */
export type Turn = { text: string; expected?: string };

export function readConversations(file: URL): Turn[][] {
  return readFileSync(file, 'utf8')
    .split(/\n\s*\n/)
    .map((block) =>
      block
        .split('\n')
        .filter((line) => line.trim() !== '' && !line.startsWith('//'))
        .map((line) => {
          const [text = '', expected] = line.split('=>').map((part) => part.trim());
          return { text, ...(expected === undefined ? {} : { expected }) };
        }),
    )
    .filter((turns) => turns.length > 0);
}

const listed = z.object({
  from: z.number(),
  customers: z.array(z.object({ customer: z.string() })),
});
const setUp = z.object({ digest: z.number() });
const tasksListed = z.object({ tasks: z.array(z.object({ customer: z.string() })) });

/** What became of a turn: understood, asked back instead, or taken for something else, and what was understood. */
export type Outcome = { turn: Turn; became: 'right' | 'asked' | 'wrong'; understood: string };

/** Plays a conversation in a thread of its own. */
export async function play(
  conversation: Conversation,
  turns: readonly Turn[],
  principal: Principal,
  thread: string,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let list: string[] = [];
  const digests: number[] = [];
  for (const turn of turns) {
    const answer = await conversation.answer({
      text: turn.text,
      principal,
      channel: 'web',
      address: 'here',
      thread,
      shared: false,
    });
    const added = setUp.safeParse(answer.data).data;
    if (answer.intent === 'digest.add' && added !== undefined) digests.push(added.digest);
    const understood = inShort(answer);
    if (turn.expected !== undefined)
      outcomes.push({ turn, became: became(turn.expected, answer, { list, digests }), understood });
    const rows =
      listed.safeParse(answer.data).data?.customers ??
      tasksListed.safeParse(answer.data).data?.tasks;
    if (rows !== undefined) list = rows.map(({ customer }) => customer);
  }
  return outcomes;
}

const isAsking = ({ intent, data }: Answer): boolean =>
  intent === 'unknown' || 'asksBack' in data || Object.keys(data).length === 0;

function inShort({ intent, entities, data }: Answer): string {
  const said = Object.entries(entities).map(([name, value]) => `${name}=${written(value)}`);
  return [
    ...(isAsking({ intent, data } as Answer) ? ['ask'] : []),
    intent,
    ...said,
    ...(data.action === null ? ['confirm'] : []),
  ].join(' ');
}

function written(value: unknown): string {
  if (Array.isArray(value)) return value.join('+');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const ids = new Map(Object.entries(named).map(([id, name]) => [name.toLowerCase(), id]));

/** Customers by their ids, whether they were called by id or by name. */
const idsOf = (said: string): string =>
  said
    .split('+')
    .map((each) => ids.get(each.toLowerCase()) ?? each)
    .toSorted()
    .join('+');

/** A segment by its English name, in whichever language it was named. */
const inEnglish = (said: string): string =>
  said === '忠实储户' ? 'Loyal savers' : said === '沉睡储户' ? 'Dormant savers' : said;

function became(
  expected: string,
  answer: Answer,
  { list, digests }: { list: readonly string[]; digests: readonly number[] },
): Outcome['became'] {
  const [intent, ...parts] = expected.split(' ').filter((part) => part !== '');
  const asking = isAsking(answer);
  if (intent === 'ask') return asking ? 'right' : 'wrong';
  const wanted = parts.filter((part) => part.includes('=')).map((part) => part.split('='));
  const inList = (text: string) =>
    text
      .split('+')
      .map((each) => (each.startsWith('#') ? (list[Number(each.slice(1)) - 1] ?? '?') : each))
      .join('+');
  const fits =
    answer.intent === intent &&
    wanted.every(([name = '', value = '']) =>
      name === 'schedule'
        ? written(answer.entities.schedule).includes(value.replaceAll('_', ' '))
        : name === 'digest'
          ? answer.entities.digest === digests[Number(value) - 1]
          : name === 'customer'
            ? idsOf(written(answer.entities.customer)) === idsOf(inList(value.replaceAll('_', ' ')))
            : inEnglish(written(answer.entities[name])) ===
              inEnglish(inList(value.replaceAll('_', ' '))),
    ) &&
    'customer' in answer.entities === wanted.some(([name]) => name === 'customer') &&
    (!parts.includes('confirm') || answer.data.action === null);
  if (asking && intent !== 'unknown') return 'asked';
  return fits ? 'right' : 'wrong';
}
