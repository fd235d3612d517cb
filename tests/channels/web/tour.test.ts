import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../../../src/conversation/conversation.ts';
import { sayIn } from '../../../src/language/messages.ts';
import { bankPeople, openFortyCustomers } from '../../banks/forty-customers.ts';

let bank: Awaited<ReturnType<typeof openFortyCustomers>>;
beforeAll(async () => {
  bank = await openFortyCustomers();
});
afterAll(() => bank.store.close());

const steps = ['one', 'two', 'three', 'four', 'five'] as const;
const understoodAs = {
  manager: [
    ['book.summary', 'ranking.atRisk', 'customer.explain', 'customer.recommend', 'digest.add'],
    bankPeople.petra,
  ],
  supervisor: [
    ['ranking.atRisk', 'segment.breakdown', 'feedback.themes', 'report', 'digest.add'],
    bankPeople.jan,
  ],
  analyst: [
    ['metrics', 'model.card', 'segment.breakdown', 'ranking.top', 'ranking.top'],
    bankPeople.ana,
  ],
} as const;

test.each(
  (['manager', 'supervisor', 'analyst'] as const).flatMap((role) =>
    (['en', 'zh'] as const).map((locale) => ({ role, locale })),
  ),
)('the first morning of a $role is understood in $locale', async ({ role, locale }) => {
  const [intents, email] = understoodAs[role];
  const principal = await bank.people.byEmail(email);
  const say = sayIn(locale);
  const answers: Answer[] = [];
  for (const step of steps)
    answers.push(
      await bank.conversation.answer({
        text: say(`tour.${role}.${step}.ask`),
        principal,
        channel: 'web',
        address: principal.kind === 'linked' ? String(principal.managerId) : '',
        thread: `tour ${role} ${locale}`,
        shared: false,
        locale,
      }),
    );
  expect(answers.map(({ intent }) => intent)).toEqual(intents);
  for (const { reply, outcome } of answers)
    expect(outcome, `${reply.title}: ${reply.summary}`).toBe('answered');
});
