import { nameIn } from '../../language/names.ts';
import { dayNumber, dayOf } from '../../scoring/history/calendar.ts';
import { customerPlaceholder } from '../../settings/playbooks/playbook.ts';
import type { CustomerStep } from '../../store/playbooks/steps.ts';
import type { CommandContext } from '../command-context.ts';
import { customerName } from './customer-words.ts';

type Named = { externalId: string; name: string | null };

/** The day by which a step is due; the Monday after where that is a weekend. */
export function dueDay(
  { dueDays }: Pick<CustomerStep, 'dueDays'>,
  { run }: { run: Pick<CommandContext['run'], 'asOf'> },
): string {
  const due = dayNumber(run.asOf) + dueDays;
  // 1 January 1970, the day of number 0, was a Thursday.
  const weekday = (due + 3) % 7;
  return dayOf(weekday < 5 ? due : due + 7 - weekday);
}

/** What a step says in the reader's language, with the customer's name in its place. */
export function wordsOfStep(
  step: CustomerStep,
  customer: Named,
  { locale }: Pick<CommandContext, 'locale'>,
): { name: string; step: string; say: string } {
  const filled = (texts: Record<string, string>) =>
    nameIn(texts, locale).replaceAll(customerPlaceholder, () => customerName(customer, locale));
  return { name: filled(step.name), step: filled(step.step), say: filled(step.say) };
}

/** A customer's next step in one sentence: by when, and what to do. */
export function stepSentence(step: CustomerStep, customer: Named, context: CommandContext): string {
  const { say, format } = context;
  return say('step-words.next', {
    day: format.day(dueDay(step, context)),
    owner: step.owner,
    step: wordsOfStep(step, customer, context).step,
  });
}

/** A step as `data` of an answer has it. */
export function stepData(step: CustomerStep, customer: Named, context: CommandContext) {
  return {
    playbook: step.playbook,
    ...wordsOfStep(step, customer, context),
    owner: step.owner,
    priority: step.priority,
    due: dueDay(step, context),
    because: step.because,
  };
}
