import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Principal } from '../../../src/access/principal.ts';
import type { Answer, Conversation } from '../../../src/conversation/conversation.ts';
import {
  readTurns,
  type Turn,
} from '../../../src/conversation/understanding/follow-up/learnt/conversations.ts';
import { asLabelled } from '../../../src/conversation/understanding/follow-up/learnt/taught.ts';
import { named } from '../../banks/talked-of-bank.ts';

/** The conversations of a file; `digest=1` in a label is the first digest that was set up in the conversation. */
export const readConversations = (file: URL): Turn[][] => readTurns(readFileSync(file, 'utf8'));

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
            : asLabelled(written(answer.entities[name])) ===
              asLabelled(inList(value.replaceAll('_', ' '))),
    ) &&
    'customer' in answer.entities === wanted.some(([name]) => name === 'customer') &&
    (!parts.includes('confirm') || answer.data.action === null);
  if (asking && intent !== 'unknown') return 'asked';
  return fits ? 'right' : 'wrong';
}
