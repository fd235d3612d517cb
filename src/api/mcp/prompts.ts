import { completable, type McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { isShownCustomers, type Linked } from '../../access/principal.ts';
import type { Say } from '../../language/messages.ts';

const asUser = (text: string) => ({
  messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }],
});

/**
 * The questions of a working day, for a person to choose from: the morning's as their role has it; a meeting with a customer where they
 * see customers; and where they stand.
 * @param suggest ids of customers whom the beginning of a name or an id may mean
 */
export function addPrompts(
  server: McpServer,
  person: Linked,
  { say, suggest }: { say: Say; suggest: (typed: string) => Promise<string[]> },
): void {
  const { role } = person;
  const morning = person.groupsOnly === true ? 'analyst' : role;
  server.registerPrompt(
    'morning',
    {
      title: say('mcp.prompts.morning.title'),
      description: say('mcp.prompts.morning.description', { role: morning }),
    },
    () => asUser(say('mcp.prompts.morning.text', { role: morning })),
  );
  server.registerPrompt(
    'review',
    {
      title: say('mcp.prompts.review.title'),
      description: say('mcp.prompts.review.description'),
    },
    () => asUser(say('mcp.prompts.review.text')),
  );
  if (!isShownCustomers(person)) return;
  const customer = z.string().max(200).describe(say('mcp.prompts.meeting.customer'));
  server.registerPrompt(
    'meeting',
    {
      title: say('mcp.prompts.meeting.title'),
      description: say('mcp.prompts.meeting.description'),
      argsSchema: z.object({ customer: completable(customer, suggest) }),
    },
    (given) => asUser(say('mcp.prompts.meeting.text', { customer: given.customer })),
  );
}
